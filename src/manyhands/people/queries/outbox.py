"""Mail that waits in a folder because no mail server is named."""

import email
import email.policy
import hashlib
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from ..models import Invitation, Organisation, Person

LATEST = 200  # files looked at


class Mail(NamedTuple):
    """A mail that would have been sent. `key` names it in addresses."""

    key: str
    to: tuple[str, ...]
    subject: str
    date: datetime | None
    text: str


def outbox(organisation: Organisation) -> list[Mail]:
    """Mail to people of this organisation and of no other, latest first.

    A mail may hold a link that lets its reader in. So one to somebody who also belongs to another organisation is
    shown to neither's administrators: it would open the other's doors too.
    """
    mails = _all()
    addresses = {address for mail in mails for address in mail.to}
    homes: dict[str, set] = {}
    for address, home in Person.objects.filter(user__email__among=sorted(addresses)).values_list(
        "user__email", "organisation_id"
    ):
        homes.setdefault(address, set()).add(home)
    # Who is invited belongs to nobody's people yet.
    invited = Invitation.objects.filter(email__among=sorted(addresses), joined=None)
    for address, home in invited.values_list("email", "organisation_id"):
        homes.setdefault(address, set()).add(home)
    return [mail for mail in mails if mail.to and all(homes.get(address) == {organisation.pk} for address in mail.to)]


def keeps_mail() -> bool:
    """Whether mail stays here, because MANYHANDS_EMAIL_URL names no server."""
    return not settings.MANYHANDS_EMAIL_URL


def _all() -> list[Mail]:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or Path(settings.MANYHANDS_DATA) / "outbox")
    files = sorted(folder.glob("*.log"), reverse=True)[:LATEST] if folder.is_dir() else []
    mails = []
    for file in files:
        # Django's own backend writes each message, then a line of dashes.
        for message in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            if message.strip():
                mails.append(_mail(message.lstrip()))
    return sorted(mails, key=lambda mail: mail.date.timestamp() if mail.date else 0, reverse=True)


def _mail(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    to = tuple(
        address.addr_spec.lower()
        for header in ("To", "Cc", "Bcc")
        if message[header]
        for address in message[header].addresses
    )
    body = message.get_body(("plain",))
    date = message["Date"].datetime if message["Date"] else None
    text = body.get_content() if body else ""
    return Mail(hashlib.sha256(raw).hexdigest()[:16], to, str(message["Subject"] or ""), date, text)
