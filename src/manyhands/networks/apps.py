from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "manyhands.networks"
    label = "networks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from manyhands.core import jobs, registry
        from manyhands.people.types import Verb

        from . import actions, queries

        jobs.reconciler(actions.take_up)
        registry.navigation += [
            registry.Page(25, "networks:register", _("Accounts and places"), Verb.SEE),
            registry.Page(30, "networks:imports", _("Bring activity in"), Verb.BRING_IN),
        ]
        registry.export_person.append(queries.export_person)
        registry.erase_person.append(actions.erase_person)
        registry.joined.append(actions.record_join)
        registry.retention += actions.KEPT
        registry.export_headings |= {
            "can_post_from": _("Accounts from which you can post"),
            "can_recover": _("Accounts that you can recover"),
        }
