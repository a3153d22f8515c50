"""Each figure of the overview in plain words, and each formula said aloud."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from manyhands.ui.formats import number, percent

from ...types import FigureShown


def plainly(figure: FigureShown) -> str:
    """What the value of a figure says."""
    value = figure.value
    if not isinstance(value, int | float):
        return ""
    if figure.key == "top_shares":
        people = int(figure.of)
        return ngettext(
            "The one person who did most made {share} of all contributions.",
            "The {people} people who did most made {share} of all contributions.",
            people,
        ).format(people=number(people), share=percent(float(value)))
    if figure.key == "hill":
        return {
            "0": _("How many people took part, each counted once."),
            "1": _("As if so many had shared it equally, counting those who do little as well."),
            "2": _("As if so many had shared it equally, looking at those who do most."),
        }[figure.of]
    if figure.key == "absence_factor":
        return ngettext(
            "Half or more of it was done by {number} person.",
            "Half or more of it was done by {number} people.",
            int(value),
        ).format(number=number(int(value)))
    return {
        ("gini", "contributors"): _("0 if all who took part did the same; near 1 if one did nearly everything."),
        ("gini", "members"): _("The same, with everybody who could take part and did not counted as 0."),
        ("evenness", ""): _("1 if all who took part did the same; near 0 if one did nearly everything."),
    }.get((figure.key, figure.of), "")


FORMULAS = {
    "members": N_("Everybody who belongs and everybody who contributed, each counted once."),
    "contributors": N_("Count the people with one contribution or more."),
    "contributions": N_("Add up what everybody contributed."),
    "top_shares": N_("Add up what the busiest so many people contributed; divide by all contributions."),
    "lorenz": N_(
        "Put people in order, those who did least first; for each share of them add up what they contributed and "
        "divide by all contributions."
    ),
    "gini": N_("Twice the area between the Lorenz curve and the diagonal."),
    "hill": N_(
        "Take each person’s share of all contributions. For effective hands, add up the squares of the shares and "
        "divide 1 by the sum."
    ),
    "evenness": N_(
        "The logarithm of the Hill number of order 1, divided by the logarithm of the number of contributors."
    ),
    "absence_factor": N_("Begin with the busiest person and count on until half of all contributions is reached."),
    "hangs_on_one": N_("The busiest person’s contributions are half of all, or more."),
    "needs_more_hands": N_("Effective hands are fewer than four."),
    "bands": N_("Count the people whose number of contributions lies within each band."),
    "monthly_actives": N_("For each month, count the people with one contribution or more in it."),
    "interval": N_(
        "Draw as many people at random again, a thousand times, and work the figure out each time; leave the lowest "
        "and the highest fortieth out. How much the busiest might do follows a curve fitted to them."
    ),
    "proportion": N_("Wilson’s interval: which proportions would make what was seen unsurprising, 19 times in 20."),
    "change": N_("The later figure less the earlier one; the interval as above, with both periods drawn again."),
    "hands_by_place": N_("For each place, count the people who contributed there; then count the places."),
    "falls_silent": N_("Take so many people away, and count the places where nobody is left who contributed."),
    "truck_factor": N_("Take people away until more than half of the places have nobody left; count those taken."),
    "connected_after": N_(
        "Take the busiest away; of those who stay, divide the largest group linked by replies by all who stay."
    ),
    "e_i_index": N_(
        "Ties to other services less ties inside, divided by all ties; beside it what comes out when people are dealt "
        "to the services at random."
    ),
    "attribute_assortativity": N_(
        "The share of ties inside services less the share that chance would make, divided by the most it could be."
    ),
    "reciprocity": N_("Ties that go both ways, divided by all ties."),
    "degree_centralisation": N_(
        "How far everybody’s number of contacts is behind the largest, added up, divided by what it would be in a star."
    ),
    "constraint": N_(
        "For each contact, the share of a person’s ties that lead there directly or through others, squared; then "
        "added up."
    ),
    "brokerage": N_("Count the pairs who do not address each other and both have a tie with this person, by service."),
    "hill_partition": N_(
        "Work out effective numbers of services within places and altogether; their ratio is how different places are."
    ),
    "elephant_factor": N_("Begin with the busiest service and count on until half of all contributions is reached."),
    "first_reply": N_(
        "Follow what was asked from the moment of asking; find the time by which half has an answer, where what still "
        "waits counts as long as it was followed."
    ),
    "within_working_day": N_(
        "The same, on a clock that stands still at weekends and on bank holidays, read at 24 hours."
    ),
    "by_hour_and_weekday": N_("Count activities by hour and by day of the week."),
    "funnel": N_("Count the people who took a step and all known steps before it; divide by those at the step before."),
    "newcomers": N_(
        "Count newcomers who contributed again on days 31 to 60; divide by all newcomers whose sixtieth day has passed."
    ),
    "helpers": N_("Count the people who replied to somebody who had begun within the thirty days before."),
    "invited": N_(
        "The share of those invited who took the step, less the share of those not invited yet who took it. Its "
        "interval is the wider of two: for people one by one, and for services invited as a whole."
    ),
    "use_followed": N_(
        "Count the people who contributed within so many days after they were first helped; divide by all who were "
        "helped so long ago."
    ),
    "retention": N_(
        "Of those who began in a month, count who contributed so many months later; divide by all of them."
    ),
}
"""By the key of a definition."""


def in_words(key: str) -> str:
    return _(FORMULAS[key]) if key in FORMULAS else ""
