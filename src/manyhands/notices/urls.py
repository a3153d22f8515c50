"""/<organisation>/notices/…: what is new for somebody, and how they want to hear of it."""

app_name = "notices"
urlpatterns: list = []
