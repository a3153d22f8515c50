"""Previews of links: only where wanted, only through the guarded client, asked once, and as sites' robots.txt says."""

from datetime import timedelta

import pytest

from manyhands.core import clock
from manyhands.core.outbound import guard, web
from manyhands.discussions import actions
from manyhands.discussions.models import LinkPreview, PostLink
from manyhands.discussions.types import PreviewState

from .factories import answer, ask

pytestmark = pytest.mark.django_db

PAGE = b"<title>Bins &amp; more</title><meta property='og:description' content='What goes where <b>'>"
URL = "https://a.example/bins"


@pytest.fixture
def wanted(lee):
    actions.set_house_rules(organisation=lee.organisation, source="", link_previews=True, by=lee.by)


@pytest.fixture
def outside(monkeypatch):
    """The world outside: `pages[url]` is a body, a status or an error. `asked` are the addresses that were fetched."""

    class Outside:
        pages, asked = {URL: PAGE}, []

    def get(url, *, by, types, most=0):
        assert by.startswith("Manyhands/")
        Outside.asked.append(url)
        found = Outside.pages.get(url, 404)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, int):
            return web.Answer(url, found, "text/html", "", b"")
        return web.Answer(url, 200, next(iter(types)), "", found)

    Outside.pages, Outside.asked = {URL: PAGE}, []
    monkeypatch.setattr(web, "get", get)
    return Outside


def test_off_unless_the_organisation_wants_them(ann, libraries, outside):
    ask(ann, libraries, source=f"See {URL}")
    assert not LinkPreview.objects.exists()
    assert not outside.asked


def test_fetched_once_by_a_job_and_shown_to_everybody(
    visit, ann, bea, libraries, wanted, outside, django_capture_on_commit_callbacks, monkeypatch
):
    woken = []
    monkeypatch.setattr(
        "manyhands.discussions.actions.previews.jobs.enqueue", lambda job, *args: woken.append((job, args))
    )
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(ann, libraries, source=f"See {URL}")
        answer(bea, first, f"I saw {URL}, too")
    preview = LinkPreview.objects.get()
    assert ("manyhands.discussions.jobs:preview", (preview.pk.hex,)) in woken
    assert len([job for job, _args in woken if job.endswith(":preview")]) == 1
    assert PostLink.objects.count() == 2
    assert actions.fetch_preview(preview=preview.pk) == PreviewState.READY
    assert actions.fetch_preview(preview=preview.pk) == ""
    assert outside.asked == ["https://a.example/robots.txt", URL]
    page = visit(bea, f"threads/{first.thread_id}").soup
    shown = page.select(".mh-link-preview")
    assert len(shown) == 2
    assert shown[0].select_one("a").get_text() == "Bins & more"
    assert shown[0].select_one("p").get_text() == "What goes where <b>"
    assert not shown[0].select("b, img")
    assert set(shown[0].select_one("a")["rel"]) >= {"nofollow", "noopener", "noreferrer"}


def of(url, lee):
    return LinkPreview.objects.create(organisation=lee.organisation, url=url).pk


def test_robots_are_heard(lee, outside):
    outside.pages["https://a.example/robots.txt"] = b"User-agent: *\nDisallow: /bins"
    assert actions.fetch_preview(preview=of(URL, lee)) == PreviewState.NOTHING
    assert URL not in outside.asked
    outside.pages["https://a.example/else"] = PAGE
    assert actions.fetch_preview(preview=of("https://a.example/else", lee)) == PreviewState.READY
    assert outside.asked.count("https://a.example/robots.txt") == 1


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (404, PreviewState.NOTHING),
        (b"no title", PreviewState.NOTHING),
        (503, PreviewState.WAITING),
        (429, PreviewState.WAITING),
        (web.Unreachable("x"), PreviewState.WAITING),
        (guard.NotPublic("x"), PreviewState.FAILED),
    ],
)
def test_what_comes_of_pages(lee, outside, found, state):
    outside.pages[URL] = found
    assert actions.fetch_preview(preview=of(URL, lee)) == state


def test_tried_three_times(lee, outside):
    outside.pages[URL] = web.Unreachable("x")
    pk = of(URL, lee)
    states = [actions.fetch_preview(preview=pk) for _turn in range(4)]
    assert states == ["waiting", "waiting", "failed", ""]


def test_a_lost_job_is_found_again(lee, monkeypatch):
    woken = []
    monkeypatch.setattr("manyhands.discussions.actions.previews.jobs.enqueue", lambda *args: woken.append(args))
    pk = of(URL, lee)
    actions.take_up_previews()
    assert not woken
    LinkPreview.objects.update(at=clock.now() - timedelta(minutes=3))
    actions.take_up_previews()
    actions.take_up_previews()
    assert woken == [("manyhands.discussions.jobs:preview", pk.hex)]


def test_three_with_one_message(ann, libraries, wanted):
    ask(ann, libraries, source=" ".join(f"https://a.example/{i}" for i in range(9)))
    assert PostLink.objects.count() == 3


def test_a_changed_message_shows_what_it_links_to_now(ann, libraries, wanted):
    first = ask(ann, libraries, "T", f"See {URL}")
    actions.edit_post(post=first, title="T", source="See https://b.example", version=1, by=ann.by)
    assert [link.preview.url for link in PostLink.objects.select_related("preview")] == ["https://b.example"]


def test_forgotten_after_two_months(lee):
    of(URL, lee)
    assert actions.forget_previews() == 0
    LinkPreview.objects.update(at=clock.now() - timedelta(days=61))
    assert actions.forget_previews() == 1


def test_nobodys_own_machine_is_asked(lee):
    """The real client: a link into the hub's own network is never opened."""
    for url in ("http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://10.1.2.3/x"):
        assert actions.fetch_preview(preview=of(url, lee)) == PreviewState.FAILED
