"""What becomes of somebody's part in discussions when they are erased: threads stay readable, without them."""

from django.db.models import F

from manyhands.core import registry

from ..models import Follow, Group, GroupMember, PostVersion
from ..types import BELONGS
from .practice import erase_practice


def erase_person(about: registry.Person) -> None:
    """Takes a person out of groups and of what others follow or named, inside the eraser's transaction.

    Deleting their personas, which follows, takes their name off what they wrote and their reactions with it; how many
    reacted stays, and so do figures. What they wrote stays as it reads now, with its files; earlier versions
    go. Where others wrote their name, it stays as text.
    """
    erase_practice(about)
    personas = Follow.persona.field.related_model.objects.filter(
        organisation=about.organisation, actor__in=about.actors
    )
    ids = list(personas.values_list("pk", flat=True))
    belonged = GroupMember.objects.filter(persona__in=ids, standing__in=BELONGS)
    Group.objects.filter(pk__in=list(belonged.values_list("group_id", flat=True))).update(members=F("members") - 1)
    GroupMember.objects.filter(persona__in=ids).delete()
    Follow.objects.filter(target__in=[pk.hex for pk in ids]).delete()
    PostVersion.objects.filter(post__persona__in=ids).delete()
