"""Viva Engage, formerly Yammer: the network export, and Microsoft's report on activity by user."""

from manyhands.networks.types import Network

from .export import VivaEngageExport

NETWORK = Network("viva_engage", "Viva Engage", (".zip", ".csv"), VivaEngageExport)
