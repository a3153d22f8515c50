"""All URLs: /<organisation>/<room>/…; sign-in and first-run set-up stand beside them."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("manyhands.people.urls")),
    path("<slug:organisation>/networks/", include("manyhands.networks.urls")),
    path("<slug:organisation>/participation/", include("manyhands.participation.urls")),
    path("", include("manyhands.home.urls")),
]
