"""How soon people are answered, when they are there, and how many services carry it."""

from ...types import Definition, Source
from .words import N_

ELEPHANT = Source("CHAOSS, Elephant factor", "https://chaoss.community/kb/metric-elephant-factor/")
RESPONSE = Source("CHAOSS, Time to first response", "https://chaoss.community/kb/metric-time-to-first-response/")
DATES = Source("CHAOSS, Activity dates and times", "https://chaoss.community/kb/metric-activity-dates-and-times/")
KAPLAN = Source(
    "E. L. Kaplan and P. Meier (1958), Nonparametric estimation from incomplete observations, "
    "Journal of the American Statistical Association 53 (282), 457–481",
    "https://doi.org/10.1080/01621459.1958.10501452",
)
BROOKMEYER = Source(
    "R. Brookmeyer and J. Crowley (1982), A confidence interval for the median survival time, Biometrics 38 (1), 29–41",
    "https://doi.org/10.2307/2530286",
)
THREADS = N_("threads begun in the period, ten at least, those without a reply included")

ANSWERS = (
    Definition(
        key="elephant_factor",
        title=N_("Elephant factor over services"),
        definition=N_("The fewest services whose people together made half or more of the contributions."),
        formula="min {k : the k largest sums of xᵢ by service ≥ ½ Σ xᵢ}",
        sources=(ELEPHANT,),
        denominator=N_("contributions of people whose service is known"),
        limits=N_(
            "Large services count for more simply because they are large. A count of services, so it moves in steps. "
            "Its interval comes from drawing people with their services."
        ),
    ),
    Definition(
        key="first_reply",
        title=N_("Time to first reply"),
        definition=N_(
            "The time after which half of what was asked has a reply from somebody else. Threads without a reply are "
            "not left out: they count as still waiting."
        ),
        formula="min {t : Ŝ(t) ≤ ½}, Ŝ(t) = Π (1 − dᵢ ÷ nᵢ) over tᵢ ≤ t; its interval from log(−log Ŝ)",
        sources=(RESPONSE, KAPLAN, BROOKMEYER),
        denominator=THREADS,
        limits=N_(
            "Nights and weekends count here. Not everything that is posted asks for a reply, and an answer may come by "
            "another way. If fewer than half have one, there is no such time yet."
        ),
    ),
    Definition(
        key="within_working_day",
        title=N_("Answered within a working day"),
        definition=N_(
            "How many were answered by the same time of the next working day. What was asked on a day off counts from "
            "the beginning of the next working day."
        ),
        formula="1 − Ŝ(24 hours) on a clock that runs from Monday to Friday alone, bank holidays left out",
        sources=(RESPONSE, KAPLAN),
        denominator=THREADS,
        limits=N_(
            "The working week is Monday to Friday and days have 24 hours; shifts and part-time work are not known. "
            "Those who have not waited a working day yet count as far as they have waited."
        ),
    ),
    Definition(
        key="by_hour_and_weekday",
        title=N_("Activity by hour and weekday"),
        definition=N_("When activity happens: its hours and weekdays, by the organisation's own time zone."),
        formula="|{activities at hour h of weekday d}|",
        sources=(DATES,),
        denominator=N_("none: a count"),
        limits=N_(
            "It shows when to hold a surgery, not who works when. The hour that is skipped or repeated as clocks "
            "change is counted as the clock showed it."
        ),
    ),
)
