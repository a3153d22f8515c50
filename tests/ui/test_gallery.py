"""Every part of the look on one page, in a real browser."""

import pytest
from tests.browser import axe, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def drawn(page) -> None:
    for name in ("trend", "bands", "lorenz"):
        page.wait_for_selector(f"#{name} svg.marks")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_has_no_accessibility_violations(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/gallery/?messages=1")
    drawn(page)
    axe(page)
    screenshot(page, f"gallery-{scheme}", printed=scheme == "dark")
