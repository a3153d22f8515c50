"""Who finds what is kept beside a message: the rules, said apart from the code that they are about.

Taken by test_access: for each kind of group, the keeper's reply has a file and a decision about it, and was reported.
"""

from manyhands.discussions import actions
from manyhands.discussions.models import Attachment, Post

from .factories import Somebody


def kept_of(reply: Post, member: Somebody, keeper: Somebody, moderator: Somebody) -> dict:
    """A file with the keeper's reply, and a moderator's word about it after the member reported it."""
    place = f"post/{reply.pk.hex}"
    actions.add_attachment(place=place, name="a.pdf", content=b"%PDF-1.7", by=keeper.persona)
    Attachment.objects.filter(place=place).update(post=reply, place="")
    actions.report_post(post=reply, reason="other", words="", by=member.persona)
    decision = actions.decide(post=reply, measure="warn", reason="Take care", by=moderator.by, own=[moderator.by])
    actions.report_post(post=reply, reason="other", words="", by=member.persona)
    return {"attachment": Attachment.objects.get(post=reply).pk, "decision": decision.pk}


def _reads(access, role):
    return role in ("member", "keeper") or (access == "open" and role not in ("outsider", "signed out"))


def _wrote(access, role):
    return role == "keeper"


def _moderates(access, role):
    return role in ("moderator", "lead")


def _reports(access, role):
    return _reads(access, role) and role != "keeper"


def _answers(rule):
    """As the rule says: the page or what follows from it, or nothing is there."""
    return lambda access, role, answered: answered.status_code in ((200, 302, 422) if rule(access, role) else (404,))


KEPT_RULES = {
    name: _answers(rule)
    for rule, names in {
        _reads: ("post_history", "file", "save"),
        _wrote: ("post_change", "post_delete", "post_restore", "describe_file", "remove_file", "decision"),
        _moderates: ("decide", "decided"),
        _reports: ("report",),
    }.items()
    for name in names
}
