"""Who takes part: /<organisation>/participation/…"""

from django.urls import path

from .views import charts, compare, definitions, exact, next_hands, overview, reports, tables, telling, topics

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
    path("report/", reports.page, name="report"),
    path("report/<slug:key>.png", reports.picture, name="report_picture"),
    path("report.<slug:form>", reports.download, name="report_file"),
    path("next-hands/", next_hands.next_hands, name="next_hands"),
    path("next-hands/steps.csv", next_hands.steps_csv, name="next_hands_steps"),
    path("next-hands/by-service.csv", next_hands.by_service_csv, name="next_hands_by_service"),
    path("next-hands/invitations.csv", next_hands.invitations_csv, name="next_hands_invitations"),
    path("next-hands/invite/<slug:rung>/", telling.invite, name="invite"),
    path("next-hands/asked/", telling.willing, name="willing"),
    path("next-hands/help/", telling.offline_help, name="offline_help"),
    path("next-hands/help/<uuid:pk>/remove/", telling.remove_help, name="remove_help"),
    path("next-hands/numbers/", telling.numbers, name="numbers"),
    path("next-hands/numbers/list/", telling.interested_list, name="interested_list"),
    path("compare/", compare.compare, name="compare"),
    path("compare/figures.csv", compare.figures_csv, name="compare_csv"),
    path("compare/councils.csv", compare.councils_csv, name="councils_csv"),
    path("compare/aggregates.json", compare.aggregates, name="aggregates"),
    path("compare/aggregates-with-noise/", compare.with_noise, name="aggregates_with_noise"),
    path("compare/councils/", compare.keep, name="keep_council_file"),
    path("compare/councils/<uuid:pk>/remove/", compare.remove, name="remove_council_file"),
    path("<slug:key>/", topics.topic, name="topic"),
    path("<slug:key>/<slug:section>.csv", topics.as_csv, name="topic_csv"),
    path("<slug:key>/<slug:section>.json", topics.spec, name="topic_chart"),
    path("<slug:key>/<slug:section>.svg", topics.svg, name="topic_svg"),
]
