"""Every model that holds something about a person says how it comes into their own data, and how it goes with them.

A model is found by its fields: a foreign key to a person, persona or user; or a field that by its name holds one.
"""

from typing import NamedTuple

import pytest
from django.apps import apps
from django.db import models

from manyhands.core import registry
from manyhands.people import queries as people

WHO = {"people.Person", "people.Persona", "people.User"}
NAMES = {
    "person", "persona", "actor", "email", "to", "by", "mentions", "one", "other", "gone", "into", "gone_email",
    "gone_name", "hand_names", "recovery_holder", "recorded_by", "user", "user_agent",
}  # fmt: skip


class Covered(NamedTuple):
    """`export`: a heading of one's own data, or "not: " and why. `erase`: see ERASED, or "not: " and why."""

    export: str
    erase: str


# How a row goes when its person is erased; the first two are checked against the foreign keys.
ERASED = {
    "with them": "deleted by its foreign key",
    "unnamed": "stays, its foreign key to them emptied",
    "by its room": "the room's own erase_person, or that of people, deletes it or takes them out",
}
KEY = "not: a key, which stands for nobody once they are erased"
RECORD = "not: what they did is in their part of the record (audit)"

PERSONAL = {
    "people.User": Covered("person", "by its room"),
    "people.Person": Covered("person", "by its room"),
    "people.Membership": Covered("services", "with them"),
    "people.Identity": Covered("accounts", "with them"),
    "people.Grant": Covered("roles", "with them"),
    "people.KindChange": Covered(RECORD, "by its room"),
    "people.Match": Covered("may_be_the_same_as_somebody", "by its room"),
    "people.Merge": Covered("brought_together_with", "with them"),
    "people.Persona": Covered("personas", "by its room"),
    "people.PersonaLink": Covered("personas", "with them"),
    "people.Profile": Covered("profiles", "with them"),
    "people.Invitation": Covered("invitations", "by its room"),
    "people.OfficerRule": Covered(RECORD, KEY),
    "people.Reveal": Covered("pseudonym_looked_up", "with them"),
    "people.Purpose": Covered(RECORD, KEY),
    "people.AuditEvent": Covered("audit", KEY),
    "ledger.Activity": Covered("activities", KEY),
    "networks.PlaceMember": Covered("activities", KEY),
    "networks.Place": Covered("can_post_from", "by its room"),
    "networks.Import": Covered(RECORD, KEY),
    "participation.KnownNumber": Covered(RECORD, KEY),
    "participation.Willing": Covered("may_be_named_as_willing_since", "by its room"),
    "participation.OfflineHelp": Covered("help_given_in_person", "by its room"),
    "participation.Helped": Covered("help_received", "by its room"),
    "participation.Reached": Covered("networks_reached", "by its room"),
    "participation.Invitation": Covered(RECORD, KEY),
    "participation.OnRung": Covered("rounds_of_invitations", "by its room"),
    "participation.CouncilFile": Covered(RECORD, KEY),
    "participation.NoisyRelease": Covered(RECORD, KEY),
    "notices.Notice": Covered("notices", "with them"),
    "notices.Preference": Covered("notices", "with them"),
    "notices.Letter": Covered("notices", "with them"),
    "notices.ReplyAddress": Covered("notices", "with them"),
    "notices.Incoming": Covered("notices", "with them"),
    "notices.StoppedAddress": Covered("not: an address without a person, which does not exist", "by its room"),
    "digest.Copy": Covered("digests", "with them"),
    "digest.FeedToken": Covered("feed_address_since", "with them"),
    "discussions.GroupMember": Covered("groups", "with them"),
    "discussions.Thread": Covered("messages", "unnamed"),
    "discussions.Post": Covered("messages", "unnamed"),
    "discussions.Reaction": Covered("reactions", "with them"),
    "discussions.Follow": Covered("follows", "with them"),
    "discussions.Read": Covered("read", "with them"),
    "discussions.Draft": Covered("drafts", "with them"),
    "discussions.Attachment": Covered("files", "unnamed"),
    "discussions.Decision": Covered("moderation", "unnamed"),
    "discussions.Report": Covered("reports", "with them"),
    "discussions.HouseRules": Covered(RECORD, KEY),
    "discussions.Saved": Covered("saved", "with them"),
    "discussions.Buddy": Covered("buddy", "with them"),
    "discussions.Practice": Covered("practice", "by its room"),
    # Not written by us: of the user, who goes with their last person.
    "account.EmailAddress": Covered("person", "with them"),
    "mfa.Authenticator": Covered("not: secrets and public keys; their page of sign-in lists them", "with them"),
    "socialaccount.SocialAccount": Covered("not: their page of sign-in lists them", "with them"),
    "usersessions.UserSession": Covered("not: their page of sign-in lists them", "with them"),
}


def _holds(model):
    """The fields by which a model is about somebody."""
    found = []
    for field in model._meta.concrete_fields:
        target = field.remote_field.model._meta.label if field.remote_field else ""
        if target in WHO or field.name in NAMES:
            found.append(field)
    return found


def _models():
    return {model._meta.label: model for model in apps.get_models() if _holds(model)}


def test_every_model_about_a_person_is_listed_and_no_other():
    # What a user may do in Django's own administration, which is not used.
    known = set(PERSONAL) | {"people.User_groups", "people.User_user_permissions"}
    assert set(_models()) <= known, "say how it comes into one's own data and how it is erased"
    ours = {label for label in PERSONAL if label.split(".")[0] in {config.label for config in apps.get_app_configs()}}
    assert ours <= set(_models()) | {"people.User", "people.Person", "people.Persona"}, "no longer about anybody"


@pytest.mark.parametrize("label", PERSONAL)
def test_its_heading_is_one_of_ones_own_data(label):
    export = PERSONAL[label].export
    assert export.startswith("not: ") or export in registry.export_headings


@pytest.mark.parametrize("label", PERSONAL)
def test_it_is_erased_as_it_says(label):
    erase = PERSONAL[label].erase
    assert erase in ERASED or erase.startswith("not: ")
    keys = [field for field in _holds(apps.get_model(label)) if isinstance(field, models.ForeignKey)]
    about = [field for field in keys if field.remote_field.model._meta.label in WHO]
    ways = {field.remote_field.on_delete for field in about}
    if erase == "with them":
        assert models.CASCADE in ways
    elif erase == "unnamed":
        assert ways == {models.SET_NULL}
    elif erase.startswith("not: "):
        assert not about, "a foreign key is no key that stands for nobody"


def test_every_one_of_them_has_a_time():
    timed = {label for kind in registry.retention for label in kind.of}
    assert set(PERSONAL) <= timed, "name it in a registry.Retention: how long is it kept?"
    assert timed <= {model._meta.label for model in apps.get_models()}
    names = [kind.name for kind in registry.retention]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("label", PERSONAL)
def test_the_record_of_processing_says_what_it_is_for(label):
    activities = people.draft("record-of-processing").partition("\n## 1.")[2]
    for kind in registry.retention:
        if label in kind.of:
            assert f"**{kind.what}.** {kind.kept}." in activities, f"name {kind.name} in an activity: how_long(…)"


def test_every_room_with_such_models_owes_both():
    export = {duty.__module__.split(".")[1] for duty in registry.export_person}
    rooms = {label.split(".")[0] for label in PERSONAL if apps.get_model(label).__module__.startswith("manyhands.")}
    assert rooms == export
