"""LinkedIn: the content export of a page's analytics."""

from manyhands.networks.types import Network, Peek

from .export import LinkedInExport


def recognises(peek: Peek) -> bool:
    """The sheet "All posts", in XLS, or saved as something else."""
    return peek.headings.issuperset({"post_link", "created_date"})


NETWORK = Network("linkedin", "LinkedIn", (".xls", ".xlsx", ".csv"), LinkedInExport, recognises, matches_columns=True)
