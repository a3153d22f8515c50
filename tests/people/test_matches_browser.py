"""Pairs of people in a real browser: with none, one and many, long names, on a wide screen and a phone's."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, set_up
from tests.paths import PROJECT

from .factories import PASSWORD

pytestmark = pytest.mark.browser

LONG = "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley-Majoribanks-Llanfairpwllgwyngyll"
FILL = """
import json, sys
from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from tests.people.factories import Account, bring
organisation = queries.organisation_by_slug("ambridge-council")
names = json.loads(sys.argv[1])
bring(organisation, [Account(f"a{n}", f"user{n}", n, f"x{i}@x.example", service="Parks") for i, n in enumerate(names)])
bring(organisation, [Account(f"b{n}", f"user{n}", ", ".join(n.rsplit(" ", 1)[::-1])) for n in names])
actions.ask_for_search(organisation=organisation.pk)
actions.search(organisation=organisation.pk)
"""


def fill(hub, names):
    """People of these names in two sources that no address joins, compared with one another."""
    code = "import sys, django; django.setup()\n" + FILL
    env = {**hub.env, "DJANGO_SETTINGS_MODULE": "manyhands.config.settings", "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(names)], env=env, capture_output=True, text=True, timeout=120
    )
    assert not done.returncode, done.stderr


def test_none_one_and_many(page, live_hub):
    set_up(page, PASSWORD)
    same = "/ambridge-council/people/same"
    for path, name in ((same, "same-none"), (f"{same}/merged", "merged-none")):
        page.goto(path)
        axe(page)
        screenshot(page, name)

    fill(live_hub, [LONG])
    page.goto(same)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 pair may be one person")
    axe(page)
    screenshot(page, "same-one")

    towns = ("ford", "wick", "stone", "ley", "ham", "worth", "by", "ton", "bury", "dale")
    fill(live_hub, [f"{a}na {b}{c}" for a in ("An", "Bro", "Da") for b in ("Bar", "Hol") for c in towns])
    page.goto(same)
    expect(page.get_by_text("Same unusual user name").first).to_be_visible()
    axe(page)
    screenshot(page, "same-many")
    page.goto(f"{same}?text=featherstone")
    page.get_by_label(LONG).first.check()
    page.get_by_role("button", name="One person each", exact=True).first.click()
    expect(page.get_by_text("1 pair is one person now")).to_be_visible()
    axe(page)
    page.goto(same)
    page.get_by_role("button", name="All that match are one person each").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("one person each?")
    axe(page)
    screenshot(page, "same-all")
    page.get_by_role("button", name="One person each").click()
    page.goto(f"{same}/merged")
    axe(page)
    screenshot(page, "merged-many")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Undo those ticked").click()
    expect(page.get_by_text("two people again")).to_be_visible()
    page.goto(f"{same}?state=undone")
    axe(page)
    screenshot(page, "same-undone")
