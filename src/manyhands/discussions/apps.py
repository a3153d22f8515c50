from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "manyhands.discussions"
    label = "discussions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from manyhands.core import jobs, registry
        from manyhands.people.types import Verb

        from . import actions, queries

        registry.navigation.append(registry.Page(15, "discussions:timeline", _("Discussions"), Verb.SEE))
        registry.about_somebody.append(registry.Page(10, "discussions:person", _("What they write"), Verb.SEE))
        registry.notice_kinds.update(queries.notice_kinds())
        registry.live_topics["thread"] = lambda person, rest: queries.may_hear_thread(person, _id(rest))
        registry.live_topics["group"] = lambda person, rest: _id(rest) in queries.readable_ids(person)
        registry.mail_replies["thread"] = lambda person, rest, text: actions.answer_by_mail(
            person=person, thread=_id(rest), source=text
        )
        registry.export_person.append(queries.export_person)  # what is kept beside messages is in it
        registry.erase_person += [actions.erase_person, actions.erase_kept]
        registry.retention += actions.KEPT
        registry.export_files.append(queries.export_files)
        registry.export_headings |= queries.export_headings()
        registry.founded.append(actions.begin_with_a_group)
        registry.first_steps += [queries.first_steps, queries.practice_step]
        jobs.reconciler(actions.take_up_untold)
        jobs.reconciler(actions.take_up_previews)
        jobs.reconciler(actions.settle_deletions)
        jobs.reconciler(actions.take_up_index)
        registry.health.append(queries.index_health)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
