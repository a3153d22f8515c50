from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "manyhands.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out
        from django.utils.translation import gettext_lazy as _

        from manyhands.core import jobs, registry
        from manyhands.people.types import Verb

        from . import actions, queries

        jobs.reconciler(actions.take_up)
        jobs.reconciler(actions.take_up_due)
        jobs.reconciler(actions.look_for_mail)
        registry.letters.append(actions.write_asked)
        registry.tell.append(lambda told: actions.notify(**told._asdict()))
        registry.erase_person.append(actions.erase_person)
        registry.export_person.append(queries.export_person)
        registry.retention += actions.KEPT
        registry.export_headings["notices"] = _("What you were told, and e-mails to you")
        registry.notice_kinds[actions.STOPPED] = registry.NoticeKind(
            label=_("When e-mail to a colleague can’t be delivered"), sentence=queries.stopped_sentence, place=90
        )
        registry.health.append(queries.health)
        registry.navigation.append(registry.Page(80, "notices:notices", _("Notices"), Verb.SEE, queries.unread_count))
        user_logged_out.connect(_signed_out, dispatch_uid="notices")
        registry.live_topics["notices"] = lambda person, rest: rest == person.pk.hex


def _signed_out(sender: object, request: object, user: object, **_: object) -> None:
    """Pages that are still open somewhere hear nothing more."""
    from . import actions

    session = getattr(request, "session", None)
    if user is not None and session is not None and session.session_key:
        actions.end_session(session=session.session_key, user=user)
