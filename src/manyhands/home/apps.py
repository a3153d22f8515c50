from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "manyhands.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from manyhands.core import registry
        from manyhands.people.types import Verb

        from . import actions

        registry.demonstration.append(actions.demonstration)
        registry.navigation.append(registry.Page(10, "home:home", _("Home"), Verb.SEE))
