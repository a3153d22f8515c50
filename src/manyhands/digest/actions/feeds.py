"""Secret addresses for feed readers."""

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from manyhands.people import actions as people

from ..models import FeedToken
from ..queries.feeds import token_digest

if TYPE_CHECKING:
    from manyhands.people.models import Person


def new_feed_address(*, person: "Person", by: UUID) -> str:
    """A new token for somebody's feeds, in place of the one before. It is kept nowhere: shown once."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        FeedToken.objects.update_or_create(
            person_id=person.pk,
            defaults={"organisation_id": person.organisation_id, "digest": token_digest(token)},
        )
        people.record(organisation=person.organisation_id, by=by, verb="new_feed_address", object="")
    return token


def stop_feed(*, person: "Person", by: UUID) -> None:
    """From now on nobody reads somebody's feeds."""
    with transaction.atomic():
        if FeedToken.objects.filter(person=person.pk).delete()[0]:
            people.record(organisation=person.organisation_id, by=by, verb="stop_feed", object="")
