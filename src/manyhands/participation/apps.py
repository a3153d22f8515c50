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
        registry.retention += actions.KEPT
        registry.export_headings |= {
            "may_be_named_as_willing_since": _("Since when you may be named to the digital lead"),
            "help_given_in_person": _("Help that you gave in person"),
            "networks_reached": _("From where you can reach which network"),
            "help_received": _("Help that you got, and agreed is kept"),
            "rounds_of_invitations": _("Rounds of invitations to a step that you were on"),
        }
        registry.notice_kinds.update(queries.notice_kinds())
        registry.navigation.append(registry.Page(20, "participation:overview", _("Who takes part"), Verb.SEE))
