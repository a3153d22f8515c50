import pytest


@pytest.fixture
def gallery(settings, live_server):
    """A running hub that is set up, with the gallery of parts beside its own pages; has `url`."""
    from manyhands.people.models import Organisation, Person, User

    settings.ROOT_URLCONF = "tests.ui.gallery.urls"
    user = User.objects.create_user("ann@example.test", "long enough to sign in")
    council = Organisation.objects.create(name="Anyborough Council", slug="anyborough")
    Person.objects.create(organisation=council, user=user, name="Ann")
    return live_server


@pytest.fixture
def live_hub(gallery):
    """So that the `page` fixture starts there."""
    return gallery
