"""Services as their page needs them; the bare tree is `who.services_tree`."""

from uuid import UUID

from django.db.models import Count, Q

from manyhands.core import clock

from ..models import Membership, Organisation, Service
from ..rules.slugs import service_slug


def service_in(organisation: Organisation, service: UUID) -> Service | None:
    """A service of this organisation by id."""
    return Service.objects.filter(organisation=organisation, id=service).first()


def service_called(organisation: Organisation, name: str) -> Service | None:
    """The service that sources mean by this name, whatever its case and punctuation."""
    return Service.objects.filter(organisation=organisation, slug=service_slug(name)).first()


def people_in_services(organisation: Organisation) -> dict[str, int]:
    """How many are in each service today, by its hex id; those of the services below it are not counted."""
    today = clock.local_date(clock.now(), organisation.zone)
    rows = Membership.objects.filter(organisation=organisation, since__lte=today, until__gt=today)
    counted = rows.values("service_id").annotate(count=Count("person_id", distinct=True))
    return {row["service_id"].hex: row["count"] for row in counted}


def is_unused(service: Service) -> bool:
    """Whether nobody ever was in it and nothing is below it."""
    return (
        not Service.objects.filter(pk=service.pk)
        .filter(Q(memberships__isnull=False) | Q(children__isnull=False))
        .exists()
    )
