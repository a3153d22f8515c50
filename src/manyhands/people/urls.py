"""Set-up, the language switch, and /<organisation>/people/…"""

from django.urls import include, path

from .views import language, set_up

pages = [
    path("setup", set_up.set_up, name="setup"),
    path("setup/demonstration", set_up.look_around, name="look_around"),
]

urlpatterns = [
    path("i18n/setlang/", language.set_language, name="set_language"),
    path("", include((pages, "people"))),
]
