"""Who finds what: every URL of the room, for every kind of group and every role; and what no list, feed or mail tells.

A URL that is new here is tried too. Its arguments are filled by name (THINGS): one that is not known fails the test.
"""

import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import get_resolver

from manyhands.core import registry
from manyhands.core.errors import ManyhandsError
from manyhands.discussions import actions, queries
from manyhands.discussions.models import GroupMember, Post
from manyhands.notices.models import Notice
from manyhands.notices.queries.live import may_hear
from manyhands.people.types import Role
from tests.people.factories import council

from .factories import Somebody, answer, ask, group, join_organisation
from .kept import KEPT_RULES
from .things import things_of

pytestmark = pytest.mark.django_db

ACCESS = ("open", "closed", "private")
ROLES = ("signed out", "outsider", "partner", "colleague", "member", "keeper", "moderator", "lead")
# What those do who may change a group; leads do it in every group that they know of.
KEEPING = {"change_group", "archive", "members_csv", "add_member", "decide_member"}
# What everybody does with a group that they know of, without seeing what is in it.
KNOWING = {"join", "leave"}


def _urls():
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "namespace", None) == "discussions":
            return [(entry.name, str(entry.pattern)) for entry in resolver.url_patterns]
    raise AssertionError("the room has no URLs")


URLS = _urls()
ABOUT_THINGS = [(name, route) for name, route in URLS if re.search(r"<uuid:(?!persona)", route)]
LISTS = [(name, route) for name, route in URLS if (name, route) not in ABOUT_THINGS]


@pytest.fixture
def world(db):
    """A council with a group of each kind, shared with a partner, and somebody in each role."""
    lee = Somebody.of(council())
    ambridge = lee.organisation
    borchester = council("Borchester Council", "brian@borchester.example")
    felpersham = council("Felpersham Council", "fay@felpersham.example")
    people = {
        "outsider": Somebody.of(felpersham),
        "partner": join_organisation(borchester.organisation, "Paul Partner"),
        "colleague": join_organisation(ambridge, "Cora Colleague"),
        "member": join_organisation(ambridge, "Mona Member"),
        "keeper": join_organisation(ambridge, "Kate Keeper"),
        "moderator": join_organisation(ambridge, "Max Moderator", (Role.DIGITAL_LEAD,)),
        "lead": lee,
    }
    made = {}
    for access in ACCESS:
        name = f"Zebra{access}"
        of = group(people["keeper"], name, access, [borchester.organisation_id])
        actions.add_member(group=of, persona=people["member"].persona, by=people["keeper"].by)
        first = ask(people["member"], of, f"Title{access}", f"Text{access} #tag{access}")
        reply = answer(people["keeper"], first, f"Reply{access} @Mona Member")
        made[access] = things_of(of, first, reply, people["member"], people["keeper"], people["moderator"])
    return SimpleNamespace(people=people, groups=made, ambridge=ambridge)


def _may(name: str, access: str, role: str) -> bool:
    """The rule, said apart from the code that it is about."""
    if role in ("outsider", "signed out"):
        return False
    belongs = role in ("member", "keeper")
    keeps = role == "keeper" or (role in ("moderator", "lead") and access != "private")
    if name in KEEPING:
        return keeps
    if name in KNOWING:
        return belongs or access != "private"
    if name == "members":
        return belongs or keeps or access == "open"
    return belongs or access == "open"


def _filled(route: str, things: dict) -> str:
    def fill(match):
        assert match[2] in things, f"tests/discussions/things.py does not know how to make a {match[2]!r} of {route}"
        return str(things[match[2]])

    return re.sub(r"<(?:(\w+):)?(\w+)>", fill, route)


def _asked(client, world, role, path, *, slug=None):
    """The answer to a GET, or to a POST where that is what the URL takes; nothing that it changes stays."""
    client.logout()
    if role != "signed out":
        client.force_login(world.people[role].person.user)
    slug = slug or (world.ambridge if role == "signed out" else world.people[role].organisation).slug
    with transaction.atomic():
        answered = client.get(f"/{slug}/discussions/{path}")
        if answered.status_code == 405:
            answered = client.post(f"/{slug}/discussions/{path}", {"source": "x", "kind": "thanks", "do": "keep"})
        transaction.set_rollback(True)
    return answered


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("access", ACCESS)
def test_every_url_about_a_thing(client, world, access, role):
    wrong = []
    for name, route in ABOUT_THINGS:
        answered = _asked(client, world, role, _filled(route, world.groups[access]))
        if role == "signed out":
            right = answered.status_code == 302 and answered.headers["Location"].startswith("/accounts/login/")
        elif name in OWN_RULE:
            right = OWN_RULE[name](access, role, answered)
        elif _may(name, access, role):
            right = answered.status_code in (200, 302, 422)
        else:
            told = answered.content.decode()
            right = answered.status_code == 404 and "Zebra" not in told and "Title" not in told
        if not right:
            wrong.append(f"{name} ({route}): {answered.status_code}")
    assert not wrong


def _by_these_two(access: str, role: str, answered) -> bool:
    """A practice space is there for its newcomer and buddy alone, whatever else somebody may."""
    return role in ("member", "keeper") or answered.status_code == 404


# URLs whose rule is their own.
OWN_RULE: dict = {
    **KEPT_RULES,
    **dict.fromkeys(("practice_space", "decide_practice", "publish_practice"), _by_these_two),
    # A keeper decides about members; asking nonsense of the page is 404 for everybody.
    "decide_member": lambda access, role, answered: (
        answered.status_code == (302 if _may("decide_member", access, role) else 404)
    ),
}


@pytest.mark.parametrize("role", ROLES[1:])
def test_no_list_tells_more(client, world, role):
    """Names, titles and texts stand only in lists of those who may see them."""
    seen = set()
    for name, route in LISTS:
        for access in ACCESS if "<" in route else ("open",):
            path = _filled(route, {"persona": world.people["member"].by, "tag": f"tag{access}"})
            answered = _asked(client, world, role, path)
            told = answered.content.decode() if answered.status_code == 200 else ""
            for kind in ACCESS:
                seen |= {(name, kind)} if f"Title{kind}" in told else set()
                hidden = [] if _may("thread", kind, role) else [f"Title{kind}", f"Text{kind}", f"Reply{kind}"]
                hidden += [] if _may("join", kind, role) else [f"Zebra{kind}"]
                if not _may("thread", kind, role) and kind != access:
                    hidden.append(f"#tag{kind}")
                assert not [f"{path} tells {role} {secret}" for secret in hidden if secret in told]
    # So that it is known that something was looked at.
    readable = {kind for kind in ACCESS if _may("thread", kind, role)}
    assert {kind for name, kind in seen if name == "all"} == readable
    assert {kind for name, kind in seen if name == "person"} == readable


@pytest.mark.parametrize("role", ROLES[1:])
@pytest.mark.parametrize("access", ACCESS)
def test_nothing_is_told_live_by_notice_or_mail(world, access, role):
    who, things = world.people[role], world.groups[access]
    may = _may("thread", access, role)
    person = who.again()
    assert may_hear(person, f"thread/{things['thread'].hex}") == may
    assert may_hear(person, f"group/{things['group'].hex}") == may
    # Everybody follows all that there is, as far as they are let.
    for kind, target in (("tag", f"tag{access}"), ("person", world.people["member"].by.hex)):
        actions.follow(kind=kind, target=target, by=who.persona)
    actions.follow(kind="group", target=things["group"].hex, by=who.persona)
    actions.follow(kind="thread", target=things["thread"].hex, by=who.persona)
    actions.spread(post=things["thread"])
    actions.spread(post=things["post"])
    told = Notice.objects.filter(person=who.person, kind__startswith="discussions.").exclude(
        kind__in=("discussions.is_member", "discussions.reported")  # the latter says only that something waits
    )
    assert told.exists() == may
    assert may == any(row.thread == things["thread"] for row in queries.timeline(person, who.by).rows)
    assert bool(queries.threads_with_ids(person, [things["thread"]])) == may
    if may:
        registry.mail_replies["thread"](person, things["thread"].hex, "By e-mail")
        assert Post.objects.filter(source="By e-mail", persona=who.persona).exists()
    else:
        with pytest.raises(ManyhandsError):
            registry.mail_replies["thread"](person, things["thread"].hex, "By e-mail")


@pytest.mark.parametrize("access", ACCESS)
def test_a_partner_finds_it_under_their_own_organisation_only(client, world, access):
    path = f"threads/{world.groups[access]['thread']}"
    assert _asked(client, world, "partner", path, slug=world.ambridge.slug).status_code == 404
    actions.add_member(
        group=queries.group(world.people["keeper"].again(), world.groups[access]["group"]),
        persona=world.people["partner"].persona,
        by=world.people["keeper"].by,
    )
    assert _asked(client, world, "partner", path).status_code == 200
    # What is no longer shared is gone, for members too.
    found = queries.group(world.people["keeper"].again(), world.groups[access]["group"])
    actions.change_group(
        group=found, name=found.name, purpose="", access=access, share_with=[], by=world.people["keeper"].by
    )
    assert _asked(client, world, "partner", path).status_code == 404
    assert GroupMember.objects.filter(group=found, persona=world.people["partner"].persona).exists()


def test_who_writes_must_be_a_member_as_whom_they_write(client, world):
    """Whatever a form says, the action itself looks."""
    things = world.groups["closed"]
    thread = Post.objects.get(pk=things["post"]).thread
    for role in ("outsider", "partner", "colleague", "moderator", "lead"):
        with pytest.raises(ManyhandsError):
            actions.answer(thread=thread, source="x", by=world.people[role].by)
        with pytest.raises(ManyhandsError):
            actions.react(post=Post.objects.get(pk=things["post"]), kind="thanks", by=world.people[role].by)
