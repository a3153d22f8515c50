"""allauth's pages look like ours, whichever engine draws them, and ask for nothing they don't need."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail

pytestmark = pytest.mark.django_db

PASSWORD = "three random words"


@pytest.fixture
def ann():
    from manyhands.people.models import Organisation, Person, User

    user = User.objects.create_user("ann@example.test", PASSWORD)
    council = Organisation.objects.create(name="Anyborough", slug="anyborough")
    Person.objects.create(organisation=council, user=user, name="Ann")
    return user


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def framed(page):
    """Whether it stands in our frame, and with our components."""
    return bool(page.find(class_="mh-header") and page.main.find(class_="govuk-heading-l") and page.h1)


@pytest.mark.parametrize("address", ["login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"])
def test_pages_before_signing_in(client, ann, address):
    response = client.get(f"/accounts/{address}")
    page = soup(response)
    assert response.status_code == 200
    assert framed(page)
    assert page.title.string.endswith(" – Manyhands")
    assert len(page("h1")) == 1


@pytest.mark.parametrize("address", ["logout/", "password/change/", "email/", "reauthenticate/", "confirm-email/"])
def test_pages_of_those_signed_in(client, ann, address):
    client.force_login(ann)
    response = client.get(f"/accounts/{address}")
    page = soup(response)
    assert response.status_code == 200
    assert framed(page)
    assert not page.find_all(style=True)
    buttons = page.main("button")
    assert all("govuk-button" in button["class"] for button in buttons if button.get("hidden") is None)


def test_signing_in_with_a_wrong_password_says_so_and_keeps_the_address(client, ann):
    page = soup(client.post("/accounts/login/", {"login": "ann@example.test", "password": "wrong"}))
    assert page.title.string.startswith("Error: ")
    assert "not correct" in page.find(class_="govuk-error-summary").get_text()
    assert page.find("input", attrs={"name": "login"})["value"] == "ann@example.test"
    assert not page.find("input", attrs={"name": "password"}).get("value")


def test_signing_in_goes_where_one_was_going_and_makes_no_noise(client, ann):
    page = soup(client.get("/accounts/login/?next=/accounts/email/"))
    assert page.main.find("input", attrs={"name": "next"})["value"] == "/accounts/email/"
    typed = {"login": "Ann@Example.test", "password": PASSWORD, "next": "/accounts/email/"}
    response = client.post("/accounts/login/", typed, follow=True)
    assert response.redirect_chain[0][0] == "/accounts/email/"
    assert soup(response).find(class_="govuk-notification-banner") is None


def test_a_forgotten_password_can_be_chosen_anew(client, ann):
    client.post("/accounts/password/reset/", {"email": "ann@example.test"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    response = client.get(link.split("testserver", 1)[1], follow=True)
    form = soup(response).main.form
    assert form.find("input", attrs={"name": "password1"})["autocomplete"] == "new-password"
    new = "three other words"
    done = client.post(form["action"], {"password1": new, "password2": new}, follow=True)
    assert "changed" in soup(done).h1.string
    assert client.login(email="ann@example.test", password=new)
    used = client.get(link.split("testserver", 1)[1], follow=True)
    assert soup(used).h1.string == "This link no longer works"


def test_labels_are_in_sentence_case(client, ann):
    page = soup(client.get("/accounts/login/"))
    assert [label.get_text(strip=True) for label in page.main("label")] == [
        "E-mail address",
        "Password",
        "Stay signed in on this device",
    ]


def test_addresses_are_in_our_words(client, ann):
    client.force_login(ann)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = soup(client.post("/accounts/email/", {"email": "new@example.test", "action_add": ""}, follow=True))
    assert page.h1.string == "Your e-mail addresses"
    assert page.find("input", attrs={"name": "email", "value": "new@example.test"})
    link = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word).split("testserver", 1)[1]
    page = soup(client.get(link))
    assert page.h1.string == "Is new@example.test yours?"
    client.post(page.main.form["action"])
    assert ann.emailaddress_set.get(email="new@example.test").verified
    assert soup(client.get("/accounts/confirm-email/none/")).h1.string == "This link no longer works"
