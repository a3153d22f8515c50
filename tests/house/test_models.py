"""Every model of ours has an owner, and is either append-only or mutable, as listed here."""

from django.apps import apps

GLOBAL = {
    "people.User": "signs in to the whole hub; a person belongs to one organisation",
    "people.Organisation": "is the tenant itself",
    "people.Hub": "says whether the hub is taken; there is one",
    "ledger.Activity": "belongs to the organisation of its stream",
    "notices.Letter": "may be to a user of the whole hub, such as a link to choose a new password",
    "notices.Incoming": "may be of nobody that the hub knows",
}

# Rows are added, never changed or removed (but for erasing a person, and deleting a whole organisation).
APPEND_ONLY = {
    "ledger.Stream": "a short key for one source's activities in one organisation",
    "ledger.Activity": "what happened; an edit or a deletion is another activity",
    "people.AuditEvent": "who did or looked at what",
    "people.Succession": "which organisation followed which",
    "people.OrganisationSlug": "addresses that pages once had",
    "people.OfficerRule": "a version of the rule; a later one replaces it",
    "people.Reveal": "that somebody learnt who is behind a pseudonym",
    "networks.RejectedRecord": "what an import could not read",
    "participation.KnownNumber": "a number typed; a later one counts instead",
    "participation.NoisyRelease": "what was given away with noise; made once for its months",
    "discussions.PostVersion": "what a post said before it was changed",
    "discussions.PostLink": "which page outside a post links to; goes with the post",
}

MUTABLE = {
    "ledger.Month": "the state of a month's columns",
    "people.Hub": "from unclaimed to claimed, once",
    "people.User": "may change address, password and language",
    "people.Organisation": "may be renamed",
    "people.Service": "may be renamed and moved",
    "people.Person": "may be put right",
    "people.KindChange": "is marked when it is undone",
    "people.Search": "says when people were last compared",
    "people.Match": "is decided, and decided again",
    "people.Merge": "goes when it is undone",
    "people.Membership": "ends when somebody moves",
    "people.Identity": "is joined to another person, or erased",
    "people.Persona": "may be renamed",
    "people.Profile": "says what its owner wants it to say",
    "people.Invitation": "is sent again, taken back or taken up",
    "people.PersonaLink": "is erased with the person",
    "people.SignInProvider": "may be changed and turned off",
    "people.Grant": "may be taken back",
    "people.Purpose": "may be written anew; each time is audited",
    "networks.Source": "may be renamed",
    "networks.Place": "follows the latest export and the register",
    "networks.PlaceMember": "follows the latest export",
    "networks.UsageReport": "is written anew by a later import of the same report",
    "networks.Import": "carries the state of its job",
    "notices.Notice": "is read, and goes out by e-mail",
    "notices.Preference": "is chosen anew",
    "notices.LiveEvent": "is deleted after an hour",
    "notices.Letter": "carries the state of its sending; its text goes once it is sent",
    "notices.StoppedAddress": "goes when the address exists again",
    "notices.ReplyAddress": "says when it was last used; goes with the person",
    "notices.Incoming": "is deleted after a while",
    "participation.Willing": "goes when the consent is withdrawn",
    "participation.OfflineHelp": "may be taken back",
    "participation.Helped": "becomes a number when the name is taken off, and after a year",
    "participation.Reached": "is typed anew, and goes with the person",
    "participation.Invitation": "gets what came of it when who was in it is deleted",
    "participation.InvitedService": "goes with its invitation or service",
    "participation.OnRung": "is deleted after a year, and with the person",
    "digest.Rhythm": "may be changed",
    "digest.Issue": "carries how far its copies are",
    "digest.Copy": "is deleted after a year, and with the person",
    "digest.FeedToken": "is replaced or taken away by its person",
    "participation.CouncilFile": "follows what the other council gives; may be removed",
    "discussions.Group": "may be renamed, opened, closed and archived",
    "discussions.GroupMember": "is let in, and leaves",
    "discussions.Thread": "keeps count of its messages",
    "discussions.Post": "may be changed, deleted and brought back; earlier versions are kept",
    "discussions.PostTag": "follows what the message says",
    "discussions.Reaction": "may be taken back",
    "discussions.Follow": "ends when somebody stops following",
    "discussions.Read": "becomes a count after thirteen months",
    "discussions.ReadMonth": "grows by the reads that it takes the place of",
    "discussions.Draft": "is written, and goes when it is posted",
    "discussions.Attachment": "waits for its post, and gets words for who can't see it",
    "discussions.LinkPreview": "is fetched, and fetched again",
    "discussions.Decision": "may be appealed and taken back",
    "discussions.Report": "is decided",
    "discussions.HouseRules": "may be written anew; each time is audited",
    "discussions.Saved": "may be taken off the list",
    "discussions.Buddy": "goes when it is withdrawn, and with the person",
    "discussions.Practice": "is accepted, declined and ended; goes a while after, and with the person",
}

# Models that we did not write: why they need no owner of ours.
THIRD_PARTY = {
    "auth": "Django's groups and permissions; we use grants instead, and leave these empty",
    "contenttypes": "names of models",
    "sessions": "one browser's sign-in; holds no organisation's data",
    "account": "allauth's e-mail addresses of users, who are global",
    "mfa": "allauth's second factors and passkeys of users, who are global",
    "socialaccount": "allauth's links from users to their organisation's own sign-in",
    "usersessions": "allauth's list of where a user is signed in, for that user",
    "modelsearch": "the search index; what it finds is checked against who may see it",
    "django_tasks_database": "the queue: ids only, never content",
}


def _name(model):
    return f"{model._meta.app_label}.{model.__name__}"


def _ours():
    return {_name(model): model for model in apps.get_models() if model.__module__.startswith("manyhands.")}


def test_every_model_has_an_owning_organisation():
    ownerless = {
        name for name, model in _ours().items() if "organisation" not in {f.name for f in model._meta.get_fields()}
    }
    assert ownerless <= set(GLOBAL)
    nullable = {
        name for name, model in _ours().items() if name not in GLOBAL and model._meta.get_field("organisation").null
    }
    assert not nullable


def test_every_model_is_append_only_or_mutable():
    assert not set(APPEND_ONLY) & set(MUTABLE)
    assert set(APPEND_ONLY) | set(MUTABLE) == set(_ours())


def test_every_other_model_is_known():
    others = {model._meta.app_label for model in apps.get_models() if _name(model) not in _ours()}
    assert others == set(THIRD_PARTY)
