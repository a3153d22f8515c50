"""Mail that arrives: answers to notices, and reports that a letter was not delivered.

A message is taken once, by whatever way it comes. What stands in it proves nothing: an answer is taken only at the
signed address that its author was given, and from the address with which they sign in; a report only about a letter
whose signed Message-ID it names.
"""

import logging
import re
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.core import clock, jobs, registry
from manyhands.core.errors import ManyhandsError
from manyhands.core.outbound import mail
from manyhands.people import queries as people_queries
from manyhands.people.types import Verb

from ..errors import NotTaken
from ..models import Incoming, Letter, ReplyAddress
from ..rules import arrivals
from ..rules.messages import letters_named
from ..rules.tokens import reply_number
from ..types import IncomingState, LetterState
from .letters import write
from .sending import secret
from .steps import step
from .stopping import lost, stop_address

logger = logging.getLogger("manyhands.notices")
JOB = "manyhands.notices.jobs:fetch"
ANSWERS = 30  # of one person in an hour: more is a machine
LONGEST = 20_000  # characters of one answer
AT_A_TIME = 50  # messages of a mailbox


class Taken(NamedTuple):
    """What came of a message. `reason` says in one word why it was not taken."""

    state: IncomingState
    reason: str = ""


def arrive(raw: bytes, *, envelope_to: str = "") -> Taken:
    """Takes a message that arrived; twice the same is taken once. `envelope_to` is the address that the mail server
    was given for it, where it says so."""
    if len(raw) > arrivals.LONGEST:
        return Taken(IncomingState.REFUSED, "too_long")
    found = arrivals.read(raw)
    if Incoming.objects.filter(digest=found.digest).exists():
        return Taken(IncomingState.REFUSED, "again")
    if found.failed:
        return _note(found, Taken(IncomingState.RETURNED, _returned(found)))
    try:
        answered = _whose(found, envelope_to)
    except NotTaken as refused:
        return _note(found, Taken(IncomingState.REFUSED, refused.code))
    try:
        with transaction.atomic():
            # First the record: who brings the same message in the same moment waits here, and then finds it taken.
            _note(found, Taken(IncomingState.TAKEN), answered)
            _hand_over(answered, found.text)
    except NotTaken as refused:
        return _note(found, Taken(IncomingState.REFUSED, refused.code), answered, say=str(refused))
    except ManyhandsError as error:
        return _note(found, Taken(IncomingState.REFUSED, error.code), answered, say=error.message)
    return Taken(IncomingState.TAKEN)


def fetch_mail() -> int:
    """Takes what arrived in the mailbox of MANYHANDS_MAIL_IN_URL. What was taken is deleted there; what was refused
    is left, marked as read, for a person to look at. Returns how many were looked at."""
    if not settings.MANYHANDS_MAIL_IN_URL:
        return 0
    looked = 0
    try:
        with mail.Mailbox(mail.Server.of(settings.MANYHANDS_MAIL_IN_URL)) as box:
            for number, raw in box.unseen(longest=arrivals.LONGEST, most=AT_A_TIME):
                try:
                    came = Taken(IncomingState.REFUSED, "too_long") if raw is None else arrive(raw)
                except Exception:
                    logger.exception("message %s of the mailbox could not be taken; it stays there", number)
                    continue
                box.mark(number, delete=came.state != IncomingState.REFUSED or came.reason == "again")
                looked += 1
    except mail.Unreachable as error:
        logger.warning("the mailbox could not be read: %s", error)
    return looked


def look_for_mail() -> None:
    """Has the worker look into the mailbox."""
    if settings.MANYHANDS_MAIL_IN_URL:
        jobs.wake(JOB)


def _whose(found: arrivals.Arrival, envelope_to: str) -> ReplyAddress:
    """Whose answer it is, to what. Raises NotTaken."""
    if found.automatic or letters_named(found.original, secret=secret()):
        raise NotTaken("It was not written by a person.", code="automatic")
    base = settings.MANYHANDS_REPLY_ADDRESS
    numbers = {
        number
        for address in (envelope_to, *found.recipients)
        if base and (number := reply_number(address, base, secret=secret())) is not None
    }
    if len(numbers) != 1:
        raise NotTaken("It is to no address of ours.", code="to_nobody" if not numbers else "to_several")
    kept = ReplyAddress.objects.select_related("organisation").filter(pk=numbers.pop()).first()
    if kept is None:
        raise NotTaken("The address is no longer used.", code="to_nobody")
    contact = people_queries.contacts([kept.person_id]).get(kept.person_id)
    if contact is None:
        raise NotTaken("Who this address was for can't sign in any more.", code="left")
    if found.senders != (contact.email.lower(),):
        _tell_owner(kept, found.digest)
        raise NotTaken("It is from another address.", code="wrong_sender")
    if _forged(found.verdict):
        raise NotTaken("Its mail server did not send it.", code="forged")
    return kept


def _hand_over(answered: ReplyAddress, text: str) -> None:
    """To the room that it is for. Raises NotTaken, or what the room says."""
    person = people_queries.person_in(answered.organisation, answered.person_id)
    if person is None or not people_queries.may(person, Verb.TAKE_PART, answered.organisation):
        raise NotTaken(_("You can’t take part there any more."), code="left")
    recent = Incoming.objects.filter(person=person, at__gt=clock.now() - timedelta(hours=1))
    if recent.count() > ANSWERS:
        raise NotTaken(_("You have sent many answers in an hour. Send this one again later."), code="too_many")
    if not text:
        raise NotTaken(_("There was no text of your own in it. Write above what you answer to."), code="empty")
    if len(text) > LONGEST:
        raise NotTaken(_("It is too long for one answer. Send a shorter one."), code="too_long")
    prefix, _slash, rest = answered.target.partition("/")
    take = registry.mail_replies.get(prefix)
    if take is None:
        raise NotTaken(_("What you answered is not there any more."), code="gone")
    with translation.override(_language(answered)):
        take(person, rest, text)
    ReplyAddress.objects.filter(pk=answered.pk).update(used=clock.now())


def _note(found: arrivals.Arrival, came: Taken, answered: ReplyAddress | None = None, *, say: str = "") -> Taken:
    """Writes down that a message arrived, and tells its author where something is to be told."""
    owner = {"organisation": answered.organisation, "person_id": answered.person_id} if answered else {}
    _kept, is_new = Incoming.objects.get_or_create(
        digest=found.digest, defaults={"state": came.state, "reason": came.reason[:60], **owner}
    )
    if not is_new:
        if came.state == IncomingState.TAKEN:
            raise NotTaken("It was taken before.", code="again")
        return came
    if say and answered:
        _write_back(answered, f"not-taken/{found.digest}", say)
    return came


def _write_back(answered: ReplyAddress, key: str, why: str) -> None:
    """Tells somebody, where they sign in, why their answer was not added."""
    person = people_queries.person_in(answered.organisation, answered.person_id)
    with translation.override(_language(answered)):
        write(
            organisation=answered.organisation_id,
            to=person,
            key=key,
            subject=_("Your answer by e-mail was not added"),
            text=_("You answered a notice by e-mail, and it was not added. %(why)s") % {"why": why} + "\n",
            kind="notices.mail",
            by=None,
        )


def _tell_owner(answered: ReplyAddress, digest: str) -> None:
    """Somebody wrote to an address that is another's, or they themselves from elsewhere. Once a day, and nothing goes
    to whoever wrote."""
    today = clock.now().date().isoformat()
    with translation.override(_language(answered)):
        why = _(
            "It came from another address than the one with which you sign in. If it was from you, answer from that "
            "address. If not, somebody else knows your address for answers; nothing of theirs was added."
        )
    _write_back(answered, f"wrong-sender/{answered.person_id.hex}/{today}", why)


def _language(answered: ReplyAddress) -> str:
    contact = people_queries.contacts([answered.person_id]).get(answered.person_id)
    return contact.language if contact else "en"


def _forged(verdict: str) -> bool:
    """Whether our own mail server found that the message is not from whom it says. Only its own header counts: with
    MANYHANDS_MAIL_AUTHSERV it is known by its name."""
    own = settings.MANYHANDS_MAIL_AUTHSERV
    if not own:
        return False
    name, _semicolon, results = verdict.partition(";")
    if name.split()[:1] != [own]:
        return True  # our server writes one on every message
    return re.search(r"\bdmarc\s*=\s*(fail|permerror|temperror)\b", results, re.I) is not None


def _returned(found: arrivals.Arrival) -> str:
    """A report: the letter came back, and where its address does not exist nothing more is sent there."""
    ids = letters_named(found.original, secret=secret())
    letters = list(Letter.objects.filter(pk__in=ids[:5]))
    if not letters:
        return "not_ours"
    reason = "late"
    for letter in letters:
        failed = next((each for each in found.failed if each.action == "failed"), None)
        if failed is None or not failed.status.startswith("5"):
            continue
        reason = "bounced"
        said = f"{failed.status} {failed.said}".strip()[:500]
        if letter.state in (LetterState.SENT, LetterState.UNKNOWN) and step(
            letter, LetterState.BOUNCED, answer=said, settled=clock.now(), text="", html=""
        ):
            lost(letter, said)
        # One that was forwarded failed elsewhere: the address that we wrote to exists.
        if letter.organisation_id and failed.address == letter.to and _nobody(failed):
            stop_address(organisation=letter.organisation_id, email=letter.to, reason=said)
    return reason


def _nobody(failed: arrivals.Failed) -> bool:
    return mail.no_such_address(550, f"{failed.status} ")
