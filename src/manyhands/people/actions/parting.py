"""One person who is two after all: a merge undone, and everything where it was."""

from collections.abc import Collection
from uuid import UUID

from django.core import serializers
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from manyhands.core import clock

from ..errors import NotPossible
from ..models import Grant, Identity, Match, Membership, Merge, Organisation, Person, Service
from ..types import MatchState
from .audit import changed, record


def undo_merge(*, merge: Merge, by: UUID) -> Person:
    """Parts two people again; returns who is back. What was learnt since then stays with whoever stayed.

    Accounts, services, roles and fields are as they were, unless somebody changed them again or deleted what they name.
    Raises NotPossible when whoever stayed was brought together with somebody else since: that is undone first.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=merge.organisation_id)
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        if merge.person_id != merge.into:
            raise NotPossible(_("They were brought together with somebody else since then. Undo that first."))
        back = _put_back(merge)
        _reopen_matches(merge, by)
        merge.delete()
        record(organisation=back.organisation_id, by=by, verb="undo_merge", object=f"{merge.into.urn} {merge.gone.urn}")
        changed(back.organisation_id)
    return back


def undo_merges(*, organisation: UUID, merge_ids: Collection[UUID], by: UUID) -> tuple[int, int]:
    """Undoes these, the latest first; returns how many, and how many had to be left."""
    done = left = 0
    with transaction.atomic():
        for merge in Merge.objects.filter(organisation=organisation, id__among=list(merge_ids)).order_by("-at", "-id"):
            merge.refresh_from_db()  # one before it may have given it back to whoever had it
            try:
                undo_merge(merge=merge, by=by)
            except NotPossible:
                left += 1
            else:
                done += 1
    return done, left


def _put_back(merge: Merge) -> Person:
    before, into = merge.before, Person.objects.select_for_update().get(pk=merge.into)
    _load([before["person"]])
    back = Person.objects.get(pk=merge.gone)
    services = set(Service.objects.filter(organisation=merge.organisation_id).values_list("id", flat=True))

    Identity.objects.filter(actor__among=before["identities"], person=into).update(person=back)
    rows = before["memberships"]
    Membership.objects.filter(id__among=[UUID(row["pk"]) for row in rows], person=into).delete()
    _load([row for row in rows if UUID(row["fields"]["service"]) in services])
    moved = {UUID(pk) for pk in before["moved"]}
    Grant.objects.filter(id__among=sorted(moved), person=into).update(person=back)
    _load(
        [
            row
            for row in before["grants"]
            if UUID(row["pk"]) not in moved
            and (row["fields"]["service"] is None or UUID(row["fields"]["service"]) in services)
        ]
    )
    Merge.objects.filter(id__among=[UUID(pk) for pk in before["merges"]], person=into).update(person=back)
    for name, (was, filled) in before["filled"].items():
        if getattr(into, name) == filled:
            setattr(into, name, was)
    into.save(update_fields=["name", "email", "kind", "kind_chosen"])
    return back


def _load(rows: list[dict]) -> None:
    """Writes rows as they were, with their ids and dates."""
    for each in serializers.deserialize("python", rows):
        each.save()


def _reopen_matches(merge: Merge, by: UUID) -> None:
    """Pairs are what they were; those that made one person of these two are undone, and never suggested again."""
    for pk, state in merge.before["made"].items():
        Match.objects.filter(pk=UUID(pk), state=state).delete()
    Match.objects.filter(id__among=[UUID(pk) for pk in merge.before["closed"]], state=MatchState.REFUSED).update(
        state=MatchState.SUGGESTED, by=None
    )
    own = list(Merge.objects.filter(person=merge.gone).values_list("gone", flat=True))
    mine = Match.objects.filter(
        Q(one=merge.gone) | Q(other=merge.gone), organisation=merge.organisation_id, state=MatchState.ACCEPTED
    )
    mine.exclude(Q(one__among=own) | Q(other__among=own)).update(state=MatchState.UNDONE, by=by, at=clock.now())
