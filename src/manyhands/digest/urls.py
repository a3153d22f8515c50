"""/<organisation>/digest/…: the weekly e-mail, and feeds."""

app_name = "digest"
urlpatterns: list = []
