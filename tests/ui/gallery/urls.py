"""The hub's own pages, and beside them the gallery."""

from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from manyhands.ui import charts

from .views import gallery, specification

urlpatterns = [
    path("gallery/", gallery),
    path("gallery/<str:name>.json", lambda request, name: JsonResponse(specification(name))),
    path(
        "gallery/<str:name>.svg",
        lambda request, name: HttpResponse(charts.to_svg(specification(name)), content_type="image/svg+xml"),
    ),
    path("", include("manyhands.config.urls")),
]
