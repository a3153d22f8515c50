"""Profiles: what somebody chooses to show, their picture without where it was taken, and nothing else."""

import contextlib
import io

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from manyhands.people import actions, queries
from manyhands.people.models import Persona, PersonaLink, Profile
from manyhands.people.rules.photos import MOST_BYTES, SIDE, NoPicture, square
from manyhands.people.types import Role

from .factories import council


def picture(form="JPEG", size=(60, 30), exif=True, mode="RGB"):
    made = Image.new(mode, size, "red" if mode == "RGB" else 0)
    data = io.BytesIO()
    said = Image.Exif()
    said[0x010F] = "A telephone"
    said.get_ifd(0x8825)[1] = "N"  # GPS
    made.save(data, form, **({"exif": said} if exif and form in ("JPEG", "PNG", "WEBP") else {}))
    return data.getvalue()


class TestPhotos:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_are_made_anew_square_and_say_nothing_of_where(self, form):
        with Image.open(io.BytesIO(square(picture(form)))) as made:
            assert (made.format, made.size) == ("JPEG", (SIDE, SIDE))
            assert not made.getexif()
            assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}

    def test_stand_upright(self):
        said = Image.Exif()
        said[0x0112] = 6  # turned by 90 degrees
        data = io.BytesIO()
        made = Image.new("RGB", (100, 100), "white")
        made.paste("black", (0, 0, 100, 50))
        made.save(data, "JPEG", exif=said)
        with Image.open(io.BytesIO(square(data.getvalue()))) as upright:
            assert upright.getpixel((20, SIDE // 2))[0] > 200
            assert upright.getpixel((SIDE - 20, SIDE // 2))[0] < 50

    def test_what_is_transparent_is_white(self):
        data = io.BytesIO()
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(data, "PNG")
        with Image.open(io.BytesIO(square(data.getvalue()))) as made:
            assert made.getpixel((5, 5)) == (255, 255, 255)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a",
            picture()[:200],
            b"%PDF-1.4",
            b"\0" * (MOST_BYTES + 1),
        ],
        ids=["empty", "svg", "cut-gif", "cut-jpeg", "pdf", "large"],
    )
    def test_what_is_no_picture(self, data):
        with pytest.raises(NoPicture):
            square(data)

    def test_a_small_file_that_would_fill_the_memory(self):
        data = io.BytesIO()
        Image.new("1", (30_000, 30_000)).save(data, "PNG")
        assert len(data.getvalue()) < MOST_BYTES
        with pytest.raises(NoPicture):
            square(data.getvalue())

    @given(st.binary(max_size=300), st.integers(0, 200))
    def test_nothing_else_goes_wrong(self, noise, at):
        good = picture("PNG")
        with contextlib.suppress(NoPicture):
            square(good[:at] + noise + good[at + len(noise) :])


@pytest.fixture
def storage(settings):
    """Pictures in memory."""
    from django.core.files import storage as files

    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert files.default_storage.exists("nothing") is False  # made by the settings of this test
    assert isinstance(files.default_storage._wrapped, InMemoryStorage)
    return files.default_storage


@pytest.fixture
def own(lee):
    return queries.own_persona(lee.user, lee.organisation)


@pytest.fixture
def colleague(client, lee):
    """Gets as somebody else of the organisation."""
    ann = actions.invite(
        organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[Role.MEMBER], by=lee.pk
    )

    def ask(path):
        client.force_login(ann.user)
        return client.get(f"/{lee.organisation.slug}/people/{path}")

    return ask


SAID = {
    "name": "Lee Green",
    "pronouns": "they/them",
    "knows": "Maps",
    "wants": "Bees",
    "whereabouts": "Felpersham, Tuesdays",
    "languages": "Welsh",
}


@pytest.mark.django_db
class TestOwnProfile:
    def test_others_see_what_is_chosen_and_no_more(self, visit, own, colleague):
        visit("me/profile", {**SAID, "shown": ["knows", "pronouns"]})
        page = colleague(f"profiles/{own.pk}").content.decode()
        assert "Lee Green" in page
        assert "Maps" in page
        assert "they/them" in page
        for hidden in ("Bees", "Felpersham", "Welsh", "lee@ambridge.example"):
            assert hidden not in page

    def test_is_shown_to_its_owner_as_others_see_it(self, visit, own, colleague):
        answer = visit("me/profile", {**SAID, "shown": ["knows"], "listed": "on"})
        assert answer.headers["Location"].endswith(f"/people/profiles/{own.pk}")
        mine = visit(f"profiles/{own.pk}").soup.find("main")
        theirs = colleague(f"profiles/{own.pk}").content.decode()
        assert "This is what others see of you." in mine.get_text()
        assert "This is what others see of you." not in theirs
        assert "Bees" not in mine.get_text()

    def test_the_address_and_the_service_only_when_chosen(self, visit, lee, own, colleague):
        service = actions.add_service(organisation=lee.organisation, name="Libraries", by=lee.pk)
        actions.move(person=lee, service=service, on=queries.today_in(lee.organisation), by=lee.pk)
        visit("me/profile", {**SAID, "shown": []})
        assert "Libraries" not in colleague(f"profiles/{own.pk}").content.decode()
        actions.keep_profile(persona=own, listed=False, shown=["service", "email"], words={})
        page = colleague(f"profiles/{own.pk}").content.decode()
        assert "Libraries" in page
        assert "mailto:lee@ambridge.example" in page

    def test_too_long_and_nothing(self, visit, own):
        page = visit("me/profile", {**SAID, "name": "", "knows": "x" * 501})
        assert len(page.soup.select(".govuk-error-summary__list li")) == 2
        assert not Profile.objects.exists()

    def test_what_is_written_is_text(self, visit, own, colleague):
        visit("me/profile", {**SAID, "knows": "<script>alert(1)</script>", "shown": ["knows"]})
        assert "<script>alert(1)" not in colleague(f"profiles/{own.pk}").content.decode()

    def test_is_in_ones_data_and_goes_when_erased(self, visit, lee, own, storage, django_capture_on_commit_callbacks):
        visit("me/profile", {**SAID, "shown": ["knows"]})
        actions.keep_photo(persona=own, data=picture())
        held = queries.own_export(lee.user, lee)
        assert held["profiles"][0]["wants"] == "Bees"
        other = actions.invite(
            organisation=lee.organisation, name="A", email="a@x.example", roles=[Role.ADMINISTRATOR], by=lee.pk
        )
        name = Profile.objects.get().photo.name
        assert storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            actions.erase_person(person=lee, by=other.pk)
        assert not Profile.objects.exists()
        assert not storage.exists(name)

    def test_of_somebody_else_elsewhere_and_of_the_system_is_not_there(self, colleague, lee):
        brian = council("Borchester Council", "brian@borchester.example")
        theirs = queries.own_persona(brian.user, brian.organisation)
        system = queries.system_persona(lee.organisation)
        for persona in (theirs, system):
            assert colleague(f"profiles/{persona.pk}").status_code == 404
            assert colleague(f"profiles/{persona.pk}/photo").status_code == 404


@pytest.mark.django_db
class TestOwnPhoto:
    def test_is_served_to_colleagues_as_long_as_it_is_shown(self, client, visit, lee, own, colleague, storage):
        actions.keep_profile(persona=own, listed=False, shown=[], words={})
        visit("me/photo", {"photo": SimpleUploadedFile("me.png", picture("PNG"), "image/png")})
        assert "Others don’t see it yet" in visit("me/profile").soup.get_text()
        assert client.get(f"/{lee.organisation.slug}/people/profiles/{own.pk}/photo").status_code == 200
        assert colleague(f"profiles/{own.pk}/photo").status_code == 404
        actions.keep_profile(persona=own, listed=False, shown=["photo"], words={})
        answer = colleague(f"profiles/{own.pk}/photo")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Cache-Control"].startswith("private")
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as made:
            assert made.size == (SIDE, SIDE)

    def test_the_one_before_is_deleted(self, own, storage, django_capture_on_commit_callbacks):
        actions.keep_photo(persona=own, data=picture())
        before = Profile.objects.get().photo.name
        with django_capture_on_commit_callbacks(execute=True):
            actions.keep_photo(persona=own, data=picture("PNG"))
        assert not storage.exists(before)
        after = Profile.objects.get().photo.name
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_photo(persona=own)
        assert not storage.exists(after)
        assert not Profile.objects.get().photo

    def test_says_when_the_file_is_none(self, visit, own, storage):
        page = visit("me/photo", {"photo": SimpleUploadedFile("me.svg", b"<svg/>", "image/svg+xml")})
        assert "can’t be used as a photo" in page.soup.select_one(".govuk-error-summary").get_text()
        assert "Choose a picture" in visit("me/photo", {}).soup.select_one(".govuk-error-summary").get_text()

    def test_what_nobody_has_any_more_is_swept_up(self, own, storage, monkeypatch):
        actions.keep_photo(persona=own, data=picture())
        kept = Profile.objects.get().photo.name
        storage.save("photos/nobodys.jpg", io.BytesIO(b"x"))
        assert actions.forget_photos() == 0  # just written: perhaps somebody's in a moment
        monkeypatch.setattr("manyhands.people.actions.profiles.SWEEP_AFTER", -1)
        assert actions.forget_photos() == 1
        assert storage.exists(kept)


@pytest.mark.django_db
class TestPseudonyms:
    @pytest.fixture
    def heron(self, lee):
        heron = Persona.objects.create(organisation=lee.organisation, name="Heron", is_pseudonym=True)
        PersonaLink.objects.create(persona=heron, person=lee, organisation=lee.organisation)
        return heron

    def test_show_neither_service_nor_address(self, lee, heron):
        service = actions.add_service(organisation=lee.organisation, name="Libraries", by=lee.pk)
        actions.move(person=lee, service=service, on=queries.today_in(lee.organisation), by=lee.pk)
        actions.keep_profile(persona=heron, listed=True, shown=["service", "email", "knows"], words={"knows": "Maps"})
        Profile.objects.update(shown="service email knows")  # however it came there
        card = queries.card_of(lee.organisation, heron.pk)
        assert (card.service, card.email, card.knows, card.is_pseudonym) == ("", "", "Maps", True)

    def test_are_in_no_export_for_others(self, lee, heron):
        actions.keep_profile(persona=heron, listed=True, shown=["knows"], words={"knows": "Maps"})
        assert "Maps" not in str(queries.export(lee))
        assert "Maps" in str(queries.own_export(lee.user, lee)["profiles"])

    def test_do_not_say_that_their_owner_has_left(self, lee, heron):
        actions.invite(
            organisation=lee.organisation, name="A", email="a@x.example", roles=[Role.ADMINISTRATOR], by=lee.pk
        )
        actions.deactivate(person=lee, by=lee.pk)
        assert not queries.card_of(lee.organisation, heron.pk).has_left

    def test_are_not_renamed(self, heron):
        with pytest.raises(Exception, match="name"):
            actions.rename(persona=heron, name="Lee")
