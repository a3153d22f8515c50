"""Previews of pages that messages link to. An organisation has to want them: fetching tells the page's keeper that
somebody here wrote about it."""

from datetime import timedelta
from hashlib import sha256
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from manyhands.core import clock, jobs
from manyhands.core.errors import ManyhandsError
from manyhands.core.outbound import web

from .. import queries
from ..models import LinkPreview, Post, PostLink
from ..rules.pages import about
from ..types import PreviewState

MOST = 3  # previews with one message
LONGEST = 1000  # characters of an address
TRIES = 3
LOST_AFTER = timedelta(minutes=2)
KEPT = timedelta(days=60)  # then forgotten; linked again, a page is asked again
ROBOTS_KEPT = 24 * 3600  # seconds


def note_links(post: Post, links: tuple[str, ...]) -> None:
    """Notes which pages a message links to, in the caller's transaction, and has those fetched that are new."""
    PostLink.objects.filter(post=post).delete()
    if not links or not queries.house_rules(post.organisation_id).link_previews:
        return
    for url in [link for link in links if len(link) <= LONGEST][:MOST]:
        preview, made = LinkPreview.objects.get_or_create(organisation_id=post.organisation_id, url=url)
        PostLink.objects.create(organisation_id=post.organisation_id, post=post, preview=preview)
        if made:
            transaction.on_commit(lambda pk=preview.pk: jobs.enqueue("manyhands.discussions.jobs:preview", pk.hex))


def fetch_preview(*, preview: UUID) -> str:
    """Asks a page what it says of itself; returns the state that the preview is in then. For a job: it takes time."""
    found = LinkPreview.objects.filter(pk=preview, state=PreviewState.WAITING).first()
    if found is None:
        return ""
    LinkPreview.objects.filter(pk=preview).update(tries=F("tries") + 1, at=clock.now())
    by = web.agent(settings.MANYHANDS_BASE_URL)
    said, state = None, PreviewState.NOTHING
    try:
        if _robots_allow(found.url, by):
            answer = web.get(found.url, by=by, types=("text/html", "application/xhtml+xml"))
            if answer.status == 200 and answer.body:
                said = about(answer.body, answer.charset)
                state = PreviewState.READY if said.title else PreviewState.NOTHING
            elif answer.status >= 500 or answer.status == 429:
                state = PreviewState.WAITING
    except web.Unreachable:
        state = PreviewState.WAITING
    except ManyhandsError:  # not an address of the public internet: asking again changes nothing
        state = PreviewState.FAILED
    if state == PreviewState.WAITING and found.tries + 1 >= TRIES:
        state = PreviewState.FAILED
    LinkPreview.objects.filter(pk=preview).update(
        state=state, at=clock.now(), **({} if said is None else said._asdict())
    )
    return state


def take_up_previews() -> None:
    """Wakes the job again for previews that a lost one left behind, or whose page did not answer."""
    waiting = LinkPreview.objects.filter(state=PreviewState.WAITING, at__lt=clock.now() - LOST_AFTER)
    for pk in waiting.order_by("at").values_list("pk", flat=True)[:20]:
        LinkPreview.objects.filter(pk=pk).update(at=clock.now())
        jobs.enqueue("manyhands.discussions.jobs:preview", pk.hex)


def forget_previews() -> int:
    """Deletes previews that are past their time."""
    return LinkPreview.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def _robots_allow(url: str, by: str) -> bool:
    """Whether the page's site lets us, by its robots.txt; one that has none, or can't be asked, lets everybody."""
    address = urljoin(url, "/robots.txt")
    key = f"robots/{sha256(address.encode()).hexdigest()}"
    robots = cache.get(key)
    if robots is None:
        try:
            answer = web.get(address, by=by, types=("text/plain",), most=64 * 1024)
            robots = answer.body.decode("utf-8", errors="replace") if answer.status == 200 else ""
        except web.Unreachable:
            robots = ""
        cache.set(key, robots, ROBOTS_KEPT)
    return web.robots_allow(robots, url, by)
