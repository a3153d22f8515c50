"""Bringing activity in: /<organisation>/networks/…"""

from django.urls import path

from .views import imports

app_name = "networks"
urlpatterns = [
    path("", imports.index, name="imports"),
    path("bring-in/", imports.bring_in, name="bring_in"),
    path("imports/<uuid:pk>/", imports.detail, name="import"),
    path("imports/<uuid:pk>/progress/", imports.progress, name="progress"),
    path("imports/<uuid:pk>/columns/", imports.columns, name="columns"),
    path("imports/<uuid:pk>/start/", imports.start, name="start"),
    path("imports/<uuid:pk>/cancel/", imports.cancel, name="cancel"),
    path("imports/<uuid:pk>/rejects.csv", imports.rejects, name="rejects"),
]
