"""All URLs: /<organisation>/<room>/…; sign-in and first-run set-up stand beside them."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("manyhands.people.urls")),
    path("<slug:organisation>/networks/", include("manyhands.networks.urls")),
    path("<slug:organisation>/participation/", include("manyhands.participation.urls")),
    path("<slug:organisation>/discussions/", include("manyhands.discussions.urls")),
    path("<slug:organisation>/notices/", include("manyhands.notices.urls")),
    path("<slug:organisation>/digest/", include("manyhands.digest.urls")),
    path("", include("manyhands.home.urls")),
]
