"""One page that shows every part of the look. For tests only."""

import datetime
from pathlib import Path
from types import SimpleNamespace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines

from manyhands.ui import charts

from .forms import Everything, Filters

MONTHS = ["Jul 2016", "Aug 2016", "Sep 2016", "Oct 2016", "Nov 2016", "Dec 2016", "Jan 2017", "Feb 2017"]
COUNTS = {"Contributors": [5, 8, 7, 12, 14, 11, 9, 13], "First time": [5, 3, 1, 4, 2, 0, 1, 2]}


def specification(name: str) -> charts.Spec:
    if name == "bars":
        bands = [("1–4", 10, "10"), ("5–24", 12, "12"), ("25–99", 6, "6"), ("100 or more", None, "fewer than 5")]
        return charts.bars([charts.Bar(*band) for band in bands], value_title="Contributors")
    if name == "lines":
        series = {
            label: [charts.Point(month, count, str(count)) for month, count in zip(MONTHS, counts, strict=True)]
            for label, counts in COUNTS.items()
        }
        return charts.lines(series, y_title="People")
    curves = {
        "Contributors": [(0, 0), (0.25, 0.01), (0.5, 0.04), (0.75, 0.12), (0.9, 0.5), (1, 1)],
        "Members": [(0, 0), (0.55, 0), (0.8, 0.05), (0.95, 0.4), (1, 1)],
    }
    return charts.lorenz(curves, x_title="Share of people", y_title="Share of contributions")


def gallery(request):
    template = engines["jinja2"].from_string(Path(__file__).with_name("gallery.html").read_text(encoding="utf-8"))
    if request.GET.get("messages"):
        messages.success(request, "The file was read.")
        messages.info(request, "One day file could not be read.")
    context = {
        "council": SimpleNamespace(name="Anyborough Council", slug="anyborough", is_demonstration=True),
        "menu": [
            {"text": "Participation", "href": "/gallery/", "current": True},
            {"text": "Networks", "href": "/gallery/networks/"},
            {"text": "People", "href": "/gallery/people/"},
        ],
        "form": Everything(request.POST or None, request.FILES or None),
        "choices": Filters(request.GET or None),
        "page": Paginator(range(300), 10).page(3),
        "day": datetime.date(2016, 7, 5),
    }
    return HttpResponse(template.render(context, request))
