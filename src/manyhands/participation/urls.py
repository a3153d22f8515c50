"""Who takes part: /<organisation>/participation/…"""

from django.urls import path

from .views import charts, definitions, exact, overview, tables, topics

app_name = "participation"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("participation.json", tables.as_json, name="json"),
    path("<slug:name>.csv", tables.as_csv, name="csv"),
    path("charts/<slug:name>.json", charts.spec, name="chart"),
    path("charts/<slug:name>.svg", charts.svg, name="svg"),
    path("how-figures-are-worked-out/", definitions.definitions, name="definitions"),
    path("exact-figures/", exact.exact_figures, name="exact"),
    path("exact-figures/end/", exact.end, name="end_exact"),
    path("<slug:key>/", topics.topic, name="topic"),
    path("<slug:key>/<slug:section>.csv", topics.as_csv, name="topic_csv"),
    path("<slug:key>/<slug:section>.json", topics.spec, name="topic_chart"),
    path("<slug:key>/<slug:section>.svg", topics.svg, name="topic_svg"),
]
