"""The browser fixtures see what they are for."""

import pytest

from tests.browser import axe, screenshot
from tests.paths import SCREENSHOTS

pytestmark = pytest.mark.browser


def test_a_page_is_drawn_and_looked_at(page):
    answer = page.goto("/accounts/login/")
    assert answer.status == 200
    axe(page)
    screenshot(page, "sign-in", printed=True)
    assert all((SCREENSHOTS / f"sign-in-{kind}.png").stat().st_size > 5000 for kind in ("1280", "375", "print"))


def test_errors_in_a_page_are_seen(page, page_problems):
    page.goto("/accounts/login/")
    page.evaluate("setTimeout(() => { throw new Error('planted') })")
    page.evaluate("console.error('also planted')")
    page.wait_for_timeout(100)
    assert any("planted" in problem for problem in page_problems)
    assert "console: also planted" in page_problems
    page_problems.clear()


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='color: red'>",
        "<script>document.title = 'planted'</script>",
        "<button onclick='1'>",
        "<img src='http://192.0.2.1/a.png' alt=''>",
    ],
)
def test_what_the_policy_refuses_is_seen(page, page_problems, markup):
    page.goto("/accounts/login/")
    page.evaluate(
        """markup => {
            const there = document.createRange().createContextualFragment(markup);
            document.body.appendChild(there);
            document.body.lastElementChild.click();
        }""",
        markup,
    )
    page.wait_for_timeout(100)
    assert page_problems
    page_problems.clear()


def test_axe_finds_what_it_is_for(page):
    page.goto("/accounts/login/")
    page.evaluate("document.body.appendChild(document.createElement('button'))")  # a button with no name
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)


def test_a_page_too_wide_for_a_phone_is_seen(page):
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('main, body').style.minWidth = '600px'")
    with pytest.raises(AssertionError, match="px wide on a screen of 375"):
        screenshot(page, "too-wide")
    for width in (1280, 375):
        (SCREENSHOTS / f"too-wide-{width}.png").unlink()
