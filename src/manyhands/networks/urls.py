"""Bringing activity in, and the register of accounts and places: /<organisation>/networks/…"""

from django.urls import path

from .views import imports, register

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
    path("register/", register.register, name="register"),
    path("register/accounts-and-places.csv", register.register_csv, name="register_csv"),
    path("register/add/", register.add, name="register_add"),
    path("register/paste/", register.paste, name="register_paste"),
    path("register/take/", register.take, name="register_take"),
    path("register/<uuid:pk>/", register.edit, name="register_edit"),
    path("register/<uuid:pk>/remove/", register.remove, name="register_remove"),
]
