"""The front page of the hub, and of each organisation; search across it."""

from django.urls import path

from .views import front, search

app_name = "home"
urlpatterns = [
    path("", front.front, name="front"),
    path("<slug:organisation>/", front.home, name="home"),
    path("<slug:organisation>/search", search.search, name="search"),
]
