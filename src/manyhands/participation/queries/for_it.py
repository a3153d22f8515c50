"""A page to hand to IT where a network is blocked at work: which addresses, why, and what is asked."""

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.networks import queries as networks
from manyhands.networks.types import HUB, RegisterRow, SoughtPlaces
from manyhands.people import queries as people
from manyhands.ui import formats
from manyhands.ui.report.letter import Letter, Passage

from ..rules.hosts import hosts
from .access import Network, networks_to_reach

if TYPE_CHECKING:
    from manyhands.people.models import Organisation, Person

MOST = 40  # lines of the register; who opens the addresses needs no more


def network_called(organisation: "Organisation", key: str) -> Network | None:
    """A network of the register, or the hub; None for any other."""
    return next((each for each in networks_to_reach(organisation.pk) if each.key == key), None)


def for_it(organisation: "Organisation", network: Network, *, asks: "Person", hub_address: str) -> Letter:
    """What to hand over, with the register's own addresses and purposes, in the reader's language."""
    lines = _lines(organisation, network)
    addresses = [hub_address] if network.key == HUB else [line.address for line in lines]
    return Letter(
        title=_("Please let {network} through").format(network=_named(network)),
        organisation=organisation.name,
        made=people.today_in(organisation),
        language=(translation.get_language() or "en")[:2],
        answer=_(
            "Colleagues at {organisation} can’t reach {network} at work, and need it there. This page says which "
            "addresses it is about, why, and what is asked."
        ).format(organisation=organisation.name, network=_named(network)),
        sections=(
            _which(addresses, network),
            _why(lines, network),
            _asked(lines),
            _data_protection(organisation, network),
            Passage(
                _("If it has to stay blocked"),
                (
                    _(
                        "Then please say why, who decided it, and when it is looked at again, so that colleagues can "
                        "be told. Some use their own phone meanwhile; that is their choice, and nobody can be asked to."
                    ),
                ),
            ),
            _whom_to_ask(organisation, asks),
        ),
    )


def _lines(organisation: "Organisation", network: Network) -> list[RegisterRow]:
    if network.key == HUB:
        return []
    sought = SoughtPlaces(network=network.key, sort="name")
    return list(networks.register_rows(organisation.pk, sought, [], networks.Reader()))


def _named(network: Network) -> str:
    return _("Manyhands") if network.key == HUB else network.title


def _which(addresses: list[str], network: Network) -> Passage:
    found = hosts(addresses)
    said = _("By HTTPS (port 443), with everything below them:") if found else _(
        "The register of accounts has no web address for {network} yet. Its supplier says which addresses it needs."
    ).format(network=_named(network))  # fmt: skip
    return Passage(_("Which addresses"), (said,), tuple(found))


def _why(lines: list[RegisterRow], network: Network) -> Passage:
    if network.key == HUB:
        return Passage(
            _("Why"),
            (
                _(
                    "Colleagues ask and answer one another there, across services and with other councils, and hear "
                    "what is new. Who can’t reach it at work is left out of it."
                ),
            ),
        )
    said = _("These accounts and places are in the organisation’s register:")
    more = (_("And {number} more.").format(number=formats.number(len(lines) - MOST)),) if len(lines) > MOST else ()
    return Passage(
        _("Why"),
        (said, *more),
        headings=(_("Account or place"), _("Address"), _("What it is for"), _("Whom it is for")),
        rows=tuple(
            (line.name, line.address or "–", line.purpose or _("Not written down yet"), line.audience or "–")
            for line in lines[:MOST]
        ),
    )


def _asked(lines: list[RegisterRow]) -> Passage:
    services = sorted({line.service for line in lines if line.service})
    for_whom = (
        _("Let these addresses through, for reading and writing: for everybody, or at least for {services}.").format(
            services=", ".join(services)
        )
        if services
        else _("Let these addresses through for everybody, for reading and writing.")
    )
    return Passage(
        _("What is asked"),
        points=(
            for_whom,
            _("On the organisation’s own network and devices, and from home through its remote access."),
            _("Where the supplier’s documentation lists further addresses, for pictures or sign-in, those as well."),
            _("An exception for these addresses is enough: a whole category of a filter need not be opened."),
            _("Nothing has to be installed, and nobody needs more rights on their device."),
            _("If that can’t be done: which part can, for example some devices or services, and what is missing?"),
        ),
    )


def _data_protection(organisation: "Organisation", network: Network) -> Passage:
    purpose = people.purpose_of(organisation)
    own = (
        _("Manyhands holds what colleagues write in it, on a machine run by {host}.").format(
            host=organisation.run_by or organisation.name
        )
        if network.key == HUB
        else _(
            "The accounts belong to the organisation. Its register says how many can post from each and who can "
            "recover it."
        )
    )
    contact = (
        _("Purpose and lawful basis were recorded on {day}. Contact for data protection: {contact}.").format(
            day=formats.date(purpose.recorded), contact=purpose.data_protection_contact
        )
        if purpose
        else _("Purpose and lawful basis are not recorded yet. Ask the data protection officer before you decide.")
    )
    return Passage(
        _("Data protection"),
        points=(
            own,
            _("The rules for what may be written stay as they are: nothing personal about residents or colleagues."),
            _(
                "A filter that opens encrypted connections reads sign-ins and private messages. Leave these addresses "
                "out of that, or tell staff."
            ),
            _("What a filter records of who opens them is personal data of staff: keep it as short as for others."),
            _("Of activity on networks Manyhands keeps who did what and when, never what was written there."),
            contact,
        ),
    )


def _whom_to_ask(organisation: "Organisation", asks: "Person") -> Passage:
    who = ", ".join(filter(None, (asks.name, asks.email))) or organisation.name
    return Passage(_("Whom to ask"), points=(_("Asked by: {who}").format(who=who),))
