"""Attacks on a pseudonym by those who may see most: who is behind it must be in no page, file, feed, mail or record.

Two people, Ann and Bea, are alike but for one thing: one of them is Owl. Whatever others can open is fetched, then the
link is moved from the one to the other with all that reached them privately, and everything is fetched again: what
differs would tell. Rows are searched too: only tables that nobody else reads may hold both.
"""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from manyhands.core import registry
from manyhands.people import actions, queries
from manyhands.people.models import AuditEvent, Person
from manyhands.people.types import Role

from .factories import Account, act, bring, member, url
from .hidden_world import World, opened, settled

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


@pytest.fixture
def world(lee, settings, data_folder, django_capture_on_commit_callbacks):
    """Without a mail server, so that mail waits where an administrator looks."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = data_folder / "outbox"
    with django_capture_on_commit_callbacks(execute=True):
        made = World(lee)
    return made


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
    first = settled(mine.get(path).content.decode())
    world.becomes_bea()
    assert settled(mine.get(path).content.decode()) != first
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
        before = settled(client.get(profile).content.decode())
        actions.deactivate(person=world.ann, by=queries.system_persona(world.organisation).pk)
        assert settled(client.get(profile).content.decode()) == before
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
        before = settled(client.get(profile).content.decode())
        for role in (Role.ADMINISTRATOR, Role.COUNCILLOR):
            actions.grant(
                organisation=world.organisation.pk,
                role=role,
                person=world.ann,
                by=queries.system_persona(world.organisation).pk,
            )
        assert settled(client.get(profile).content.decode()) == before

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
        "people/actions/demonstration.py": "the names of people who are made up",
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
