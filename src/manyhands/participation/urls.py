"""Who takes part: /<organisation>/participation/…"""

from django.urls import path

from . import views

app_name = "participation"
urlpatterns = [
    path("", views.overview, name="overview"),
]
