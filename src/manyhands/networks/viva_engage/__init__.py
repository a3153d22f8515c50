"""Viva Engage, formerly Yammer: the network export, and Microsoft's report on activity by user."""

from manyhands.networks.types import Network, Peek

from .export import VivaEngageExport
from .mapping import MESSAGES_NEED, REPORT_NEEDS


def recognises(peek: Peek) -> bool:
    """An export, with or without its users; its Messages.csv alone; or the report, in a ZIP or not."""
    if peek.names:
        return peek.holds("messages.csv") or any("yammeractivityuserdetail" in name for name in peek.names)
    return peek.headings.issuperset({*MESSAGES_NEED, "thread_id"}) or peek.headings.issuperset(REPORT_NEEDS)


NETWORK = Network("viva_engage", "Viva Engage", (".zip", ".csv"), VivaEngageExport, recognises, common=True)
