"""From interested to helping others, and who comes back."""

from ...types import Definition, Source
from .uncertainty import WILSON
from .words import N_

WIKIMEDIA = Source(
    "Wikimedia Foundation, Research: Surviving new editor",
    "https://meta.wikimedia.org/wiki/Research:Surviving_new_editor",
)
CONVERSION = Source("CHAOSS, Conversion rate", "https://chaoss.community/kb/metric-conversion-rate/")
READER_TO_LEADER = Source(
    "J. Preece and B. Shneiderman (2009), The reader-to-leader framework: motivating technology-mediated social "
    "participation, AIS Transactions on Human-Computer Interaction 1 (1), 13–32",
    "https://aisel.aisnet.org/thci/vol1/iss1/5/",
)
GLENN = Source("N. D. Glenn (2005), Cohort analysis, second edition, SAGE", "https://doi.org/10.4135/9781412983662")

NEWCOMBE = Source(
    "R. G. Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of "
    "eleven methods, Statistics in Medicine 17 (8), 873–890",
    "https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I",
)
COCHRAN = Source(
    "W. G. Cochran (1977), Sampling techniques, third edition, Wiley",
    "https://www.wiley.com/en-us/Sampling+Techniques%2C+3rd+Edition-p-9780471162407",
)
KIRKPATRICK = Source(
    "J. D. Kirkpatrick and W. K. Kirkpatrick (2016), Kirkpatrick’s four levels of training evaluation, ATD Press: "
    "level 3, behaviour",
    "https://www.kirkpatrickpartners.com/the-kirkpatrick-model/",
)

JOURNEY = (
    Definition(
        key="funnel",
        title=N_("Funnel"),
        definition=N_(
            "How many are interested, have access, signed up, contributed for the first time, became regular, and help "
            "others. Every step counts people who took all known steps before it, too."
        ),
        formula="Fₛ = S₁ ∩ … ∩ Sₛ over the known steps; share |Fₛ| ÷ |Fₛ₋₁|",
        sources=(READER_TO_LEADER, CONVERSION, WILSON),
        denominator=N_("people of the step before, those left out of whom it is too early to tell"),
        limits=N_(
            "A step that no network tells and nobody typed is missing, not 0. People who contributed without a step "
            "before it are counted beside. Reading, and help given elsewhere, are not below contributing: they are not "
            "seen here."
        ),
    ),
    Definition(
        key="newcomers",
        title=N_("Surviving new contributors"),
        definition=N_(
            "People who contributed for the first time and again on days 31 to 60. Those whose sixtieth day is yet to "
            "come are marked: it is too early to say."
        ),
        formula="|{i : ∃ contribution at day 31 … 60 after the first}| ÷ |{i : first day + 59 ≤ last day known}|",
        sources=(WIKIMEDIA, WILSON),
        denominator=N_("people whose first contribution was at least sixty days before the end of what is known"),
        limits=N_(
            "Wikimedia counts from the day somebody registered; few exports tell that day, so we count from the first "
            "contribution. Whoever contributed before the beginning of the data looks new in it. A return after two "
            "months is not seen."
        ),
    ),
    Definition(
        key="helpers",
        title=N_("People who help newcomers"),
        definition=N_(
            "People who replied to somebody else in the first thirty days after that person's first contribution."
        ),
        formula="|{i : i replied to j ≠ i, first dayⱼ ≤ day < first dayⱼ + 30}|",
        sources=(READER_TO_LEADER, WIKIMEDIA),
        denominator=N_("regular contributors, in the funnel"),
        limits=N_("Any reply counts, as texts are not read. Help given in person or in private is not seen."),
    ),
    Definition(
        key="retention",
        title=N_("Retention by month"),
        definition=N_(
            "Of the people who contributed for the first time in a month, how many contributed again one month later, "
            "two months later and so on. Months that are not over are marked."
        ),
        formula="R(c, k) = |{i : first monthᵢ = c, xᵢ,c+k > 0}| ÷ |{i : first monthᵢ = c}|",
        sources=(GLENN,),
        denominator=N_("people whose first contribution was in that month"),
        limits=N_(
            "Small cohorts jump about. The first months of the data hold everyone who was there before. Somebody who "
            "skips a month and comes back counts again."
        ),
    ),
    Definition(
        key="invited",
        title=N_("What came of an invitation"),
        definition=N_(
            "How many of those who were invited took the step within thirty days, less how many of those on the same "
            "step who were not invited yet. Where the interval holds 0 the invitation may have changed nothing."
        ),
        formula=(
            "q − p, q = invited who took it ÷ invited, p = not invited yet likewise; Newcombe’s interval, and where "
            "whole services were invited q − p ± t √(Σ k ÷ (k − 1) · Σ (aᵢ − p nᵢ)² ÷ n²) if that is wider"
        ),
        sources=(NEWCOMBE, COCHRAN, WILSON),
        denominator=N_("people who stood on the step on the day of the invitation, ten at least on each side"),
        limits=N_(
            "Only where chance chose who was invited first does a difference come from the invitation. Otherwise those "
            "invited may have been others to begin with. Fewer than three services on a side are too few to say."
        ),
    ),
    Definition(
        key="use_followed",
        title=N_("Use that followed help"),
        definition=N_(
            "Of the people who were trained or helped and agreed that it is kept who they are, how many contributed "
            "within thirty, and within ninety, days after; beside it how many of the same people had in as many days "
            "before. Those helped not long enough ago are counted apart: it is too early to say."
        ),
        formula=(
            "|{i : ∃ contribution at day 1 … w after the first help}| ÷ |{i : first help + w ≤ last day known}|, "
            "w = 30, 90"
        ),
        sources=(KIRKPATRICK, WILSON),
        denominator=N_("people who are named as helped, each once, of whom all the days after are known"),
        limits=N_(
            "It does not say that the help was the reason: whoever comes to a course may have been about to begin. Who "
            "did not agree, or has no account that is known here, is not in it, and what nobody brought in is not "
            "seen. Fewer than five people are never told of, fewer than ten have no interval. Who was helped is kept "
            "for four hundred days; then only how many."
        ),
    ),
)
