"""/<organisation>/discussions/…: groups, threads, people and tags to follow."""

app_name = "discussions"
urlpatterns: list = []
