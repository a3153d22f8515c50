"""Reading who is who. Other rooms import from here, not from the modules inside."""

from .audit import all_audit, audit_page
from .documents import DOCUMENTS, document_titles, draft, draft_language
from .grants import may, people_with_access, roles_of
from .labels import basis_hints, basis_labels, kind_hints, kind_labels, role_hints, role_labels, verb_label
from .organisations import (
    chosen_organisation,
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
from .outbox import keeps_mail, outbox
from .own import about, export, export_person, own_export
from .people import (
    all_people,
    find_person,
    identities_of,
    kind_change,
    memberships_of,
    own_ids,
    people_ids,
    people_page,
    person_in,
    with_those_below,
)
from .personas import person_behind
from .services import is_unused, people_in_services, service_called, service_in
from .who import revision, services_tree, who_is_who

__all__ = [
    "DOCUMENTS",
    "about",
    "all_audit",
    "all_people",
    "audit_page",
    "basis_hints",
    "basis_labels",
    "chosen_organisation",
    "demonstrator",
    "document_titles",
    "draft",
    "draft_language",
    "export",
    "export_person",
    "find_person",
    "identities_of",
    "is_set_up",
    "is_unused",
    "keeps_mail",
    "kind_change",
    "kind_hints",
    "kind_labels",
    "may",
    "memberships_of",
    "organisation_by_slug",
    "organisations",
    "organisations_of",
    "outbox",
    "own_export",
    "own_ids",
    "own_persona",
    "people_ids",
    "people_in_services",
    "people_page",
    "people_with_access",
    "person_behind",
    "person_in",
    "person_of",
    "purpose_of",
    "ready_for_files",
    "revision",
    "role_hints",
    "role_labels",
    "roles_of",
    "service_called",
    "service_in",
    "services_tree",
    "slug_today",
    "system_persona",
    "verb_label",
    "waiting_organisation",
    "who_is_who",
    "with_those_below",
]
