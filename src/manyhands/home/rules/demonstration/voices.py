"""Who speaks in the made-up council's hub, and in which groups."""

from datetime import time
from typing import NamedTuple


class Voice(NamedTuple):
    """Who speaks: the first (0), the second … of a team who writes at all, or of a kind without a team."""

    team: str
    number: int = 0


class Gathering(NamedTuple):
    """A group: the first is the one that every organisation begins with, whose words are the hub's own."""

    keeper: Voice
    name: str = ""
    purpose: str = ""
    access: str = "open"
    members: tuple[Voice, ...] = ()


class Said(NamedTuple):
    """A message, `day` working days before the end, and what others said to it without a word."""

    day: int
    time: time
    by: Voice
    text: str
    reactions: tuple[tuple[Voice, str], ...] = ()
    helped: bool = False


class Conversation(NamedTuple):
    """A thread: its first message, and the answers to it."""

    group: str
    title: str
    is_question: bool
    said: tuple[Said, ...]


CHAMPION = Voice("Communications")
COMMUNICATIONS = Voice("Communications", 1)
ICT, ICT_TWO = Voice("ICT and digital"), Voice("ICT and digital", 2)
CONTACT, CONTACT_TWO = Voice("Customer services"), Voice("Customer services", 1)
POLICY = Voice("Policy and performance")
PERSONNEL = Voice("Human resources", 1)
LIBRARIES = Voice("Libraries")
HIGHWAYS = Voice("Highways and street care")
REPAIRS, TENANCY = Voice("Repairs"), Voice("Tenancy services")
CARE, EARLY_HELP = Voice("Assessment and reviews"), Voice("Early help")
FINANCE, PARKS, PLANNING = Voice("Finance"), Voice("Parks and open spaces"), Voice("Planning")
MUSEUMS, COUNCILLOR = Voice("Museums and archives"), Voice("councillor")

GROUPS = {
    "hello": Gathering(CHAMPION, members=(LIBRARIES, HIGHWAYS, CONTACT, PERSONNEL, MUSEUMS)),
    "help": Gathering(
        ICT_TWO,
        "Digital help",
        "Ask anything about the tools we use, and say what worked for you.",
        members=(LIBRARIES, CONTACT, PLANNING, PARKS, CHAMPION),
    ),
    "residents": Gathering(
        COMMUNICATIONS,
        "Talking with residents",
        "Letters, web pages and posts: what we say to residents, and how plainly we say it.",
        members=(CHAMPION, TENANCY, CONTACT_TWO, REPAIRS, FINANCE),
    ),
    "planning": Gathering(
        CHAMPION,
        "Champions’ planning",
        "One of us from each service. Here we settle who helps whom, and when.",
        "closed",
        members=(ICT, PERSONNEL, LIBRARIES, POLICY, CONTACT, HIGHWAYS),
    ),
}
