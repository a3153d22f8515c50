"""Microsoft Teams: Microsoft 365's report on activity by user. Teams itself has no export of what was said."""

from manyhands.networks.types import Network, Peek

from .export import TeamsExport
from .mapping import NEEDED


def recognises(peek: Peek) -> bool:
    """The report, in a ZIP or not."""
    return peek.headings.issuperset(NEEDED) or any("teamsuseractivityuserdetail" in name for name in peek.names)


NETWORK = Network("teams", "Microsoft Teams", (".csv", ".zip"), TeamsExport, recognises, common=True)
