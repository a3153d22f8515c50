"""What is said of each rung: its name, the step from it, and an invitation that blames nobody."""

from django.utils.translation import gettext as _

from ..types import Rung


def name(rung: str) -> str:
    """Where somebody stands, as a heading of a column."""
    return {
        Rung.NOT_BEGUN: _("Has access, nothing seen yet"),
        Rung.READS: _("Likes or reads, never posts"),
        Rung.ONCE: _("Posted once, 30 days ago or more"),
        Rung.ELSEWHERE: _("Answers in one place, could in another"),
    }[Rung(rung)]


def step(rung: str) -> str:
    """The next step, as it is offered."""
    return {
        Rung.NOT_BEGUN: _("Sign in once, look around for five minutes, and like one thing."),
        Rung.READS: _("Answer one question this week. One line is enough."),
        Rung.ONCE: _("Add one more thing: what came of it, or an answer to somebody else."),
        Rung.ELSEWHERE: _("Answer one question in another place."),
    }[Rung(rung)]


def came(rung: str) -> str:
    """What it means to have taken the step."""
    return {
        Rung.NOT_BEGUN: _("liked or posted something"),
        Rung.READS: _("posted something"),
        Rung.ONCE: _("posted again"),
        Rung.ELSEWHERE: _("posted in another place"),
    }[Rung(rung)]


def invitation(rung: str) -> str:
    """A text to copy. Paragraphs stand apart by an empty line."""
    return {
        Rung.NOT_BEGUN: _(
            "Hello,\n\nyou have access to the place where colleagues ask and answer questions. You might enjoy a look: "
            "it takes five minutes. If something is in the way (signing in, time, not knowing where to begin), tell me "
            "and I will put it right or sit with you.\n\nThere is nothing you have to do."
        ),
        Rung.READS: _(
            "Hello,\n\nit is good to know that you read along: reading is taking part. Now and then somebody asks "
            "something that you know. Would you answer one question this week? One line is enough, and I will gladly "
            "look at it with you first."
        ),
        Rung.ONCE: _(
            "Hello,\n\nthank you for what you wrote some time ago. Would you like to add one more thing: what came of "
            "it, or an answer to somebody else? If something was in the way, I would like to hear it."
        ),
        Rung.ELSEWHERE: _(
            "Hello,\n\nthank you for answering questions where you are at home. In other places an answer like yours "
            "is missing. Would you look into one of them this week and answer one question? If it is not for you, "
            "nothing is lost."
        ),
    }[Rung(rung)]


def yours(rung: str) -> str:
    """The next step, said to the person themselves."""
    return {
        Rung.NOT_BEGUN: _("Your next step could be a look around: five minutes, and a like for one thing."),
        Rung.READS: _("You read along, and reading is taking part. Your next step could be one answer of one line."),
        Rung.ONCE: _("You have posted once. Your next step could be one more thing, or an answer to somebody else."),
        Rung.ELSEWHERE: _("You answer in one place. Your next step could be one answer in another."),
    }[Rung(rung)]


def onward() -> str:
    """What is said to who stands on no rung, whatever the reason."""
    return _("Your next step could be to answer somebody who has just begun: it says that they are welcome.")
