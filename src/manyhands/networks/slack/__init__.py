"""Slack: the export that an administrator downloads (https://slack.com/help/articles/201658943)."""

from manyhands.networks.types import Network, Peek

from .export import SlackExport


def recognises(peek: Peek) -> bool:
    return peek.holds("channels.json", "users.json")


NETWORK = Network("slack", "Slack", (".zip",), SlackExport, recognises, common=True)
