from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestConfig(AppConfig):
    name = "manyhands.digest"
    label = "digest"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from manyhands.core import jobs, registry

        from . import actions, queries
        from .types import KIND

        jobs.reconciler(actions.take_up)
        registry.retention += actions.KEPT
        registry.export_person.append(queries.export_person)
        registry.export_headings |= {
            "digests": _("Weekly digests that you were sent"),
            "feed_address_since": _("Since when you have an address for feed readers"),
        }
        registry.notice_kinds[KIND] = registry.NoticeKind(
            _("The weekly digest: what is new for you"),
            lambda words: "",
            way="weekly",
            place=90,
            ways=("weekly", "never"),
        )
