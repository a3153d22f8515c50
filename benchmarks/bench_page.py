"""A page that lists 50 rows, beside the same page written as Django's tutorial has it: model objects, Django template.

    python benchmarks/bench_page.py [--rounds 40]

The page is the list of files brought in. Both are asked for the same rows, text and columns, which is made sure of
first; what is timed then is query and rendering of the page's content, without middleware and without the frame round
it. Whole requests, each with its own middleware and frame, stand beside it.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

TARGET = 4.0
FILES = 130
PASSWORD = "many hands make light work"

# ruff: noqa: E501  (a template of Django breaks no line inside a tag)
PEER_ROWS = """
{% load i18n humanize bench %}
<div class="mh-answer">
  <h1 class="govuk-heading-l">{% blocktranslate count counter=page.paginator.count with num=page.paginator.count|intcomma trimmed %}
    {{ num }} file has been brought in.{% plural %}{{ num }} files have been brought in.{% endblocktranslate %}</h1>
</div>
<a class="govuk-button" role="button" href="{% url 'networks:bring_in' organisation.slug %}">{% translate "Bring activity in" %}</a>
<table class="govuk-table">
  <caption class="govuk-table__caption govuk-table__caption--m">{% translate "Files" %}</caption>
  <thead>
    <tr>
      <th scope="col">{% translate "File" %}</th><th scope="col">{% translate "Network" %}</th>
      <th scope="col">{% translate "When" %}</th><th scope="col">{% translate "State" %}</th>
      <th scope="col" class="mh-number">{% translate "Activities read" %}</th>
      <th scope="col" class="mh-number">{% translate "New" %}</th>
      <th scope="col" class="mh-number">{% translate "Not read" %}</th>
    </tr>
  </thead>
  <tbody>
  {% for of in page %}
    <tr>
      <th scope="row"><a class="govuk-link" href="{% url 'networks:import' organisation.slug of.id %}">{{ of.filename }}</a></th>
      <td>{{ of.network|title_of }}</td>
      <td>{% blocktranslate with date=of.created|date:"j F Y" time=of.created|date:"g:iA"|lower %}{{ date }} at {{ time }}{% endblocktranslate %}</td>
      <td>
        {% if of.state == "uploaded" %}<strong class="govuk-tag govuk-tag--yellow">{% translate "Your turn" %}</strong>
        {% elif of.state == "waiting" %}<strong class="govuk-tag govuk-tag--grey">{% translate "Waiting" %}</strong>
        {% elif of.state == "running" %}<strong class="govuk-tag govuk-tag--blue">{% translate "Being read" %}</strong>
        {% elif of.state == "done" %}<strong class="govuk-tag govuk-tag--green">{% translate "Read" %}</strong>
        {% elif of.state == "cancelled" %}<strong class="govuk-tag govuk-tag--grey">{% translate "Cancelled" %}</strong>
        {% else %}<strong class="govuk-tag govuk-tag--red">{% translate "Could not be read" %}</strong>{% endif %}
      </td>
      <td class="mh-number">{{ of.read|intcomma }}</td>
      <td class="mh-number">{{ of.added|intcomma }}</td>
      <td class="mh-number">{{ of.rejected|intcomma }}</td>
    </tr>
  {% endfor %}
  </tbody>
</table>
<nav class="govuk-pagination" aria-label="{% translate 'Pages' %}">
  {% if page.has_previous %}<a rel="prev" href="?page={{ page.previous_page_number }}">{% translate "Previous" %}</a>{% endif %}
  <ul>
  {% for number in page.paginator.page_range %}
    <li><a href="?page={{ number }}"{% if number == page.number %} aria-current="page"{% endif %}>{{ number }}</a></li>
  {% endfor %}
  </ul>
  {% if page.has_next %}<a rel="next" href="?page={{ page.next_page_number }}">{% translate "Next" %}</a>{% endif %}
</nav>
"""
PEER_FRAME = """<!DOCTYPE html>
<html lang="en"><head><title>Files</title></head>
<body><form method="post" action="/accounts/logout/">{% csrf_token %}<button>Sign out</button></form>
<main>{% include "peer_rows.html" %}</main></body></html>
"""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=40)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        start(Path(folder))
        person = fill()
        ours, peer = pages(person)
        same(ours(), peer())
        ours_whole, peer_whole = requests(person)
        content = interleaved(rounds, ours, peer)
        whole = interleaved(rounds, ours_whole, peer_whole)
    times_faster = content[1] / content[0]
    met = times_faster >= TARGET
    print("\n| 50 rows | ours | default Django | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(
        f"| query and rendering | {content[0] * 1000:.2f} ms | {content[1] * 1000:.2f} ms | {times_faster:.1f} × "
        f"| at least {TARGET:.0f} × | {'yes' if met else 'no'} |"
    )
    print(
        f"| whole request, with the frame and all middleware | {whole[0] * 1000:.2f} ms | {whole[1] * 1000:.2f} ms "
        f"| {whole[1] / whole[0]:.1f} × | | |"
    )
    return int(not met)


def start(folder: Path) -> None:
    """Django in a data folder of its own."""
    import django
    from django.conf import settings

    os.environ["MANYHANDS_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "manyhands.config.settings"
    os.environ.pop("DATABASE_URL", None)
    sys.modules["bench_page"] = sys.modules[__name__]
    settings.TEMPLATES = [*settings.TEMPLATES, PEER_TEMPLATES]
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STATIC_ROOT.mkdir()
    settings.ROOT_URLCONF = "bench_page"
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


PEER_TEMPLATES = {
    "NAME": "peer",
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {
        "loaders": [
            (
                "django.template.loaders.cached.Loader",
                [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"peer_rows.html": PEER_ROWS, "peer.html": PEER_FRAME},
                    )
                ],
            )
        ],
        "libraries": {"bench": "bench_page"},
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ],
    },
}


def __getattr__(name: str):
    """What Django asks of this module: a tag library and a URLconf, which need Django to be set up."""
    if name == "register":
        return library()
    if name == "urlpatterns":
        from django.urls import path

        from manyhands.config.urls import urlpatterns

        return [path("peer/<slug:organisation>/", peer_view), *urlpatterns]
    raise AttributeError(name)


def library():
    from django.template import Library

    from manyhands.networks.queries import network_title

    made = Library()
    made.filter("title_of", network_title)
    return made


def fill():
    """A council that has brought many files in, and its first person."""
    from manyhands.networks.models import Import, State
    from manyhands.people import actions

    organisation = actions.create_organisation(name="Benchmark Council")
    person = actions.add_first_person(
        organisation=organisation, name="Lee", email="lee@benchmark.example", password=PASSWORD
    )
    states, networks = list(State), ("slack", "viva_engage", "table")
    began = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    for number in range(FILES):
        of = Import.objects.create(
            organisation=organisation,
            network=networks[number % len(networks)],
            state=states[number % len(states)],
            filename=f"Export <{number}> & more.zip",
            size=number * 1_000_003,
            read=number * 7919,
            added=number * 5003,
            rejected=number % 7,
            counts={"accounts": 70, "places": 13, "contributions": 1025, "Join": 112, "Like": 60},
            skipped={"bot messages": 12},
            by=organisation.pk,
        )
        Import.objects.filter(pk=of.pk).update(created=began + timedelta(hours=number * 7, minutes=number))
    return person


def pages(person) -> tuple[Callable[[], str], Callable[[], str]]:
    """The content of both pages, each from its query to its text."""
    from django.core.paginator import Paginator
    from django.template import engines
    from django.test import RequestFactory
    from jinja2 import ChoiceLoader, DictLoader

    from manyhands.networks import queries
    from manyhands.networks.views.imports import A_PAGE

    organisation, request = person.organisation, RequestFactory().get("/")
    env = engines["jinja2"].env
    bare = DictLoader({"ui/base.html": "{% block content %}{% endblock %}"})
    ours_drawn = env.overlay(loader=ChoiceLoader([bare, env.loader])).get_template("networks/index.html")
    peer_drawn = engines["peer"].get_template("peer_rows.html")

    def ours() -> str:
        page = Paginator(queries.imports(organisation.pk), A_PAGE).get_page(1)
        titles = {network: queries.network_title(network) for network in {of.network for of in page.object_list}}
        return ours_drawn.render(page=page, titles=titles, organisation=organisation, request=request)

    def peer() -> str:
        return peer_drawn.template.render(peer_context(organisation, None))

    return ours, peer


def peer_context(organisation, number):
    from django.core.paginator import Paginator
    from django.template import Context

    from manyhands.networks.models import Import

    rows = Import.objects.filter(organisation=organisation).order_by("-created", "-id")
    return Context({"page": Paginator(rows, 50).get_page(number), "organisation": organisation})


def peer_view(request, organisation):
    from django.contrib.auth.decorators import login_required
    from django.shortcuts import get_object_or_404, render

    from manyhands.people.models import Organisation

    @login_required
    def view(request):
        found = get_object_or_404(Organisation, slug=organisation)
        context = peer_context(found, request.GET.get("page")).flatten()
        return render(request, "peer.html", context, using="peer")

    return view(request)


def requests(person) -> tuple[Callable[[], str], Callable[[], str]]:
    """Both pages through the test client: ours with the hub's middleware, the other with that of a new project."""
    from django.conf import settings

    middleware = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    slug = person.organisation.slug
    addresses = ((f"/{slug}/networks/", settings.MIDDLEWARE), (f"/peer/{slug}/", middleware))
    return tuple(asked(person, *each) for each in addresses)


def asked(person, path: str, middleware: list[str]) -> Callable[[], str]:
    """Asks for a path, signed in, through some middleware: a client keeps that of its first request."""
    from django.test import Client, override_settings

    client = Client()

    def ask() -> str:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    with override_settings(MIDDLEWARE=middleware):
        client.force_login(person.user)
        ask()
    return ask


class Cells(HTMLParser):
    """The text of a page: all of it, and cell by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.cells, self.inside = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in ("td", "th"):
            self.inside = True
            self.cells.append("")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        self.words += data.split()
        if self.inside:
            self.cells[-1] = " ".join([*self.cells[-1].split(), *data.split()])


def same(ours: str, peer: str) -> None:
    """Raises unless both pages say the same in the same columns."""
    one, other = Cells(ours), Cells(peer)
    assert one.cells == other.cells, next(
        pair for pair in zip(one.cells, other.cells, strict=True) if pair[0] != pair[1]
    )
    assert len(one.cells) == 7 * 51, len(one.cells)
    assert one.words == other.words, set(one.words) ^ set(other.words)
    links = re.compile(r'href="([^"?]*)')
    assert links.findall(ours)[:52] == links.findall(peer)[:52]


def interleaved(rounds: int, *calls: Callable[[], str]) -> list[float]:
    """The median seconds of processor of each, in turns: waiting for other programs on the machine is not counted."""
    taken: list[list[float]] = [[] for _ in calls]
    for number in range(rounds + 5):
        for call, seconds in zip(calls, taken, strict=True):
            began = time.process_time()
            call()
            if number >= 5:  # the first are for caches
                seconds.append(time.process_time() - began)
    return [median(seconds) for seconds in taken]


if __name__ == "__main__":
    sys.exit(main())
