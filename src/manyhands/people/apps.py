from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PeopleConfig(AppConfig):
    name = "manyhands.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from manyhands.core import jobs, registry

        from . import actions, queries
        from .types import Verb

        registry.export_person.append(queries.export_person)
        registry.retention += [actions.forget_undo, actions.forget_matches]
        jobs.reconciler(actions.take_up_searches)
        registry.navigation += [
            registry.Page(50, "people:people", gettext_lazy("People"), Verb.SEE_PEOPLE),
            registry.Page(90, "people:me", gettext_lazy("Your data"), Verb.SEE),
        ]
