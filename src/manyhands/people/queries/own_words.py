"""How the headings and fields of a person's own data are called where people read them."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.core import registry


def export_headings() -> dict[str, Any]:
    """This room's headings, lazily translated."""
    return {
        "person": gettext_lazy("Who you are"),
        "accounts": gettext_lazy("Your accounts in networks"),
        "services": gettext_lazy("Your services"),
        "roles": gettext_lazy("What you may do"),
        "brought_together_with": gettext_lazy("Entries that were found to be you, too"),
        "may_be_the_same_as_somebody": gettext_lazy("Whether another entry may be you"),
        "profiles": gettext_lazy("What you say of yourself"),
        "invitations": gettext_lazy("Invitations that you were sent"),
        "personas": gettext_lazy("Names under which you take part"),
        "pseudonym_looked_up": gettext_lazy("When the named officer looked up who you are"),
        "sign_in": gettext_lazy("How you sign in, and where you are signed in"),
        "audit": gettext_lazy("What you did that was recorded"),
    }


def heading(key: str) -> str:
    """What a part of the data is called."""
    return str(registry.export_headings.get(key, key.replace("_", " ").capitalize()))


def field_word(key: str) -> str:
    """What a field is called; one without a word here by its own."""
    return _WORDS[key]() if key in _WORDS else key.replace("_", " ").capitalize()


def in_order(held: dict[str, Any]) -> dict[str, Any]:
    """The data as somebody reads them: who they are first, last what there is nothing of."""
    return dict(sorted(held.items(), key=lambda part: (not part[1], part[0] != "person")))


def readable(value: Any) -> Any:
    """The data with moments in place of what programs write for them, so that a page can say them in words."""
    if isinstance(value, dict):
        return {key: readable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [readable(each) for each in value]
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value)
    return value


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_WORDS = {
    "answer": lambda: _("Answer"),
    "appeal": lambda: _("What you said against it"),
    "as": lambda: _("Under the name"),
    "at": lambda: _("When"),
    "bytes": lambda: _("Bytes"),
    "deleted": lambda: _("Deleted"),
    "description": lambda: _("What it shows"),
    "edited": lambda: _("Changed"),
    "email": lambda: _("E-mail address"),
    "ended": lambda: _("Ended"),
    "group": lambda: _("Group"),
    "in_the_directory": lambda: _("In the directory"),
    "is_pseudonym": lambda: _("A pseudonym"),
    "kind": lambda: _("Kind"),
    "knows": lambda: _("What you know"),
    "language": lambda: _("Language"),
    "languages": lambda: _("Languages"),
    "last_signed_in": lambda: _("Last signed in"),
    "left": lambda: _("Left"),
    "letters": lambda: _("E-mails to you"),
    "measure": lambda: _("Decision"),
    "name": lambda: _("Name"),
    "number": lambda: _("Number"),
    "organisation": lambda: _("Organisation"),
    "others_see": lambda: _("Others see"),
    "photo": lambda: _("Photo"),
    "pronouns": lambda: _("Pronouns"),
    "purpose": lambda: _("Why"),
    "reaction": lambda: _("Reaction"),
    "read": lambda: _("Read"),
    "reason": lambda: _("Reason"),
    "role": lambda: _("Role"),
    "service": lambda: _("Service"),
    "signs_in_with": lambda: _("Signs in with"),
    "since": lambda: _("Since"),
    "standing": lambda: _("Standing"),
    "state": lambda: _("State"),
    "subject": lambda: _("Subject"),
    "text": lambda: _("Text"),
    "thread": lambda: _("Conversation"),
    "title": lambda: _("Title"),
    "taken_back": lambda: _("Taken back"),
    "told": lambda: _("What you were told"),
    "until": lambda: _("Until"),
    "verb": lambda: _("What"),
    "wants": lambda: _("What you want"),
    "what": lambda: _("What"),
    "words": lambda: _("Words"),
    "whereabouts": lambda: _("Where you are"),
}
