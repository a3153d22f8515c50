"""All URLs: /<organisation>/<room>/…; sign-in and first-run set-up stand beside them."""

from django.urls import include, path

from manyhands.notices.urls import stop

urlpatterns = [
    path("", include("manyhands.people.urls")),  # first: one of its addresses stands before allauth's own
    path("accounts/", include("allauth.urls")),
    path("<slug:organisation>/networks/", include("manyhands.networks.urls")),
    path("<slug:organisation>/participation/", include("manyhands.participation.urls")),
    path("<slug:organisation>/discussions/", include("manyhands.discussions.urls")),
    path("<slug:organisation>/notices/", include("manyhands.notices.urls")),
    path("stop/<str:token>", stop, name="notices_stop"),
    path("", include("manyhands.digest.urls")),
    path("", include("manyhands.home.urls")),
]
