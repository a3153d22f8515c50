"""/<organisation>/notices/…: what is new for somebody, and how they want to hear of it."""

from django.urls import path

from .views import letters, live, notices

stop = notices.stop  # without an organisation in its address: reached from e-mails, by people who are not signed in
app_name = "notices"
urlpatterns = [
    path("", notices.notices, name="notices"),
    path("read", notices.read_all, name="read_all"),
    path("ways", notices.ways, name="ways"),
    path("live", live.live, name="live"),
    path("letters", letters.letters, name="letters"),
    path("letters.csv", letters.letters_csv, name="letters_csv"),
    path("letters/<uuid:letter>/settle", letters.settle, name="settle"),
    path("addresses/<uuid:address>/allow", letters.allow, name="allow"),
    path("<uuid:notice>", notices.notice, name="notice"),
]
