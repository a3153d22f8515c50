"""Carrying out how long things are kept: once a day, each kind by itself, written down."""

import logging

from manyhands.core import registry

from .. import queries
from ..models import Organisation
from .audit import record

logger = logging.getLogger("manyhands.retention")
VERB = "forget"


def carry_out_retention() -> dict[str, int]:
    """Deletes what is past its time; returns how many of each kind.

    The record of each organisation says what went of it and how many. One kind's failure, which is written to the
    log, does not keep the others from their turn.
    """
    gone = {}
    for kind in registry.retention:
        if kind.forget is None:
            continue
        try:
            waiting = queries.waiting(kind, Organisation.objects.values_list("pk", flat=True))
            gone[kind.name] = kind.forget()
            for organisation in Organisation.objects.filter(pk__in=waiting):
                record(
                    organisation=organisation.pk,
                    by=queries.system_persona(organisation).pk,
                    verb=VERB,
                    object=f"{kind.name}: {waiting[organisation.pk]}",
                )
        except Exception:
            logger.exception("deleting what is past its time failed: %s", kind.name)
    return gone
