"""What hangs on few people."""

from ...types import Definition, Source
from .words import N_

AVELINO = Source(
    "G. Avelino, L. Passos, A. Hora and M. T. Valente (2016), A novel approach for estimating truck factors, "
    "24th IEEE International Conference on Program Comprehension",
    "https://arxiv.org/abs/1604.06766",
)
ALBERT = Source(
    "R. Albert, H. Jeong and A.-L. Barabási (2000), Error and attack tolerance of complex networks, "
    "Nature 406, 378–382",
    "https://doi.org/10.1038/35019019",
)
LIVE = N_("places with at least one active hand in the period")

LEAVING = (
    Definition(
        key="hands_by_place",
        title=N_("Hands by place"),
        definition=N_("How many places have no active hand, one, two, and three or more."),
        formula="h(p) = |{i : xᵢ,ₚ ≥ 1}|; |{p : h(p) = 0}|, |{p : h(p) = 1}|, |{p : h(p) = 2}|",
        sources=(AVELINO,),
        denominator=N_("open places"),
        limits=N_(
            "One contribution makes an active hand. A place may be quiet because its work is done; it says where to "
            "ask, not what is wrong."
        ),
    ),
    Definition(
        key="falls_silent",
        title=N_("What falls silent"),
        definition=N_(
            "How many places would have no active hand left if the few most active people left; and the most that any "
            "so many people could leave silent."
        ),
        formula="|{p : h(p) > 0, all hands of p among those who leave}|; exactly: its largest value over all sets of k",
        sources=(AVELINO,),
        denominator=LIVE,
        limits=N_(
            "Others may step in. The exact answer is looked for in organisations of up to 3,000 pairs of a person and "
            "a place, for ten seconds at most."
        ),
    ),
    Definition(
        key="truck_factor",
        title=N_("Truck factor over places"),
        definition=N_(
            "The fewest people without whom more than half of the places would be silent. Given twice: taking first "
            "those who are active in most places, and exactly."
        ),
        formula="min {|S| : |{p : hands of p ⊆ S}| > ½ |{p : h(p) > 0}|}",
        sources=(AVELINO,),
        denominator=LIVE,
        limits=N_(
            "Avelino counts authors of files; we count hands of places, and whoever contributed once is a hand. "
            "The exact number is never larger than the other. It is about the organisation, never a list of people to "
            "watch."
        ),
    ),
    Definition(
        key="connected_after",
        title=N_("What stays connected"),
        definition=N_(
            "If the most active people left: how many of those who stay would still be linked by replies, directly or "
            "through others."
        ),
        formula="|largest connected part of those who stay| ÷ |those who stay|",
        sources=(ALBERT,),
        denominator=N_("people who replied or were replied to in the period, less those who leave"),
        limits=N_("Replies only: people who talk elsewhere are not seen. Who would take over is not known."),
    ),
)
