"""What is proposed for leaving out."""

import pytest

from manyhands.networks.rules import leave_out
from manyhands.networks.rules.leave_out import why_leave_out


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("UNISON branch", leave_out.UNION),
        ("unite-the-union", leave_out.UNION),
        ("gmb_stewards", leave_out.UNION),
        ("NASUWT reps", leave_out.UNION),
        ("Staff side", leave_out.UNION),
        ("Labour group", leave_out.POLITICAL),
        ("Lib Dems", leave_out.POLITICAL),
        ("Staff Wellbeing", leave_out.WELLBEING),
        ("mental-health-first-aiders", leave_out.WELLBEING),
        ("Menopause café", leave_out.WELLBEING),
        ("Bereavement support", leave_out.WELLBEING),
        ("men's health", leave_out.WELLBEING),
        ("LGBT+ network", leave_out.NETWORK),
        ("lgbtq", leave_out.NETWORK),
        ("Faith network", leave_out.NETWORK),
        ("Disability-network", leave_out.NETWORK),
        ("Women’s network", leave_out.NETWORK),
        ("neurodiversity", leave_out.NETWORK),
        ("grievances", leave_out.PERSONNEL),
    ],
)
def test_proposed(name, reason):
    assert why_leave_out(name) == reason


@pytest.mark.parametrize(
    "name",
    [
        "community",
        "communities-team",
        "reunion",
        "united-front-end",
        "Pride in Place programme",
        "general",
        "transport",
        "conservation areas",
        "Greenspace",
        "independent living",
        "libraries",
        "prestressed concrete",
        "",
    ],
)
def test_not_proposed(name):
    assert why_leave_out(name) == ""
