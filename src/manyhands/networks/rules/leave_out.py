"""Which places are proposed for leaving out before anything in them is read. Only a proposal: a person decides.

Trade union membership, political opinions, health, faith, ethnic origin and sexual orientation are special category
data (UK GDPR, article 9). Only a place's name is looked at: by whole words, in any case, with `-`, `_` and the like
as spaces, so that "community" is no union while "Unite branch" is one. It proposes too much rather than too little,
and can't know a place that is named after nothing ("the-snug").
"""

import re

from .words import N_

UNION = N_("Looks like a trade union’s place: who belongs to one is special category data.")
POLITICAL = N_("Looks like a political group’s place: opinions are special category data.")
WELLBEING = N_("Looks like a place to talk about health or wellbeing, which is special category data.")
NETWORK = N_("Looks like a network of people who share something personal, which may be special category data.")
PERSONNEL = N_("Looks like a place for matters of individual employees.")

NAMES = {
    UNION: """
        union, unions, trade unions?, tuc, unison, unite, gmb, nasuwt, neu, nut, ucu, pcs, rcn, naht, ascl, aspect, aep,
        ucatt, usdaw, fbu, aslef, rmt, tssa, prospect, napo, bma, staff side, staffside, shop stewards?,
        industrial action
        """,
    POLITICAL: """
        political, politics, labour, tory, tories, conservatives?, lib dems?, libdems?, liberal democrats?, greens,
        green (group|party), plaid, plaid cymru, snp, dup, sinn fein, ukip, reform (group|party|uk), momentum,
        independents, independent group, party group
        """,
    WELLBEING: """
        wellbeing, well being, wellness, mental health, mentalhealth, mhfa, mhfas, menopause, perimenopause,
        bereavement, bereaved, grief, miscarriage, baby loss, fertility, ivf, addiction, in recovery, cancer,
        long covid, counselling, stress, anxiety, depression, suicide, domestic abuse, survivors?, weight loss,
        (quit|stop) smoking, occupational health, m[ae]ns health, wom[ae]ns health, chronic illness, support group, eap
        """,
    NETWORK: """
        lgbt, lgbtq, lgbtqi, lgbtqia, lgbt\\+, pride(?! in\\b), trans, transgender, non binary, nonbinary, queer, gay,
        lesbians?, bisexual, bame, bme, race equality, black (staff|workers|colleagues), global majority, disability,
        disabled, (dis)?abled staff, neurodivers\\w+, neurodivergent, autism, autistic, adhd, dyslexia, dyslexic, deaf,
        faith, multi ?faith, muslims?, islam, islamic, christians?, jewish, hindus?, sikhs?, buddhists?, prayer,
        wom[ae]ns (network|group), m[ae]ns (network|group), carers (network|group), (staff|working) carers,
        armed forces (network|group), veterans
        """,
    PERSONNEL: "disciplinary, disciplinaries, grievances?, whistleblowing, redundancy, redundancies, sickness absence",
}

_PATTERNS = {
    reason: re.compile(r"(?<!\w)(?:" + "|".join(name.strip() for name in names.split(",")) + r")(?!\w)")
    for reason, names in NAMES.items()
}


def why_leave_out(name: str) -> str:
    """Why a place of this name is proposed for leaving out, in one sentence; "" where it is not."""
    plain = re.sub(r"['’]", "", name.casefold())
    plain = re.sub(r"[^\w+]+|_+", " ", plain)
    for reason, pattern in _PATTERNS.items():
        if pattern.search(plain):
            return reason
    return ""
