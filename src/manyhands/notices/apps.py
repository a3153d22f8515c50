from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "manyhands.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from manyhands.core import jobs, registry

        from . import actions

        jobs.reconciler(actions.take_up)
        registry.letter.append(actions.write_asked)
        registry.erase_person.append(actions.erase_person)
        registry.retention.append(actions.forget_events)
        registry.live_topics["notices"] = lambda person, rest: rest == person.pk.hex
