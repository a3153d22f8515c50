"""Lines of the register to test with, and what its pages and files show of them."""

import csv
import io
from datetime import date

from manyhands.networks import actions
from manyhands.people.models import Organisation

ENTRY = {
    "network": "Facebook",
    "name": "Ambridge Libraries",
    "address": "https://facebook.example/ambridgelibraries",
    "service": "Libraries",
    "purpose": "Tells people what is on",
    "hands": 2,
    "hand_names": "Ann Archer\nBob Bell",
    "recovery_holder": "Cat Carter",
    "last_used": date(2026, 3, 27),
    "audience": "Residents",
}


def add(lee, **changes):
    organisation = Organisation.objects.get(pk=lee.organisation_id)
    return actions.add_to_register(organisation=organisation, entry={**ENTRY, **changes}, by=lee.pk)


def fill(lee, count):
    for number in range(count):
        add(lee, name=f"Account {number:02}", address="", hands=number % 7, hand_names="")


def rows(response, cell):
    return response.soup.select(f"#register tbody {cell}")


def first_words(response):
    return [(cell.a or cell).get_text(" ", strip=True) for cell in rows(response, "th")]


def table(response):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
