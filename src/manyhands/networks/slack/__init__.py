"""Slack: the export that an administrator downloads (https://slack.com/help/articles/201658943)."""

from manyhands.networks.types import Network

from .export import SlackExport

NETWORK = Network("slack", "Slack", (".zip",), SlackExport)
