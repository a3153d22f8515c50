from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestConfig(AppConfig):
    name = "manyhands.digest"
    label = "digest"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from manyhands.core import jobs, registry

        from . import actions
        from .types import KIND

        jobs.reconciler(actions.take_up)
        registry.retention.append(actions.forget_copies)
        registry.notice_kinds[KIND] = registry.NoticeKind(
            _("The weekly digest: what is new for you"), lambda words: "", way="weekly", place=90
        )
