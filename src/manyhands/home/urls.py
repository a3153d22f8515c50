"""The front page of the hub, and of each organisation."""

from django.urls import path

from . import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("<slug:organisation>/", views.home, name="home"),
]
