"""Every figure follows when two people become one, and when they are two again."""

import io
import json

import pytest
from django.core.management import call_command

from manyhands.people import actions, queries
from manyhands.people.models import Merge, Person
from tests.participation.small import account, act, take

from .factories import council

pytestmark = pytest.mark.django_db(transaction=True)


def figures() -> dict:
    out = io.StringIO()
    call_command("participation", "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_at_once_and_back(data_folder):
    organisation = council().organisation
    accounts = [account(f"p{at}") for at in range(8)]
    take(organisation, accounts, [act(number, f"p{number % 8}", number % 20) for number in range(80)])
    before = figures()
    assert (before["contributors"], before["contributions"], before["hill"]["0"]) == (8, 80, 8)
    one, other = (Person.objects.get(name=name) for name in ("P0", "P1"))
    by = queries.system_persona(organisation).pk
    actions.merge_people(into=one, other=other, by=by)
    merged = figures()
    assert (merged["contributors"], merged["contributions"], merged["hill"]["0"]) == (7, 80, 7)
    assert merged["top_shares"]["1"] == pytest.approx(20 / 80)
    actions.undo_merge(merge=Merge.objects.get(), by=by)
    assert figures() == before
