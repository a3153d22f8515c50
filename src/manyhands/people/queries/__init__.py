"""Reading who is who. Other rooms import from here, not from the modules inside."""

from .grants import may, roles_of
from .organisations import (
    demonstrator,
    is_set_up,
    organisation_by_slug,
    organisations,
    organisations_of,
    own_persona,
    person_of,
    purpose_of,
    ready_for_files,
    slug_today,
    system_persona,
    waiting_organisation,
)
from .personas import person_behind
from .who import revision, services_tree, who_is_who

__all__ = [
    "demonstrator",
    "is_set_up",
    "may",
    "organisation_by_slug",
    "organisations",
    "organisations_of",
    "own_persona",
    "person_behind",
    "person_of",
    "purpose_of",
    "ready_for_files",
    "revision",
    "roles_of",
    "services_tree",
    "slug_today",
    "system_persona",
    "waiting_organisation",
    "who_is_who",
]
