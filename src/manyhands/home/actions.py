"""The demonstration council: made, made again, and removed."""

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from manyhands.core import clock, registry
from manyhands.discussions import actions as discussions
from manyhands.discussions.types import Access, ReactionKind
from manyhands.ledger import actions as ledger
from manyhands.networks import actions as networks
from manyhands.participation import actions as participation
from manyhands.participation.types import KnownOf
from manyhands.people import actions as people
from manyhands.people import queries as who

from .rules import demonstration as made_up

if TYPE_CHECKING:
    from manyhands.people.models import Organisation


class Made(NamedTuple):
    """A demonstration that was made, and how to sign in to it. The password is kept nowhere else."""

    organisation: UUID
    name: str
    slug: str
    email: str
    password: str


def make_demonstration(*, seed: int = made_up.SEED, until: int | None = None) -> Made:
    """Makes the demonstration council anew, in place of the one that is there: all or nothing.

    It takes the ways that real activity takes. `until` is its last month; by default the one before this."""
    with people.one_at_a_time():
        remove_demonstration()
        made = _make(seed, until or clock.month_add(clock.month_of(clock.now().date()), -1))
    ledger.project(organisation=made.organisation)
    return made


def demonstration() -> UUID:
    """The demonstration council, made where it is missing."""
    with people.one_at_a_time():
        found = who.demonstrations()
        return found[0].pk if found else make_demonstration().organisation


def remove_demonstration() -> int:
    """Removes every demonstration with all that belongs to it, and nothing else; returns how many there were."""
    with people.one_at_a_time():
        found = who.demonstrations()
        for organisation in found:
            ledger.forget_organisation(organisation=organisation.pk)
            people.remove_demonstration(organisation=organisation)
    return len(found)


def _make(seed: int, until: int) -> Made:
    said = made_up.demonstration(seed, until, _today(until))
    council = people.create_organisation(name=made_up.NAME, is_demonstration=True)
    by = who.system_persona(council).pk
    for area, teams in made_up.SERVICES.items():
        above = people.add_service(organisation=council, name=area, by=by)
        for team in teams:
            people.add_service(organisation=council, name=team, parent=above, by=by)
    for network, records in said.exports.items():
        networks.take_records(
            organisation=council,
            network=network,
            workspace=f"demonstration {seed}",
            filename=f"made-up-{network.replace('_', '-')}-export.zip",
            records=records,
            by=by,
        )
    email, team, months = made_up.MOVED
    day, _last = clock.month_days(clock.month_add(until, 1 - months))
    (mover,) = who.find_person(council, email)
    people.move(person=mover, service=who.service_called(council, team), on=day, by=by)
    networks.take_lines(organisation=council, text=said.register, by=by)
    day = clock.month_days(until)[1]
    participation.set_known_number(organisation=council.pk, of=KnownOf.WORKFORCE, number=said.workforce, on=day, by=by)
    for day, number in said.interested.items():
        participation.set_known_number(organisation=council.pk, of=KnownOf.INTERESTED, number=number, on=day, by=by)
    _talk(council, said.events, by)  # before anybody can sign in, so that nobody is told of it
    password = secrets.token_urlsafe(12)
    visitor = people.add_first_person(
        organisation=council, name=made_up.CHAMPION_NAME, email=made_up.CHAMPION, password=password, by=by
    )
    return Made(council.pk, council.name, council.slug, visitor.email, password)


def _today(until: int) -> date | None:
    """The day on which the story ends: today, unless its last month is long over."""
    today = clock.now().date()
    return today if until >= clock.month_add(clock.month_of(today), -1) else None


def _talk(council: "Organisation", events: list[made_up.Event], by: UUID) -> None:
    """What is said in the hub: everything at its own moment, by whose it is, and told to nobody."""
    voices = people.show_by_name(organisation=council, emails={event.by for event in events}, by=by)
    groups: dict[str, Any] = {}
    keepers: dict[str, UUID] = {}
    posts: dict[tuple[int, int], Any] = {}
    for event in events:
        persona, which = voices[event.by], (event.conversation, event.message)
        talk = made_up.CONVERSATIONS[event.conversation]
        with clock.at(event.at):
            match event.do:
                case "group":
                    keepers[event.group] = persona
                    groups[event.group] = _group(council, made_up.GROUPS[event.group], persona)
                case "join":
                    group = groups[event.group]
                    if group.access == Access.OPEN:
                        discussions.join(group=group, by=persona)
                    else:
                        discussions.add_member(group=group, persona=who.persona(persona), by=keepers[event.group])
                case "begin":
                    posts[which] = discussions.begin_thread(
                        group=groups[event.group],
                        title=talk.title,
                        source=talk.said[0].text,
                        is_question=talk.is_question,
                        tell=False,
                        by=persona,
                    )
                case "answer":
                    thread = posts[event.conversation, 0].thread
                    source = talk.said[event.message].text
                    posts[which] = discussions.answer(thread=thread, source=source, tell=False, by=persona)
                case "react":
                    discussions.react(post=posts[which], kind=ReactionKind(event.kind), by=persona)
                case "helped":
                    discussions.mark_helped(post=posts[which], by=persona)


def _group(council: "Organisation", group: made_up.Gathering, by: UUID) -> Any:
    if not group.name:
        return discussions.begin_with_a_group(registry.Founded(council.pk, by))
    return discussions.create_group(
        organisation=council, name=group.name, purpose=group.purpose, access=Access(group.access), by=by
    )
