"""/<organisation>/digest/…: the weekly e-mail on the web; and feeds, whose address is a secret."""

from django.urls import include, path, re_path

from .views import digest, feeds

pages = [
    path("", digest.index, name="index"),
    path("settings", digest.settings, name="settings"),
    path("digests.csv", digest.issues_csv, name="issues_csv"),
    path("feeds", feeds.feed_address, name="feeds"),
    path("<uuid:issue>", digest.copy, name="copy"),
]

urlpatterns = [
    path("<slug:organisation>/digest/", include((pages, "digest"))),
    re_path(r"^feeds/(?P<token>[\w-]{20,64})\.(?P<kind>atom|json)$", feeds.feed, name="feed"),
]
