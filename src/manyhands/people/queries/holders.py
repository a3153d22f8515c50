"""Who may do something in the whole of an organisation: to tell them of what waits for them."""

from uuid import UUID

from ..models import Grant
from ..rules.grants import MAY
from ..types import Verb


def holders(organisation: UUID, verb: Verb) -> list[UUID]:
    """The ids of the organisation's own people who may do `verb` in it and sign in. One query."""
    roles = [role for role, verbs in MAY.items() if verb in verbs]
    held = Grant.objects.filter(
        organisation=organisation,
        person__organisation=organisation,
        person__user__isnull=False,
        person__left=None,
        role__in=roles,
        service=None,
        thing="",
    )
    return list(held.order_by("person_id").values_list("person_id", flat=True).distinct())
