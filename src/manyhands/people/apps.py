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

        registry.export_person += [queries.export_person, queries.export_profile]
        registry.erase_person += [actions.erase_invited, actions.erase_photos]
        registry.letter_lost.append(actions.letter_lost)
        registry.first_steps.append(queries.say_what_you_know)
        registry.retention += actions.KEPT
        registry.export_files.append(queries.export_photos)
        registry.export_headings |= queries.export_headings()
        registry.notice_kinds |= queries.notice_kinds()
        jobs.reconciler(actions.take_up_searches)
        registry.navigation += [
            registry.Page(40, "people:directory", gettext_lazy("Directory"), Verb.SEE),
            registry.Page(50, "people:people", gettext_lazy("People"), Verb.SEE_PEOPLE),
            registry.Page(90, "people:me", gettext_lazy("Your data"), Verb.SEE),
        ]
