"""Nothing leaks from one organisation to another: every URL, every model of ours, and how others' models are scoped."""

import re
from uuid import UUID

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from manyhands.core.ids import uuid7
from manyhands.people import actions
from manyhands.people.models import Organisation, Person, User

from .everything import one_of_each
from .factories import PASSWORD, council

# Ours without an organisation, and why.
GLOBAL = {
    "people.User": "who signs in belongs to the whole hub; what others may know of them is on Person",
    "people.Organisation": "the tenant itself",
    "ledger.Activity": "its stream belongs to one",
    "people.Hub": "one row that two set-ups at once queue for",
}

# Third-party models, and what keeps one organisation's rows from another's people.
THIRD_PARTY = {
    "account.EmailAddress": "of a user; allauth's pages show each user their own",
    "account.EmailConfirmation": "of a user's address; opened by its key alone",
    "auth.Group": "not used: roles are grants",
    "auth.Permission": "describes models, holds nobody's data",
    "contenttypes.ContentType": "describes models, holds nobody's data",
    "sessions.Session": "of a browser; opened by its secret cookie alone",
    "mfa.Authenticator": "of a user; allauth's pages show each user their own",
    "socialaccount.SocialAccount": "of a user, by an organisation's sign-in; shown to that user",
    "socialaccount.SocialApp": "not used: SignInProvider is",
    "socialaccount.SocialToken": "not kept",
    "usersessions.UserSession": "of a user, for that user",
    "modelsearch.IndexEntry": "what is found is looked up again, by who may see it",
    "modelsearch.SQLiteFTSIndexEntry": "the same, for SQLite",
    "django_tasks_database.DBTaskResult": "ids of our rows as arguments, on no page; jobs look the rows up again",
}


def organisation_urls():
    """Every URL pattern with an <organisation>, with arguments that fit."""

    def walk(patterns, prefix="", converters=None, namespaces=()):
        for entry in patterns:
            found = {**(converters or {}), **entry.pattern.converters}
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
                yield from walk(entry.url_patterns, route, found, inner)
            elif isinstance(entry, URLPattern) and "organisation" in found:
                yield route, found, entry

    return list(walk(get_resolver().url_patterns))


def address(route, converters, slug):
    """A path that the route matches."""
    samples = {
        "IntConverter": "1",
        "UUIDConverter": str(uuid7()),
        "SlugConverter": "x",
        "StringConverter": "x",
        "PathConverter": "x",
    }

    def fill(match):
        name = match.group(2)
        return slug if name == "organisation" else samples[type(converters[name]).__name__]

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", fill, route)


URLS = organisation_urls()


def test_there_are_such_urls():
    assert len(URLS) > 5


@pytest.mark.parametrize(("route", "converters", "entry"), URLS, ids=[url[0] for url in URLS])
def test_every_one_names_the_verb_it_needs(route, converters, entry):
    assert getattr(entry.callback, "needs", None), f"{route}: mark the view with @needs(Verb.…)"


@pytest.mark.django_db
class TestUrls:
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize(("route", "converters", "entry"), URLS, ids=[url[0] for url in URLS])
    def test_somebody_of_another_organisation_finds_nothing(self, client, route, converters, entry, method):
        lee, brian = council(), council("Borchester Council", "brian@borchester.example")
        client.force_login(brian.user)
        response = getattr(client, method)(address(route, converters, lee.organisation.slug))
        assert response.status_code == 404
        assert lee.organisation.name not in response.content.decode()

    @pytest.mark.parametrize(("route", "converters", "entry"), URLS, ids=[url[0] for url in URLS])
    def test_nobody_is_asked_to_sign_in_whether_it_exists_or_not(self, client, route, converters, entry):
        lee = council()
        for slug in (lee.organisation.slug, "no-such-council"):
            path = address(route, converters, slug)
            response = client.get(path)
            assert response.status_code == 302
            assert response.headers["Location"] == f"/accounts/login/?next={path}"

    @pytest.mark.parametrize(("route", "converters", "entry"), URLS, ids=[url[0] for url in URLS])
    def test_a_person_without_any_role_finds_nothing(self, client, route, converters, entry):
        lee = council()
        user = User.objects.create_user("ann@ambridge.example", PASSWORD)
        Person.objects.create(organisation=lee.organisation, user=user, email=user.email)
        client.force_login(user)
        assert client.get(address(route, converters, lee.organisation.slug)).status_code == 404

    def test_ids_of_another_organisation_open_nothing(self, client):
        """Every URL with an id, asked by an administrator for each row of each model of the other organisation."""
        lee, brian = council(), council("Borchester Council", "brian@borchester.example")
        theirs = one_of_each(lee)
        client.force_login(brian.user)
        tried = 0
        for route, converters, _ in URLS:
            ids = [name for name, converter in converters.items() if type(converter).__name__ == "UUIDConverter"]
            for row in (row for row in theirs if ids and isinstance(row.pk, UUID)):
                path = address(route, converters, brian.organisation.slug)
                path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(row.pk), path)
                for method in ("get", "post"):
                    response = getattr(client, method)(path)
                    assert response.status_code in (404, 405), f"{method} {path} ({row._meta.label})"
                    tried += 1
        assert tried


@pytest.mark.django_db
class TestFormerSlugs:
    def test_old_addresses_lead_to_todays(self, client):
        lee = council()
        client.force_login(lee.user)
        old = lee.organisation.slug
        for name in ("Felpersham Council", "Ambridge and Felpersham Council"):
            actions.rename_organisation(organisation=lee.organisation, name=name, by=lee.pk)
        today = Organisation.objects.get().slug
        assert today == "ambridge-and-felpersham-council"
        for former in (old, "felpersham-council"):
            response = client.get(f"/{former}/people/?kind=staff")
            assert (response.status_code, response.headers["Location"]) == (301, f"/{today}/people/?kind=staff")
            assert client.post(f"/{former}/people/").status_code == 308

    def test_not_for_strangers(self, client):
        lee, brian = council(), council("Borchester Council", "brian@borchester.example")
        old = lee.organisation.slug
        actions.rename_organisation(organisation=lee.organisation, name="Felpersham Council", by=lee.pk)
        client.force_login(brian.user)
        assert client.get(f"/{old}/people/").status_code == 404

    def test_a_former_slug_is_nobody_elses(self):
        lee = council()
        actions.rename_organisation(organisation=lee.organisation, name="Felpersham Council", by=lee.pk)
        assert actions.create_organisation(name="Ambridge Council").slug == "ambridge-council-2"

    def test_but_it_can_be_taken_back(self):
        lee = council()
        actions.rename_organisation(organisation=lee.organisation, name="Felpersham Council", by=lee.pk)
        back = actions.rename_organisation(organisation=lee.organisation, name="Ambridge Council", by=lee.pk)
        assert back.slug == "ambridge-council"


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("manyhands.")]


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_every_model_of_ours_has_an_organisation(model):
    fields = {field.name for field in model._meta.get_fields()}
    assert ("organisation" in fields) != (model._meta.label in GLOBAL)


def test_reasons_are_for_models_that_exist():
    assert set(GLOBAL) <= {model._meta.label for model in ours()}


def test_third_party_models_are_scoped():
    theirs = {model._meta.label for model in apps.get_models()} - {model._meta.label for model in ours()}
    assert theirs == set(THIRD_PARTY), "say how a new model is kept to its organisation"
