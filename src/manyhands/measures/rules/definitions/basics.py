"""Who does how much, and how it is spread."""

from ...types import Definition, Source
from .words import N_

LORENZ = Source(
    "M. O. Lorenz (1905), Methods of measuring the concentration of wealth, "
    "Publications of the American Statistical Association 9 (70), 209–219",
    "https://doi.org/10.2307/2276207",
)
GINI = Source(
    "C. Gini (1912), Variabilità e mutabilità, Bologna; in English: L. Ceriani and P. Verme (2012), The origins of the "
    "Gini index, Journal of Economic Inequality 10, 421–443",
    "https://doi.org/10.1007/s10888-011-9188-x",
)
HILL = Source(
    "M. O. Hill (1973), Diversity and evenness: a unifying notation and its consequences, Ecology 54 (2), 427–432",
    "https://doi.org/10.2307/1934352",
)
JOST = Source(
    "L. Jost (2006), Entropy and diversity, Oikos 113 (2), 363–375",
    "https://doi.org/10.1111/j.2006.0030-1299.14714.x",
)
PIELOU = Source(
    "E. C. Pielou (1966), The measurement of diversity in different types of biological collections, "
    "Journal of Theoretical Biology 13, 131–144",
    "https://doi.org/10.1016/0022-5193(66)90013-0",
)
CHAOSS = Source(
    "CHAOSS, Contributor absence factor (formerly bus factor)",
    "https://chaoss.community/kb/metric-contributor-absence-factor/",
)
NIELSEN = Source(
    "J. Nielsen (2006), The 90-9-1 rule for participation inequality in social media and online communities",
    "https://www.nngroup.com/articles/participation-inequality/",
)
ACTIVITY_STREAMS = Source(
    "W3C (2017), Activity Vocabulary (Activity Streams 2.0)",
    "https://www.w3.org/TR/activitystreams-vocabulary/",
)

CONTRIBUTORS = N_("contributors: people with at least one contribution in the period")
BOTH = N_("given twice: among contributors, and over all members with those who did not contribute as 0")

BASICS = (
    Definition(
        key="members",
        title=N_("Members"),
        definition=N_(
            "People who belong to the places shown, and everyone who contributed to them. Bots and shared corporate "
            "accounts are not people and are left out."
        ),
        formula="N = |members ∪ contributors|",
        sources=(ACTIVITY_STREAMS,),
        denominator=N_("none: it is itself the denominator of everything said of members"),
        limits=N_(
            "Networks say who belongs now, not who belonged in the period. Where a network's export holds no "
            "membership, only those who did something are known, and the page says so."
        ),
    ),
    Definition(
        key="contributors",
        title=N_("Contributors"),
        definition=N_("People with at least one contribution in the period."),
        formula="n = |{i : xᵢ > 0}|",
        sources=(ACTIVITY_STREAMS,),
        denominator=N_("members"),
        limits=N_(
            "Reading, liking and joining are not contributions, although they are taking part too. Someone with two "
            "accounts that were not recognised as one person counts twice."
        ),
    ),
    Definition(
        key="contributions",
        title=N_("Contributions"),
        definition=N_("Messages, posts, replies, shared files and edits of pages, each counted once."),
        formula="T = Σ xᵢ",
        sources=(ACTIVITY_STREAMS,),
        denominator=N_("none: a count"),
        limits=N_(
            "A word and a long report count the same. More is not better: it says where activity is, not what it is "
            "worth."
        ),
    ),
    Definition(
        key="top_shares",
        title=N_("Top share"),
        definition=N_(
            "The part of all contributions made by the few people who contribute most: one, two, three, six and so on."
        ),
        formula="S(k) = Σ of the k largest xᵢ ÷ Σ xᵢ",
        sources=(NIELSEN, LORENZ),
        denominator=N_("all contributions in the period"),
        limits=N_("With k people or fewer it is always 100 %. Compare places of similar size only."),
    ),
    Definition(
        key="lorenz",
        title=N_("Lorenz curve"),
        definition=N_(
            "People in order from least to most contributions along the bottom, the part of all contributions that "
            "they made together up the side. If all did the same it would be the straight diagonal."
        ),
        formula="L(i ÷ n) = Σ of the i smallest xⱼ ÷ Σ xⱼ",
        sources=(LORENZ,),
        denominator=BOTH,
        limits=N_("Two curves that cross cannot be ranked as more or less even."),
    ),
    Definition(
        key="gini",
        title=N_("Gini coefficient"),
        definition=N_(
            "One number for how far the Lorenz curve is from the diagonal: 0 when all did the same, towards 1 when "
            "one person did everything."
        ),
        formula="G = 2 Σ i·xᵢ ÷ (n Σ xᵢ) − (n + 1) ÷ n, with xᵢ in ascending order (population form)",
        sources=(GINI,),
        denominator=BOTH,
        limits=N_(
            "Its largest value is 1 − 1/n, so small groups look more even than they are. Over members it is high "
            "wherever most people only read, which is usual and no fault."
        ),
    ),
    Definition(
        key="hill",
        title=N_("Hill numbers, effective hands"),
        definition=N_(
            "How many people it would be if all did the same. Order 0 counts everyone alike, order 1 weighs people "
            "by what they did, order 2 weighs the busiest most and is what we call effective hands: “as much as if "
            "five shared it equally”."
        ),
        formula="D(q) = (Σ pᵢ^q)^(1 ÷ (1 − q)), D(1) = exp(−Σ pᵢ ln pᵢ), pᵢ = xᵢ ÷ Σ xⱼ",
        sources=(HILL, JOST),
        denominator=CONTRIBUTORS,
        limits=N_("People who did not contribute add nothing. It says how work is spread, not whether it is enough."),
    ),
    Definition(
        key="evenness",
        title=N_("Evenness"),
        definition=N_(
            "How evenly contributors share it, whatever their number: 1 when all did the same, towards 0 when one "
            "did nearly everything."
        ),
        formula="J = ln D(1) ÷ ln n; 1 when n = 1",
        sources=(PIELOU,),
        denominator=CONTRIBUTORS,
        limits=N_(
            "One contributor alone has nobody to differ from and counts as 1. Sensitive to people who contributed once."
        ),
    ),
    Definition(
        key="absence_factor",
        title=N_("Contributor absence factor"),
        definition=N_(
            "The fewest people who together made half or more of the contributions: how many absences would halve it."
        ),
        formula="min {k : S(k) ≥ ½}",
        sources=(CHAOSS,),
        denominator=N_("all contributions in the period"),
        limits=N_(
            "A count of people, so it moves in steps. Others might step in if those people left: it says what hangs "
            "on them today."
        ),
    ),
    Definition(
        key="hangs_on_one",
        title=N_("Hangs on one person"),
        definition=N_("One person made half or more of the contributions (a contributor absence factor of 1)."),
        formula="S(1) ≥ ½",
        sources=(CHAOSS,),
        denominator=N_("all contributions in the period"),
        limits=N_("In a place with a handful of contributions it can come about by chance."),
    ),
    Definition(
        key="needs_more_hands",
        title=N_("Would gain from another pair of hands"),
        definition=N_(
            "An open place with fewer than four effective hands. With three, a holiday and an illness leave one pair "
            "of hands; with four there are still two."
        ),
        formula="D(2) < 4",
        sources=(HILL, JOST),
        denominator=CONTRIBUTORS,
        limits=N_(
            "Four is our choice. A place may be small on purpose, and archived places are not asked about. It is "
            "about the place, never about the people in it."
        ),
    ),
    Definition(
        key="bands",
        title=N_("Activity bands"),
        definition=N_("How many people contributed 1 to 4 times, 5 to 24, 25 to 99, and 100 times or more."),
        formula="|{i : low ≤ xᵢ ≤ high}|",
        sources=(NIELSEN,),
        denominator=CONTRIBUTORS,
        limits=N_(
            "The limits of the bands are our choice. A longer period moves people up: compare periods of the same "
            "length."
        ),
    ),
    Definition(
        key="monthly_actives",
        title=N_("Monthly contributors"),
        definition=N_(
            "People with at least one contribution in the calendar month, by the organisation's own time zone."
        ),
        formula="|{i : xᵢ,month > 0}|",
        sources=(ACTIVITY_STREAMS,),
        denominator=N_("members, or none where it is shown as a count"),
        limits=N_(
            "Months cannot be added up: someone who contributes in two is one person. Holidays and month lengths "
            "show in it."
        ),
    ),
)
