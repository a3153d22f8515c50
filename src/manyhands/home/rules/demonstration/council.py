"""Who is in the made-up council, and where they meet. Nobody has a name: people are numbered."""

from calendar import monthrange
from random import Random
from typing import NamedTuple

from manyhands.networks.types import Account
from manyhands.networks.types import Place as PlaceRecord

NAME = "Demonstration Council"
DOMAIN = "demonstration-council.example"  # .example belongs to nobody (RFC 2606)

SERVICES: dict[str, tuple[str, ...]] = {
    "Chief executive’s office": ("Communications", "Policy and performance"),
    "Adult social care": ("Assessment and reviews", "Reablement"),
    "Children and families": ("Schools and learning", "Early help"),
    "Corporate services": ("Customer services", "Finance", "Human resources", "ICT and digital"),
    "Culture": ("Libraries", "Museums and archives"),
    "Housing": ("Repairs", "Tenancy services"),
    "Place": ("Highways and street care", "Parks and open spaces", "Planning"),
}
"""Service areas, and the teams below each."""

STAFF = {
    "Communications": 6,
    "Policy and performance": 8,
    "Assessment and reviews": 18,
    "Reablement": 12,
    "Schools and learning": 14,
    "Early help": 12,
    "Customer services": 15,
    "Finance": 8,
    "Human resources": 7,
    "ICT and digital": 14,
    "Libraries": 18,
    "Museums and archives": 6,
    "Repairs": 9,
    "Tenancy services": 11,
    "Highways and street care": 12,
    "Parks and open spaces": 6,
    "Planning": 8,
}
"""How many work in each team: 184."""

CHAMPION, CHAMPION_NAME = f"person-001@{DOMAIN}", "Person 001"
"""Who carries most, and whom a visitor looks around as."""
CARRIERS = {
    "Communications": 1,
    "ICT and digital": 2,
    "Customer services": 1,
    "Policy and performance": 1,
    "Human resources": 1,
}
"""Where the champion (the first) and the five others work who carry nearly everything with them."""
MOVED = (f"person-005@{DOMAIN}", "ICT and digital", 6)
"""One of them moved to another team, so many months before the end."""
COUNCILLORS, PEERS = 8, 6
OUT_AND_ABOUT = ("Assessment and reviews", "Reablement", "Repairs", "Highways and street care")
"""Teams that are out all day: who of them does not write has an account, and nothing was seen of them yet."""
WITHOUT_ACCESS = 48
"""Who work here as well, in homes, depots and schools, and can use none of the networks."""
INTERESTED = ((9, 14), (6, 31), (3, 57))
"""How many put their names down by so many months before the end."""


class Person(NamedTuple):
    """Somebody, by their number in the source too."""

    id: str
    kind: str
    service: str

    @property
    def name(self) -> str:
        return f"Person {self.id}"

    @property
    def email(self) -> str:
        return f"person-{self.id}@{DOMAIN if self.kind in ('staff', 'councillor') else 'another-council.example'}"


class Meeting(NamedTuple):
    """A place where people write. `each_month`: how many messages when it is at its busiest; `owner`: the number of the
    carrier who looks after it, with their share of it; `team`: whose place it is, "" for everybody's."""

    id: str
    name: str
    each_month: int
    owner: int = 1
    share: float = 0.35
    team: str = ""
    closed_after: int = 0  # months; 0: open


VIVA_ENGAGE = (
    Meeting("101", "All Company", 62, 1, 0.25),
    Meeting("102", "Ask ICT", 46, 2, 0.48, "ICT and digital"),
    Meeting("103", "Digital champions", 34, 1, 0.55),
    Meeting("104", "Communications and social media", 30, 1, 0.62, "Communications"),
    Meeting("105", "Library staff", 13, 1, 0.96, "Libraries"),
    Meeting("106", "Highways and street care", 14, 4, 0.58, "Highways and street care"),
    Meeting("107", "Social care practice", 11, 5, 0.55, "Assessment and reviews"),
    Meeting("108", "Housing news", 9, 4, 0.66, "Tenancy services"),
    Meeting("109", "Planning and building control", 7, 1, 0.74, "Planning"),
    Meeting("110", "Policy exchange", 12, 5, 0.52, "Policy and performance"),
    Meeting("111", "Councillors’ news", 6, 1, 0.7),
    Meeting("112", "New starters", 8, 6, 0.64, "Human resources"),
)
SLACK = (
    Meeting("C01", "general", 38, 1, 0.14),
    Meeting("C02", "random", 30, 3, 0.08),
    Meeting("C03", "digital-services", 44, 2, 0.45, "ICT and digital"),
    Meeting("C04", "website", 30, 3, 0.5, "ICT and digital"),
    Meeting("C05", "social-media", 34, 1, 0.6, "Communications"),
    Meeting("C06", "data", 12, 5, 0.55, "Policy and performance"),
    Meeting("C07", "localgov-peers", 16, 1, 0.2),
    Meeting("C08", "incident-room", 10, 2, 0.5, "ICT and digital"),
    Meeting("C09", "library-makers", 7, 3, 0.66, "Libraries"),
    Meeting("C10", "intranet-move", 24, 2, 0.55, "ICT and digital", closed_after=7),
)
TURNED = "105"
"""The place that went from one pair of hands to many."""
TURNED_AFTER = 9
"""In the month after so many: the unconference."""


class Council:
    """The people, and who of them has an account where."""

    def __init__(self, chance: Random) -> None:
        staff = [(service, "staff") for service, count in CARRIERS.items() for _ in range(count)]
        rest = [(team, "staff") for team, count in STAFF.items() for _ in range(count - CARRIERS.get(team, 0))]
        chance.shuffle(rest)
        everybody = [*staff, *rest, *[("", "councillor")] * COUNCILLORS, *[("", "peer")] * PEERS]
        self.people = [Person(f"{number:03}", kind, team) for number, (team, kind) in enumerate(everybody, 1)]
        self.carriers = self.people[: len(staff)]
        others = [person for person in self.people if person not in self.carriers]
        chance.shuffle(others)
        # Half of them never write: that is usual, and no fault.
        self.writers = [person for person in others if person.kind != "peer"][: len(others) // 2]
        digital = ("ICT and digital", "Communications", "Policy and performance", "Libraries")
        self.quiet = {person.id for person in others if person not in self.writers and person.service in OUT_AND_ABOUT}
        self.slack = [
            person
            for person in self.people
            if person in self.carriers or person.kind == "peer" or person.service in digital
        ]

    def members(self, network: str) -> list[Person]:
        return self.slack if network == "slack" else [person for person in self.people if person.kind != "peer"]

    def accounts(self, network: str) -> list[Account]:
        people = [
            Account(
                external_id=person.id,
                handle=f"person-{person.id}",
                name=person.name,
                email=person.email,
                kind=person.kind,
                service=person.service if network == "viva_engage" else "",
            )
            for person in self.members(network)
        ]
        if network == "slack":
            return [*people, Account(BOT, handle="rota-bot", name="Rota bot", kind="bot")]
        return [*people, Account(CORPORATE, handle="demonstration-council", name=NAME, kind="corporate")]

    def places(self, network: str) -> list[PlaceRecord]:
        """Viva Engage's export does not say who belongs to a group; Slack's does."""
        if network == "viva_engage":
            return [PlaceRecord(place.id, place.name) for place in VIVA_ENGAGE]
        return [
            PlaceRecord(place.id, place.name, "channel", bool(place.closed_after), self._in_channel(place))
            for place in SLACK
        ]

    def _in_channel(self, place: Meeting) -> tuple[str, ...]:
        inside = [
            person.id
            for at, person in enumerate(self.slack)
            if place.id in ("C01", "C02")
            or person in self.carriers
            or person.service == place.team
            or (person.kind == "peer" and place.id == "C07")
            or (at + len(place.name)) % 3 == 0
        ]
        return (*inside, BOT) if place.id == "C08" else tuple(inside)


BOT, CORPORATE = "bot-1", "corporate-1"

_REGISTER = """
Network | Name | Address | Service | Purpose | How many can post | Who can post | Recovery holder | Last used | Audience
Facebook | Demonstration Council | facebook.example/demonstration-council | Communications | News and urgent notices | 2 | Person 001; Person 003 | Person 001 | {last:02}/{month:02}/{year} | Residents, about 8,200
X | Demonstration Council | @demo_council | Communications | News and urgent notices | 1 | Person 001 | Person 001 | {mid:02}/{month:02}/{year} | Residents and the press, about 6,400
Bluesky | Demonstration Council | @demonstration-council.example | Communications | News and urgent notices | 1 | Person 001 |  | {last:02}/{month:02}/{year} | Residents and the press, about 900
Instagram | Demonstration Libraries | instagram.example/demonstration-libraries | Libraries | What is on in libraries | 6 |  | Head of libraries | {last:02}/{month:02}/{year} | Readers and families, about 2,100
Facebook | Demonstration Libraries | facebook.example/demonstration-libraries | Libraries | What is on in libraries | 6 |  | Head of libraries | {last:02}/{month:02}/{year} | Readers and families, about 3,300
LinkedIn | Demonstration Council | linkedin.example/demonstration-council | Human resources | Vacancies, and what it is like to work here | 2 | Person 001; Person 006 | Person 006 | {mid:02}/{month:02}/{year} | People who look for work, about 4,000
YouTube | Demonstration Council meetings | youtube.example/demonstration-meetings | Policy and performance | Council meetings as they happen | 3 |  | Democratic services | {mid:02}/{month:02}/{year} | Residents, councillors
Nextdoor | Demonstration Highways | nextdoor.example/demonstration-highways | Highways and street care | Roadworks and gritting | 1 | Person 004 | Person 004 | {early:02}/{month:02}/{year} | Residents by neighbourhood
Website | News and consultations | www.demonstration-council.example/news | Communications | News, and what residents are asked about | 9 |  | ICT service desk | {last:02}/{month:02}/{year} | Everybody
Newsletter | Your council this month | www.demonstration-council.example/newsletter | Communications | One e-mail a month | 2 | Person 001; Person 003 | Person 003 | {early:02}/{month:02}/{year} | Residents, about 11,500
Flickr | Demonstration Archives | flickr.example/demonstration-archives | Museums and archives | Old photographs to name together |  |  |  |  | Local historians
Wiki | Shared digital strategy | wiki.demonstration-council.example | ICT and digital | The strategy that everybody may edit | 14 |  | ICT service desk | {early:02}/{month:02}/{year} | Staff and other councils
"""  # noqa: E501 (lines as they are pasted from a spreadsheet)


def register_of(until: int) -> str:
    """The register's lines, as somebody would paste them; what was last used, was so in the last month."""
    year, month = divmod(until, 100)
    return (
        _REGISTER.strip()
        .replace(" | ", "\t")
        .format(year=year, month=month, early=4, mid=17, last=monthrange(year, month)[1])
    )
