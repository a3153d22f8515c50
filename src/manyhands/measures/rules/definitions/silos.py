"""Whether services talk to each other, and who stands between them."""

from ...types import Definition, Source
from .words import N_

KRACKHARDT = Source(
    "D. Krackhardt and R. N. Stern (1988), Informal networks and organizational crises: an experimental simulation, "
    "Social Psychology Quarterly 51 (2), 123–140",
    "https://doi.org/10.2307/2786835",
)
HUBERT = Source(
    "L. Hubert and J. Schultz (1976), Quadratic assignment as a general data analysis strategy, "
    "British Journal of Mathematical and Statistical Psychology 29 (2), 190–241",
    "https://doi.org/10.1111/j.2044-8317.1976.tb00714.x",
)
NEWMAN = Source(
    "M. E. J. Newman (2003), Mixing patterns in networks, Physical Review E 67, 026126",
    "https://doi.org/10.1103/PhysRevE.67.026126",
)
WASSERMAN = Source(
    "S. Wasserman and K. Faust (1994), Social network analysis: methods and applications, Cambridge University Press",
    "https://doi.org/10.1017/CBO9780511815478",
)
FREEMAN = Source(
    "L. C. Freeman (1978), Centrality in social networks: conceptual clarification, Social Networks 1 (3), 215–239",
    "https://doi.org/10.1016/0378-8733(78)90021-7",
)
BURT = Source(
    "R. S. Burt (2004), Structural holes and good ideas, American Journal of Sociology 110 (2), 349–399",
    "https://doi.org/10.1086/421787",
)
GOULD = Source(
    "R. V. Gould and R. M. Fernandez (1989), Structures of mediation: a formal approach to brokerage in transaction "
    "networks, Sociological Methodology 19, 89–126",
    "https://doi.org/10.2307/270949",
)
JOST_PARTS = Source(
    "L. Jost (2007), Partitioning diversity into independent alpha and beta components, Ecology 88 (10), 2427–2439",
    "https://doi.org/10.1890/06-1736.1",
)
TIES = N_("ties: pairs of people of whom one replied to the other, each direction once, both with a known service")

SILOS = (
    Definition(
        key="e_i_index",
        title=N_("E-I index"),
        definition=N_(
            "Whether people reply across services or within their own: +1 all across, −1 all within. It is shown "
            "beside what it would be if services made no difference, and means nothing without that."
        ),
        formula=(
            "(E − I) ÷ (E + I); by chance 1 − 2 Σ n_g(n_g − 1) ÷ (N(N − 1)), and 999 shuffles of the services (above "
            "100,000 ties the normal curve)"
        ),
        sources=(KRACKHARDT, HUBERT),
        denominator=TIES,
        limits=N_(
            "With many small services nearly all ties are across whatever people do: on a public graph of e-mails it "
            "is +0.31, where chance alone would make it +0.91."
        ),
    ),
    Definition(
        key="attribute_assortativity",
        title=N_("Assortativity by service"),
        definition=N_(
            "How much more people reply within their own service than chance would have it, given how active each "
            "service is: 1 only within, 0 as by chance, below 0 rather across."
        ),
        formula="r = (Σ e_gg − Σ a_g b_g) ÷ (1 − Σ a_g b_g), e the parts of ties from service to service",
        sources=(NEWMAN,),
        denominator=TIES,
        limits=N_(
            "Unlike the E-I index it allows for the sizes of services. Everyone works with their own team most; "
            "some silo is usual."
        ),
    ),
    Definition(
        key="reciprocity",
        title=N_("Reciprocity"),
        definition=N_("How many of the ties go both ways: somebody replied to is also somebody who replies back."),
        formula="|{(i, j) : i → j and j → i}| ÷ |{(i, j) : i → j}|",
        sources=(WASSERMAN,),
        denominator=N_("ties: pairs of people of whom one replied to the other, each direction once"),
        limits=N_("A helpdesk that answers everyone is one-sided and useful. It says who talks, not how well."),
    ),
    Definition(
        key="degree_centralisation",
        title=N_("Centralisation"),
        definition=N_(
            "How far the network of replies is like a star, where everyone talks to one person alone: 1 a star, 0 when "
            "all have as many contacts. The number of people stands beside it."
        ),
        formula="Σ (max d − dᵢ) ÷ ((N − 1)(N − 2)); in one direction ÷ (N − 1)²",
        sources=(FREEMAN,),
        denominator=N_("N: people in the network, three at least"),
        limits=N_("In larger networks it is nearly always small. Compare networks of about the same number of people."),
    ),
    Definition(
        key="constraint",
        title=N_("Constraint"),
        definition=N_(
            "How much a person's contacts are contacts of each other: low for somebody who links people who would "
            "otherwise not be linked."
        ),
        formula="cᵢ = Σⱼ (pᵢⱼ + Σ_q pᵢ_q p_qⱼ)², pᵢⱼ = (aᵢⱼ + aⱼᵢ) ÷ Σ_k (aᵢ_k + a_kᵢ)",
        sources=(BURT,),
        denominator=N_("the person's own replies, given and received"),
        limits=N_(
            "People with one or two contacts are highly constrained whatever they do. It can be more than 1. A person "
            "sees their own; others see counts."
        ),
    ),
    Definition(
        key="brokerage",
        title=N_("Brokerage roles"),
        definition=N_(
            "How often somebody stands between two people who have not talked themselves: coordinator (all of one "
            "service), itinerant (two of one service, the broker of another), representative (broker and first of "
            "one), gatekeeper (broker and last of one), liaison (three services)."
        ),
        formula="|{(a, c) : a → b → c, not a → c, a ≠ c}| by the services of a, b and c",
        sources=(GOULD,),
        denominator=N_("none: counts of pairs of people"),
        limits=N_(
            "It grows with the square of how many contacts somebody has. A service with one person in it can have no "
            "coordinator. A person sees their own; others see counts."
        ),
    ),
    Definition(
        key="hill_partition",
        title=N_("Effectively different services"),
        definition=N_(
            "How many services it would be if all took part alike: in a typical place (alpha), altogether (gamma), and "
            "how many places that share no service it would be (beta)."
        ),
        formula="γ = α · β; order 1: ln α = Σ wⱼ Hⱼ, ln γ = H(Σ wⱼ pⱼ), H(p) = −Σ pᵢ ln pᵢ, wⱼ = nⱼ ÷ n",
        sources=(JOST_PARTS,),
        denominator=N_("contributions of people whose service is known"),
        limits=N_(
            "Beta is 1 when every place has the same mix and at most the number of places. Orders other than 0 and 1 "
            "need places of equal weight. It says that services are there, not that they talk: see assortativity."
        ),
    ),
)
