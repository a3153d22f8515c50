from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "manyhands.participation"
    label = "participation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from manyhands.core import registry
        from manyhands.people.types import Verb

        from . import actions, queries

        registry.export_person.append(queries.export_person)
        registry.erase_person.append(actions.erase_person)
        registry.retention.append(actions.forget_on_rung)
        registry.navigation.append(registry.Page(20, "participation:overview", _("Who takes part"), Verb.SEE))
