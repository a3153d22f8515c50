"""Feeds of what somebody may read, for programs that can't sign in: an address with a secret in it."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from manyhands.people.types import Verb, needs

from .. import actions, queries

TYPES = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}


@never_cache
@needs(Verb.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def feed_address(request: HttpRequest, organisation: str) -> HttpResponse:
    """Makes a secret address, shown once, or takes it away."""
    token = ""
    if request.method == "POST" and "stop" in request.POST:
        actions.stop_feed(person=request.person, by=request.persona.pk)
    elif request.method == "POST":
        token = actions.new_feed_address(person=request.person, by=request.persona.pk)
    addresses = [
        (title, settings.MANYHANDS_BASE_URL + reverse("feed", args=[token, kind]))
        for kind, title in (("atom", "Atom"), ("json", "JSON Feed"))
        if token
    ]
    context = {"addresses": addresses, "has_one": queries.has_feed(request.person)}
    return render(request, "digest/feeds.html", context)


@never_cache
@require_safe
def feed(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The newest threads that the token's person may read: titles, names and addresses, no more."""
    person = queries.person_of_feed(token)
    if person is None:
        raise Http404
    entries = queries.entries(person)
    title = _("%(organisation)s: discussions") % {"organisation": person.organisation.name}
    home = f"{settings.MANYHANDS_BASE_URL}/{person.organisation.slug}/discussions/"
    own = settings.MANYHANDS_BASE_URL + request.path
    said = _atom(title, home, own, entries) if kind == "atom" else _json(title, home, own, entries)
    return HttpResponse(said, content_type=TYPES[kind])


def _atom(title: str, home: str, own: str, entries: list[queries.Entry]) -> str:
    feed = Atom1Feed(title=title, link=home, description="", feed_url=own, feed_guid=home)
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.address,
            description=entry.summary,
            author_name=entry.author,
            unique_id=entry.id.urn,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.tags,
        )
    return feed.writeString("utf-8")


def _json(title: str, home: str, own: str, entries: list[queries.Entry]) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": home,
            "feed_url": own,
            "items": [
                {
                    "id": entry.id.urn,
                    "url": entry.address,
                    "title": entry.title,
                    "content_text": entry.summary,
                    "date_published": entry.published.isoformat(),
                    "date_modified": entry.updated.isoformat(),
                    "authors": [{"name": entry.author}],
                    "tags": list(entry.tags),
                }
                for entry in entries
            ],
        },
        ensure_ascii=False,
        indent=2,
    )
