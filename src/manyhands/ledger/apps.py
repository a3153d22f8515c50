from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class LedgerConfig(AppConfig):
    name = "manyhands.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from manyhands.core import jobs, registry

        from . import actions, queries

        jobs.reconciler(actions.catch_up)

        registry.export_person.append(queries.export_person)
        registry.export_headings["activities"] = gettext_lazy("What you did, where and when")
        registry.retention.append(
            registry.Retention(
                "ledger.activity",
                gettext_lazy("That somebody did something somewhere at a time: never what they wrote"),
                gettext_lazy("As long as the organisation is on this hub; of who is erased under nobody’s key"),
                ("ledger.Activity", "ledger.Stream", "ledger.Month"),
            )
        )
        registry.health.append(queries.health)
