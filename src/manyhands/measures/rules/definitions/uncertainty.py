"""How sure a figure is, and whether it has changed."""

from ...types import Definition, Source
from .words import N_

EFRON = Source(
    "B. Efron (1979), Bootstrap methods: another look at the jackknife, The Annals of Statistics 7 (1), 1–26",
    "https://doi.org/10.1214/aos/1176344552",
)
COWELL = Source(
    "F. A. Cowell and E. Flachaire (2007), Income distribution and inequality measurement: the problem of extreme "
    "values, Journal of Econometrics 141 (2), 1044–1072",
    "https://doi.org/10.1016/j.jeconom.2007.01.001",
)
HILL_TAIL = Source(
    "B. M. Hill (1975), A simple general approach to inference about the tail of a distribution, "
    "The Annals of Statistics 3 (5), 1163–1174",
    "https://doi.org/10.1214/aos/1176343247",
)
WILSON = Source(
    "E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, "
    "Journal of the American Statistical Association 22 (158), 209–212",
    "https://doi.org/10.1080/01621459.1927.10502953",
)

TOO_FEW = {
    "few_people": N_("Too few to say: fewer than ten people."),
    "few_services": N_("Too few to say: fewer than three services on one side."),
    "few_threads": N_("Too few to say: fewer than ten threads."),
    "wide": N_("Too few to say: with so few people it could be nearly anything."),
    "not_reached": N_("Too early to say: fewer than half have been answered."),
    "too_early": N_("Too early to say: nobody has waited a working day yet."),
}
"""Why there is no number, by the `reason` of an estimate."""

UNCERTAINTY = (
    Definition(
        key="interval",
        title=N_("Interval"),
        definition=N_(
            "How far a figure could lie from what it would be if other people of the same sort had taken part. With "
            "fewer than ten people, or where it could be nearly anything, we say that there are too few to say."
        ),
        formula=(
            "2.5 % and 97.5 % of the figure in 1,000 resamples of n people; the √n busiest (four at least) are drawn "
            "from P(X > x) = (x₀ ÷ x)^α, fitted to them by 1 ÷ α = mean of ln(xᵢ ÷ x₀), the others as they are"
        ),
        sources=(EFRON, COWELL, HILL_TAIL),
        denominator=N_("contributors, or members where the figure is over members"),
        limits=N_(
            "The figure itself is exact for this period. In simulated organisations of 10 to 400 people the interval "
            "held the truth at least 90 times in a hundred, more often where few people do most. Ten people, and "
            "nearly anything being 85 % of what is possible, are our choice."
        ),
    ),
    Definition(
        key="proportion",
        title=N_("Interval of a proportion"),
        definition=N_("How far a part of a group of people could lie from what it would be among many like them."),
        formula="(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n), z = 1.96",
        sources=(WILSON,),
        denominator=N_("the group of which it is a part, ten people at least"),
        limits=N_("It knows chance alone: not that people may have been counted who should not have been."),
    ),
    Definition(
        key="change",
        title=N_("Change between periods"),
        definition=N_(
            "The figure of the later period less that of the earlier, with an interval. Where the interval holds 0 the "
            "figure may not have changed at all."
        ),
        formula="Δ = after − before; 2.5 % and 97.5 % of the differences of 1,000 pairs of resamples",
        sources=(EFRON, COWELL),
        denominator=N_("as the figure itself, in each period"),
        limits=N_(
            "Both periods are resampled by themselves. Many people contribute in both, so the interval is rather too "
            "wide than too narrow. Compare periods of the same length and season."
        ),
    ),
)
