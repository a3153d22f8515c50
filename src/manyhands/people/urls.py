"""Set-up, the language switch, and /<organisation>/people/…"""

from django.urls import include, path

from .views import access, language, matches, people, person, purpose, services, set_up

room = [
    path("", people.people, name="people"),
    path("people.csv", people.people_csv, name="csv"),
    path("kinds", people.kinds, name="kinds"),
    path("kinds/<uuid:change>/undo", people.undo_kinds, name="undo_kinds"),
    path("same", matches.matches, name="matches"),
    path("same.csv", matches.matches_csv, name="matches_csv"),
    path("same/decide", matches.decide, name="decide"),
    path("same/search", matches.search, name="search"),
    path("same/merged", matches.merges, name="merges"),
    path("same/merged.csv", matches.merges_csv, name="merges_csv"),
    path("same/undo", matches.undo, name="undo_merges"),
    path("me", person.me, name="me"),
    path("me.json", person.me_json, name="me_json"),
    path("services", services.services, name="services"),
    path("services.csv", services.services_csv, name="services_csv"),
    path("services/<uuid:service>", services.service, name="service"),
    path("services/<uuid:service>/remove", services.remove, name="remove_service"),
    path("before-the-first-file", purpose.purpose, name="purpose"),
    path("documents/<slug:name>", purpose.document, name="document"),
    path("documents/<slug:name>.md", purpose.document_file, name="document_file"),
    path("access", access.access, name="access"),
    path("access.csv", access.access_csv, name="access_csv"),
    path("access/<uuid:person>", access.roles, name="roles"),
    path("organisation", access.organisation_settings, name="organisation"),
    path("record", access.audit, name="audit"),
    path("record.csv", access.audit_csv, name="audit_csv"),
    path("outbox", access.outbox, name="outbox"),
    path("<uuid:person>", person.person, name="person"),
    path("<uuid:person>/kind", person.kind, name="kind"),
    path("<uuid:person>/move", person.move, name="move"),
    path("<uuid:person>/merge", person.merge, name="merge"),
    path("<uuid:person>/erase", person.erase, name="erase"),
    path("<uuid:person>/export.json", person.export, name="export"),
]

pages = [
    path("setup", set_up.set_up, name="setup"),
    path("setup/demonstration", set_up.look_around, name="look_around"),
    path("outbox", access.any_outbox, name="any_outbox"),
    path("<slug:organisation>/people/", include(room)),
]

urlpatterns = [
    path("i18n/setlang/", language.set_language, name="set_language"),
    path("", include((pages, "people"))),
]
