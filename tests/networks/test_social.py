"""Archives of social accounts, of a forum and of a chat, from the file to the ledger: once, and without their text."""

import pytest

from manyhands.ledger.models import Activity
from manyhands.networks.models import State
from manyhands.people.models import Identity
from manyhands.people.types import HANDS, Kind
from tests.networks import exports
from tests.networks.bluesky import sample as bluesky
from tests.networks.discourse import sample as discourse
from tests.networks.mastodon import sample as mastodon
from tests.networks.test_importing import bring
from tests.networks.x import sample as x
from tests.networks.zulip import sample as zulip
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisation(data_folder):
    return council().organisation


def made(network, path):
    match network:
        case "mastodon":
            return exports.make_tar(path, mastodon.files())
        case "x":
            return exports.make_zip(path, x.files())
        case "zulip":
            return exports.make_tar(path, zulip.files())
        case "discourse":
            return exports.make_zip(path, discourse.site())
        case _:
            path.write_bytes(bluesky.CAPTURED.read_bytes())
            return path


@pytest.mark.parametrize(
    ("network", "read", "contributions", "rejected"),
    [
        ("mastodon", 7, 6, 0),
        ("x", 10, 6, 0),
        ("zulip", 14, 6, 0),
        ("discourse", 20, 11, 0),
        ("bluesky", 106, 104, 1),
    ],
)
def test_it_comes_in_once(organisation, tmp_path, network, read, contributions, rejected):
    path = made(network, tmp_path / "upload.zip")
    first = bring(organisation, path, network)
    assert (first.state, first.message) == (State.DONE, "")
    assert (first.read, first.added, first.rejected) == (read, read, rejected)
    assert first.counts["contributions"] == contributions
    again = bring(organisation, path, network)
    assert (again.state, again.read, again.added) == (State.DONE, read, 0)
    assert Activity.objects.count() == read
    assert not any(exports.CANARY in repr(row) for row in Activity.objects.values())


@pytest.mark.parametrize(
    ("network", "own"), [("mastodon", mastodon.OWN), ("x", x.OWN), ("bluesky", "did:plc:uicaw7mjnpcwahexq5akvbjo")]
)
def test_an_organisations_own_account_is_no_hand_and_others_are_no_members(organisation, tmp_path, network, own):
    bring(organisation, made(network, tmp_path / "upload.zip"), network)
    identities = Identity.objects.select_related("person")
    assert {identity.external_id: identity.person.kind for identity in identities if identity.is_member} == {
        own: Kind.CORPORATE
    }
    assert identities.filter(is_member=False).exists()
    assert Kind.CORPORATE not in HANDS


def test_an_address_of_the_internet_is_kept_under_a_secret_of_this_hub(organisation, settings):
    """Not under a key that anybody could work out, who could then try all addresses."""
    wiki = exports.PAYLOADS / "mediawiki" / "dump.xml"

    def kept(secret):
        settings.SECRET_KEY = secret
        bring(organisation, wiki, "mediawiki")
        return set(Identity.objects.filter(external_id__startswith="ip/").values_list("external_id", flat=True))

    ours = kept("a secret")
    assert ours
    assert kept("a secret") == ours
    assert len(kept("another")) == 2 * len(ours)
