"""Making, changing and archiving groups; joining and leaving them."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from manyhands.core import clock, registry
from manyhands.core.ids import uuid7
from manyhands.core.search import index
from manyhands.ledger.types import ActivityType
from manyhands.notices import actions as notices
from manyhands.people import actions as people
from manyhands.people import queries as who
from manyhands.people.types import Role

from .. import queries
from ..errors import NotPossible
from ..models import Group, GroupMember
from ..types import BELONGS, Access, Following, Standing
from . import ledger
from .following import follow, unfollow

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Persona


def create_group(
    *,
    organisation: "Organisation",
    name: str,
    purpose: str,
    access: Access,
    by: UUID,
    share_with: Collection[UUID] = (),
    id: UUID | None = None,
) -> Group:
    """Makes a group that its maker keeps and follows. `share_with`: other organisations whose people it is for too."""
    persona = _persona(by)
    try:
        with transaction.atomic():
            group = Group.objects.create(
                id=id or uuid7(),
                organisation=organisation,
                name=_named(name),
                purpose=purpose.strip()[:500],
                access=Access(access),
            )
            index.put(group)
            _share(group, share_with, by)
            people.record(organisation=group.organisation_id, by=by, verb="make_group", object=group.pk.urn)
            ledger.keep_place(group, by=by)
            ledger.record(
                group, persona, ledger.on_group("group", group, persona.actor, ActivityType.CREATE, group.pk.hex)
            )
            _take_in(group, persona, Standing.KEEPER)
    except IntegrityError:
        raise NotPossible(_("There is a group of that name already.")) from None
    return group


def begin_with_a_group(founded: registry.Founded) -> Group | None:
    """Makes the group that an organisation begins with, open to all of it; None where there are groups already.

    From then on it is a group like any other: it can be renamed, changed and archived, and is not made again.
    """
    if Group.objects.filter(organisation=founded.organisation, is_practice=False).exists():
        return None
    return create_group(
        organisation=_persona(founded.persona).organisation,
        name=_("Welcome: say hello"),
        purpose=_("Say in a sentence who you are, and one thing that you would like to know."),
        access=Access.OPEN,
        id=queries.first_group_id(founded.organisation),
        by=founded.persona,
    )


def change_group(
    *, group: Group, name: str, purpose: str, access: Access, share_with: Collection[UUID], by: UUID
) -> Group:
    """Changes what a group is called, is for, and whom it is for. Who belongs goes on belonging."""
    try:
        with transaction.atomic():
            group = Group.objects.select_for_update().get(pk=group.pk)
            group.name, group.purpose, group.access = _named(name), purpose.strip()[:500], Access(access)
            group.save(update_fields=["name", "purpose", "access"])
            index.put(group)
            _share(group, share_with, by)
            people.record(organisation=group.organisation_id, by=by, verb="change_group", object=group.pk.urn)
            ledger.keep_place(group, by=by)
            if group.access == Access.OPEN:
                for asked in GroupMember.objects.filter(group=group, standing=Standing.ASKED):
                    _let_in(group, asked, by)
    except IntegrityError:
        raise NotPossible(_("There is a group of that name already.")) from None
    return group


def archive_group(*, group: Group, by: UUID, archived: bool = True) -> None:
    """Makes a group read only, or opens it for writing again. Nothing in it is lost."""
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(archived=clock.now() if archived else None)
        verb = "archive_group" if archived else "reopen_group"
        people.record(organisation=group.organisation_id, by=by, verb=verb, object=group.pk.urn)


def join(*, group: Group, by: UUID) -> Standing:
    """Joins an open group; asks those who keep a closed one. Returns what one is in it now."""
    persona = _persona(by)
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=group.pk)
        here = queries.standing(group, persona.pk)
        if here:
            return Standing(here)
        if group.archived or group.access == Access.PRIVATE:
            raise NotPossible(_("This group takes nobody in at the moment."))
        if group.access == Access.OPEN:
            _take_in(group, persona, Standing.MEMBER)
            return Standing.MEMBER
        GroupMember.objects.create(
            organisation_id=group.organisation_id, group=group, persona=persona, standing=Standing.ASKED
        )
        notices.notify(
            organisation=group.organisation_id,
            people=queries.keepers(group),
            kind="discussions.asked_to_join",
            key=f"join/{group.pk.hex}/{persona.pk.hex}/{clock.now():%Y%m%d}",
            path=f"discussions/groups/{group.pk}/members",
            words={"who": persona.name, "group": group.name},
            by=by,
        )
        return Standing.ASKED


def leave(*, group: Group, by: UUID) -> None:
    """Leaves a group, or takes back having asked to join. What one wrote stays."""
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=group.pk)
        if group.is_practice:
            raise NotPossible(_("This is a practice space: end it on its own page."))
        found = GroupMember.objects.select_related("persona").filter(group=group, persona=by).first()
        if found:
            _not_the_last_keeper(group, found)
            _let_go(group, found)


def let_in(*, member: GroupMember, by: UUID) -> None:
    """Makes somebody who asked a member, and tells them."""
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=member.group_id)
        member = GroupMember.objects.select_related("persona").filter(pk=member.pk, standing=Standing.ASKED).first()
        if member:
            _let_in(group, member, by)


def refuse(*, member: GroupMember, by: UUID) -> None:
    """Takes somebody who asked off the list. They are not told; they can ask again."""
    with transaction.atomic():
        GroupMember.objects.filter(pk=member.pk, standing=Standing.ASKED).delete()
        people.record(organisation=member.organisation_id, by=by, verb="refuse_member", object=member.group_id.urn)


def add_member(*, group: Group, persona: "Persona", by: UUID) -> None:
    """Takes somebody into a group and tells them: the way into a private one."""
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=group.pk)
        if persona.organisation_id not in queries.organisations_of(group):
            raise NotPossible(_("That person’s organisation does not share this group."))
        if queries.standing(group, persona.pk) in BELONGS:
            return
        GroupMember.objects.filter(group=group, persona=persona).delete()
        _take_in(group, persona, Standing.MEMBER)
        people.record(organisation=group.organisation_id, by=by, verb="add_member", object=group.pk.urn)
        _tell_is_in(group, persona.pk, by)


def remove_member(*, member: GroupMember, by: UUID) -> None:
    """Takes somebody out of a group. What they wrote stays."""
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=member.group_id)
        _not_the_last_keeper(group, member)
        people.record(organisation=group.organisation_id, by=by, verb="remove_member", object=group.pk.urn)
        _let_go(group, member)


def set_keeper(*, member: GroupMember, keeper: bool, by: UUID) -> None:
    """Lets a member keep the group too, or no longer."""
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=member.group_id)
        if not keeper:
            _not_the_last_keeper(group, member)
        standing = Standing.KEEPER if keeper else Standing.MEMBER
        GroupMember.objects.filter(pk=member.pk, standing__in=BELONGS).update(standing=standing)
        people.record(organisation=group.organisation_id, by=by, verb=f"make_{standing}", object=group.pk.urn)


def _take_in(group: Group, persona: "Persona", standing: Standing) -> None:
    made = GroupMember.objects.create(
        organisation_id=group.organisation_id, group=group, persona=persona, standing=standing
    )
    _joined(group, made)


def _let_in(group: Group, member: GroupMember, by: UUID) -> None:
    member.standing, member.since = Standing.MEMBER, clock.now()
    member.save(update_fields=["standing", "since"])
    people.record(organisation=group.organisation_id, by=by, verb="let_in", object=group.pk.urn)
    _joined(group, member)
    _tell_is_in(group, member.persona_id, by)


def _joined(group: Group, member: GroupMember) -> None:
    persona = member.persona
    Group.objects.filter(pk=group.pk).update(members=F("members") + 1)
    follow(kind=Following.GROUP, target=group.pk.hex, by=persona)
    if group.access != Access.OPEN:
        ledger.keep_place(group, by=persona.pk)
    ledger.record(group, persona, ledger.on_group("join", group, persona.actor, ActivityType.JOIN, member.pk.hex))


def _let_go(group: Group, member: GroupMember) -> None:
    persona, belonged = member.persona, member.standing in BELONGS
    key = member.pk.hex
    member.delete()
    unfollow(kind=Following.GROUP, target=group.pk.hex, by=persona)
    if belonged:
        Group.objects.filter(pk=group.pk).update(members=F("members") - 1)
        if group.access != Access.OPEN:
            ledger.keep_place(group, by=persona.pk)
        ledger.record(group, persona, ledger.on_group("leave", group, persona.actor, ActivityType.LEAVE, key))


def _not_the_last_keeper(group: Group, member: GroupMember) -> None:
    if member.standing != Standing.KEEPER or group.members <= 1:
        return
    others = GroupMember.objects.filter(group=group, standing=Standing.KEEPER).exclude(pk=member.pk)
    if not others.exists():
        raise NotPossible(_("Nobody else keeps this group. Ask another member to, then leave."))


def _tell_is_in(group: Group, persona: UUID, by: UUID) -> None:
    notices.notify(
        organisation=group.organisation_id,
        people=[persona],
        kind="discussions.is_member",
        key=f"member/{group.pk.hex}/{persona.hex}/{clock.now():%Y%m%d}",
        path=f"discussions/groups/{group.pk}",
        words={"group": group.name},
        by=by,
    )


def _share(group: Group, share_with: Collection[UUID], by: UUID) -> None:
    """Shares a group with these organisations and no others."""
    grants = {grant.to_organisation_id: grant for grant in who.shared_with(group.pk)}
    wanted = set(share_with) - {group.organisation_id}
    others = {each.pk: each for each in who.other_organisations(group.organisation_id)} if wanted - set(grants) else {}
    for organisation in wanted - set(grants):
        if organisation in others:
            people.grant(
                organisation=group.organisation_id,
                role=Role.MEMBER,
                to_organisation=others[organisation],
                thing=group.pk.urn,
                by=by,
            )
    for organisation, given in grants.items():
        if organisation not in wanted:
            people.revoke(grant=given, by=by)
    Group.objects.filter(pk=group.pk).update(across=bool(wanted))
    group.across = bool(wanted)


def _named(name: str) -> str:
    name = " ".join(name.split())[:100]
    if not name:
        raise NotPossible(_("Give the group a name."))
    return name


def _persona(by: UUID) -> "Persona":
    found = who.persona(by)
    if found is None:
        raise NotPossible(_("You can’t act under this name any more."))
    return found
