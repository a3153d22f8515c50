from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "manyhands.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from manyhands.core import registry

        from . import queries

        registry.export_person.append(queries.export_person)
        registry.health.append(queries.health)
