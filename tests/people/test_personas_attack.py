"""Attacks on a pseudonym by those who may see most: who is behind it must be in no page, file, feed, mail or record.

Two people, Ann and Bea, are alike but for one thing: one of them is Owl. Whatever others can open is fetched, then the
link is moved from the one to the other with all that reached them privately, and everything is fetched again: what
differs would tell. Rows are searched too: only tables that nobody else reads may hold both.
"""

import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from manyhands.core import clock, registry
from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import AuditEvent, Grant, Person, PersonaLink
from manyhands.people.types import Role

from .factories import Account, bring
from .test_personas import act, member, url
from .test_tenancy import URLS, address

pytestmark = pytest.mark.django_db

# Everybody's roles together see what each sees; and one member, who sees what they may not.
ATTACKERS = {
    "every role but the officer's": [role for role in Role if role != Role.NAMED_OFFICER],
    "member": [Role.MEMBER],
}

# Where rows may hold a pseudonym beside its person, and why nobody else reads that.
BOTH = {
    "people.PersonaLink": "the link itself, read by queries.person_behind and by the person's own pages",
    "notices.Notice": "what its reader alone is told",
    "notices.Letter": "what its reader alone is sent; pages count letters and list lost ones by address and day",
    "notices.ReplyAddress": "where its reader's answers go",
    "digest.Issue": "what its reader alone is sent",
    "sessions.Session": "of a browser; opened by its secret cookie alone",
    "usersessions.UserSession": "where its owner is signed in",
}


class World:
    """A council with Owl, who asked something, was answered, reported and looked up; and who is Owl."""

    def __init__(self, lee: Person) -> None:
        self.lee, self.organisation = lee, lee.organisation
        self.ann = member(self.organisation, "Ann Black", "ann@gmail.example")
        self.bea = member(self.organisation, "Bea White", "bea@gmail.example")
        self.cat = member(self.organisation, "Cat Grey", "cat@ambridge.example")
        self.pat = member(self.organisation, "Pat Brown", "pat@x.example", [Role.MEMBER, Role.NAMED_OFFICER])
        Grant.objects.filter(person=self.pat).update(granted=clock.now() - timedelta(days=20))
        actions.publish_rule(organisation=self.organisation, text="Only when a court says so.", by=lee.pk)
        self.owl = actions.take_pseudonym(person=self.ann, name="Owl of the North")
        self.heron = actions.take_pseudonym(person=self.cat, name="Heron")
        self.before = AuditEvent.objects.count()
        self._live()

    def client(self, person: Person) -> Client:
        cache.clear()
        client = Client(raise_request_exception=False)
        client.force_login(person.user)
        return client

    def _live(self) -> None:
        slug = self.organisation.slug
        group = self._group()
        owl, cat = self.client(self.ann), self.client(self.cat)
        act(owl, self.ann, self.owl)
        owl.post(url(self.ann, "me/profile"), {"knows": "hedgerows", "shown": ["knows"], "listed": "on"})
        asked = owl.post(
            f"/{slug}/discussions/ask",
            {
                "group": str(group.pk),
                "title": "Who looks after hedgerows?",
                "source": "I wonder #parks",
                "is_question": "on",
            },
        )
        assert asked.status_code == 302, asked.content.decode()[:3000]
        thread = asked.headers["Location"]
        owl.get(thread)
        answered = cat.post(f"{thread}/answer", {"source": "We do, @“Owl of the North”"})
        assert answered.status_code == 302
        post = answered.headers["Location"]
        owl.get(post)
        owl.post(f"/{slug}/discussions/follow", {"kind": "tag", "target": "parks"})
        page = BeautifulSoup(owl.get(thread).content, "html.parser")
        for form in page.find_all("form", action=re.compile("/react$"))[:1]:
            owl.post(form["action"], {"kind": "thanks"})
        # Under her own name, the same person says something too; Bea the same, so that both are alike.
        for person in (self.ann, self.bea):
            client = self.client(person)
            act(client, person, queries.own_persona(person.user, self.organisation))
            client.post(url(person, "me/profile"), {"knows": "roads", "shown": ["knows"], "listed": "on"})
        by = queries.own_persona(self.pat.user, self.organisation).pk
        actions.reveal(persona=self.owl, officer=self.pat, purpose="A court order of 3 November.", by=by)

    def _group(self):
        from manyhands.discussions import actions as discussions
        from manyhands.discussions.types import Access

        return discussions.create_group(
            organisation=self.organisation,
            name="Parks",
            purpose="Green things",
            access=Access.OPEN,
            by=queries.own_persona(self.cat.user, self.organisation).pk,
        )

    def becomes_bea(self) -> None:
        """Owl was Bea all the time: the link and what reached its person move, and nothing else does."""
        links = PersonaLink.objects.filter(persona=self.owl)
        assert links.update(person=self.bea)
        letters = apps.get_model("notices.Letter").objects.filter(kind__in=list(registry.notice_kinds))
        letters.filter(person=self.ann).update(person=self.bea)
        letters.filter(to=self.ann.user.email).update(to=self.bea.user.email)
        for name, key in (("notices.Notice", "key"), ("notices.ReplyAddress", "target")):
            rows = apps.get_model(name).objects
            both = list(rows.filter(person=self.bea).values_list(key, flat=True))
            rows.filter(person=self.ann).exclude(**{f"{key}__in": both}).update(person=self.bea)
        cache.clear()


@pytest.fixture
def world(lee, settings, data_folder, django_capture_on_commit_callbacks):
    """Without a mail server, so that mail waits where an administrator looks."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = data_folder / "outbox"
    with django_capture_on_commit_callbacks(execute=True):
        made = World(lee)
    return made


def ids(world: World) -> dict[str, list[UUID]]:
    """What may stand in an address, by what the address calls it."""
    personas = [world.owl, world.heron, *(queries.own_persona(p.user, p.organisation) for p in (world.ann, world.bea))]
    first = {
        name: list(apps.get_model(model).objects.order_by("pk").values_list("pk", flat=True)[:3])
        for name, model in {
            "group": "discussions.Group",
            "thread": "discussions.Thread",
            "post": "discussions.Post",
            "member": "discussions.GroupMember",
            "letter": "notices.Letter",
            "notice": "notices.Notice",
            "service": "people.Service",
            "grant": "people.Grant",
        }.items()
    }
    return first | {
        "person": [world.ann.pk, world.bea.pk, world.owl.pk],
        "persona": [each.pk for each in personas] + [world.ann.pk],
    }


def opened(world: World, client: Client) -> dict[str, str]:
    """Everything that this reader can open in the organisation, by address, without what is new each time."""
    slug, found = world.organisation.slug, {}
    every = ids(world)
    for route, converters, _entry in URLS:
        path = address(route, converters, slug)
        uuids = [name for name, each in converters.items() if type(each).__name__ == "UUIDConverter"]
        if len(uuids) > 1 or "live" in path:
            continue
        for key in every.get(uuids[0], [uuid7()]) if uuids else [None]:
            here = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(key), path) if key else path
            here = here.replace("/tags/x", "/tags/parks")
            answer = client.get(here)
            if answer.status_code == 200 and not answer.streaming:
                found[here] = _settled(answer.content.decode(errors="replace"))
    for search in ("Owl", "hedgerows", "Ann", "gmail"):
        for path in (
            f"/{slug}/search?q={search}",
            f"/{slug}/people/?text={search}",
            f"/{slug}/people/directory?text={search}",
        ):
            answer = client.get(path)
            if answer.status_code == 200:
                found[path] = _settled(answer.content.decode())
    return found


def _settled(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r'nonce="[\w=+/-]+"', "", text)
    text = re.sub(r'data-live-since="\d+"', "", text)
    text = re.sub(r'"csrf\w*": ?"\w+"', "", text)
    return re.sub(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)?", "TIME", text)


@pytest.mark.parametrize("roles", ATTACKERS.values(), ids=ATTACKERS)
def test_nothing_that_others_open_depends_on_who_it_is(world, roles):
    attacker = member(world.organisation, "Eve Mole", "eve@ambridge.example", roles)
    client = world.client(attacker)
    first = opened(world, client)
    assert any("Owl of the North" in page for page in first.values())  # they do see the pseudonym
    assert not queries.may(attacker, "reveal", world.organisation)
    again = opened(world, client)
    steady = {path for path in first if again.get(path) == first[path]}
    assert len(steady) >= 0.9 * len(first), sorted(set(first) - steady)
    world.becomes_bea()
    then = opened(world, world.client(attacker))
    told = sorted(path for path in steady if then.get(path) != first[path])
    assert not told


def test_the_test_would_notice(world, monkeypatch):
    """A page that joined the two would fail the test above: here is one."""
    client = world.client(world.lee)
    mine = world.client(world.ann)
    path = url(world.ann, "personas")
    first = _settled(mine.get(path).content.decode())
    world.becomes_bea()
    assert _settled(mine.get(path).content.decode()) != first
    assert client.get(path).status_code == 200


def test_only_private_tables_hold_both(world):
    """No row of any other table has the pseudonym and its person: not as keys, not in its text."""
    owl = {world.owl.pk.hex, str(world.owl.pk), str(world.owl.actor), world.owl.name}
    own = queries.own_persona(world.ann.user, world.organisation)
    ann = {
        *(key for row in (world.ann, world.ann.user, own) for key in (row.pk.hex, str(row.pk))),
        str(own.actor),
        world.ann.name,
        world.ann.user.email,
    }
    found = set()
    for model in apps.get_models():
        for row in model.objects.all().iterator(500):
            said = " ".join(str(value) for value in model.objects.filter(pk=row.pk).values_list()[0])
            if any(key in said for key in owl) and any(key in said for key in ann):
                found.add(model._meta.label)
    assert found <= set(BOTH), found - set(BOTH)
    assert "people.PersonaLink" in found


def test_no_time_or_order_joins_them(world):
    """Ids of a persona are random; nothing is recorded when a pseudonym is taken or first used."""
    assert all(each.pk.version == 4 for each in (world.owl, world.heron))
    recorded = AuditEvent.objects.order_by("at", "id")[world.before :]
    by_owl = [each for each in recorded if each.by == str(world.owl.pk)]
    assert not [each.object for each in by_owl if str(world.ann.pk) in each.object]
    who = queries.who_is_who(world.organisation)
    places = [who.people.index(each.pk.hex) for each in sorted((world.owl, world.heron), key=lambda each: each.pk)]
    assert places == sorted(places)  # by a random id, not as they came


class TestFiles:
    def test_somebody_elses_export_of_the_person_has_nothing_of_it(self, world):
        dan = member(world.organisation, "Dan Green", "dan@x.example", [Role.MEMBER, Role.DATA_PROTECTION])
        held = world.client(dan).get(url(dan, f"{world.ann.pk}/export.json"))
        assert held.status_code == 200
        text = held.content.decode()
        for key in ("Owl", "hedgerows", world.owl.pk.hex, str(world.owl.pk), str(world.owl.actor)):
            assert key not in text, key
        assert "pseudonym" not in text.lower()

    def test_a_pseudonym_makes_no_difference_to_it(self, world):
        """Ann has one and Bea has none: the same headings, the same counts."""
        ann, bea = (json.loads(json.dumps(queries.export(each), default=str)) for each in (world.ann, world.bea))
        assert set(ann) == set(bea)
        own = json.loads(json.dumps(queries.own_export(world.ann.user, world.ann), default=str))
        assert "Owl of the North" in json.dumps(own)

    def test_the_persons_own_has_it_all(self, world):
        text = world.client(world.ann).get(url(world.ann, "me.json")).content.decode()
        assert "Owl of the North" in text
        assert "Who looks after hedgerows?" in text or "hedgerows" in text


class TestMail:
    def test_the_outbox_shows_nothing_that_is_meant_for_its_reader_alone(self, world):
        page = world.client(world.lee).get(url(world.lee, "outbox")).content.decode()
        assert "Owl" not in page
        assert "looked" not in page
        text = BeautifulSoup(page, "html.parser").find("main").text
        assert not [line for line in text.splitlines() if "ann@" in line and "invited" not in page]

    def test_no_letter_that_others_may_see_names_it(self, world):
        letter = apps.get_model("notices.Letter")
        for row in letter.objects.exclude(kind__in=list(registry.notice_kinds)):
            assert "Owl" not in row.subject + row.text + row.html
            assert "looked up" not in row.subject

    def test_lost_letters_are_told_by_day(self, world):
        letter = apps.get_model("notices.Letter")
        letter.objects.update(state="unknown")
        page = world.client(world.lee).get(f"/{world.organisation.slug}/notices/letters")
        assert page.status_code == 200
        assert not re.search(r"\d\d?:\d\d", BeautifulSoup(page.content, "html.parser").find("main").text)
        assert all(pk.version == 4 for pk in letter.objects.values_list("pk", flat=True))  # they stand in addresses


class TestActs:
    """What somebody with power can do, and what it changes that others see."""

    def owls(self, world):
        page = world.client(world.cat).get(f"/{world.organisation.slug}/discussions/all").content.decode()
        return page.count("Owl of the North")

    def test_erasing_the_person_changes_nothing_of_the_pseudonym_that_day(self, world):
        before = self.owls(world)
        assert before
        actions.erase_person(person=world.ann, by=queries.system_persona(world.organisation).pk)
        assert self.owls(world) == before
        page = world.client(world.cat).get(f"/{world.organisation.slug}/discussions/people/{world.owl.pk}")
        assert page.status_code == 200

    def test_deactivating_the_person_says_nothing_at_the_pseudonym(self, world):
        if not hasattr(actions, "deactivate"):
            pytest.skip("nobody can be deactivated here")
        profile = url(world.cat, f"profiles/{world.owl.pk}")
        client = world.client(world.cat)
        before = _settled(client.get(profile).content.decode())
        actions.deactivate(person=world.ann, by=queries.system_persona(world.organisation).pk)
        assert _settled(client.get(profile).content.decode()) == before
        assert self.owls(world)

    def test_merging_says_nothing(self, world):
        bring(world.organisation, [Account("1", "ann.b", "Ann Blacke")])
        imported = Person.objects.get(name="Ann Blacke")
        before = set(queries.who_is_who(world.organisation).people)
        actions.merge_people(into=world.ann, other=imported, by=queries.system_persona(world.organisation).pk)
        after = set(queries.who_is_who(world.organisation).people)
        assert before - after == {imported.pk.hex}

    def test_matching_never_suggests_it(self, world):
        bring(world.organisation, [Account("1", "owl", "Owl North"), Account("2", "ann.b", "Ann Black")])
        actions.search_now(organisation=world.organisation.pk, by=queries.system_persona(world.organisation).pk)
        pairs = list(apps.get_model("people.Match").objects.values_list("one", "other"))
        assert world.owl.pk not in {each for pair in pairs for each in pair}

    def test_roles_of_the_person_are_not_shown_at_the_pseudonym(self, world):
        client = world.client(world.cat)
        profile = url(world.cat, f"profiles/{world.owl.pk}")
        before = _settled(client.get(profile).content.decode())
        for role in (Role.ADMINISTRATOR, Role.COUNCILLOR):
            actions.grant(
                organisation=world.organisation.pk,
                role=role,
                person=world.ann,
                by=queries.system_persona(world.organisation).pk,
            )
        assert _settled(client.get(profile).content.decode()) == before

    def test_a_name_of_the_person_follows_no_pseudonym(self, world):
        """What is changed at the one profile is not seen at the other."""
        client = world.client(world.cat)
        assert "hedgerows" in client.get(url(world.cat, f"profiles/{world.owl.pk}")).content.decode()
        assert "roads" not in client.get(url(world.cat, f"profiles/{world.owl.pk}")).content.decode()
        own = queries.own_persona(world.ann.user, world.organisation)
        assert "hedgerows" not in client.get(url(world.cat, f"profiles/{own.pk}")).content.decode()

    def test_switching_is_not_recorded(self, world):
        before = AuditEvent.objects.count()
        client = world.client(world.ann)
        act(client, world.ann, world.owl)
        act(client, world.ann, queries.own_persona(world.ann.user, world.organisation))
        assert AuditEvent.objects.count() == before

    def test_the_session_is_the_only_place_that_says_who_acts(self, world):
        client = world.client(world.ann)
        act(client, world.ann, world.owl)
        assert set(client.cookies) <= {
            django_settings.SESSION_COOKIE_NAME,
            django_settings.CSRF_COOKIE_NAME,
            "messages",
        }

    def test_messages_of_the_page_stay_with_their_reader(self, world):
        client = world.client(world.ann)
        act(client, world.ann, world.owl)
        assert "Owl" not in Client().get(reverse("account_login")).content.decode()


def test_every_reading_of_the_link_has_its_reason():
    """Whoever adds another has to say why here."""
    from tests.paths import SOURCE

    readers = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bPersonaLink\b", path.read_text(encoding="utf-8")) and "migrations" not in path.parts
    }
    known = {
        "people/models.py": "the table",
        "people/queries/personas.py": "one's own, and the recorded reading",
        "people/queries/officer.py": "one's own lookups",
        "people/queries/own.py": "one's own data",
        "people/queries/organisations.py": "one's own name",
        "people/queries/reach.py": "one's own, for what one may see",
        "people/queries/contacts.py": "where to deliver; never for a page",
        "people/queries/sign_in.py": "whether one's last second factor may go",
        "people/actions/personas.py": "taking and giving up",
        "people/actions/people.py": "erasing",
        "people/actions/organisations.py": "the professional name",
        "people/actions/joining.py": "the professional name",
        "people/actions/hub.py": "accounts of professional names",
        "people/actions/kept.py": "names the table among those that a retention rule is about",
        "people/actions/merging.py": "whether somebody signs in: two who do are not merged",
        "people/queries/directory.py": "who has left, of professional names",
        "people/queries/first_steps.py": "one's own name",
        "people/queries/newcomers.py": "who has joined, of professional names",
        "people/queries/profiles.py": "services and addresses, of professional names",
    }
    assert readers == set(known)
