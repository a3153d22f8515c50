from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "manyhands.participation"
    label = "participation"
    default_auto_field = "django.db.models.BigAutoField"
