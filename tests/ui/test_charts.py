"""Pictures keep to the rules of the house: zero, four series at most, colours from the palette alone."""

import json
import re

import pytest
from tests.paths import SOURCE
from tests.ui.gallery.views import specification

from manyhands.ui import charts

NAMES = ["bars", "lines", "lorenz"]


@pytest.mark.parametrize("name", NAMES)
def test_colours_are_in_the_configuration_only(name):
    spec = specification(name)
    spec.pop("config")
    spec["usermeta"].pop("dark")
    assert not re.findall(r"#[0-9a-fA-F]{6}\b", json.dumps(spec))


@pytest.mark.parametrize("name", NAMES)
def test_dark_changes_colours_and_nothing_else(name):
    spec = specification(name)

    def without_colours(value):
        return re.sub(r"#[0-9A-Fa-f]{6}\b", "", json.dumps(value))

    assert without_colours(spec["config"]) == without_colours(spec["usermeta"]["dark"])
    assert spec["config"] != spec["usermeta"]["dark"]


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_the_same_picture(name):
    svg = charts.to_svg(specification(name))
    assert svg.startswith("<svg")
    words = {"bars": "fewer than 5", "lines": "First time", "lorenz": "If everybody did the same"}
    assert words[name] in svg
    assert "<script" not in svg


def test_bars_begin_at_zero_and_what_is_withheld_has_no_length():
    spec = charts.bars([charts.Bar("few", None, "fewer than 5"), charts.Bar("many", 40, "40")], value_title="People")
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == 0
    assert [row["value"] for row in spec["data"]["values"]] == [0, 40]
    assert [row["text"] for row in spec["data"]["values"]] == ["fewer than 5", "40"]


def test_nothing_to_show_is_still_a_picture():
    assert charts.to_svg(charts.bars([], value_title="People")).startswith("<svg")


def test_lines_begin_at_zero_and_keep_the_order_of_months():
    spec = specification("lines")
    encoding = spec["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["zero"] is True
    assert encoding["x"]["sort"][:2] == ["Jul 2016", "Aug 2016"]
    assert "resolve" not in spec  # one y axis


def test_lines_are_named_beside_themselves():
    spec = specification("lines")
    named = [layer for layer in spec["layer"] if layer["mark"].get("style") == ["name"]]
    assert [row["series"] for row in named[0]["data"]["values"]] == ["Contributors", "First time"]
    assert all(layer["encoding"]["color"]["legend"] is None for layer in spec["layer"])


def test_an_interval_is_drawn_where_there_is_one():
    points = [charts.Point("Jul", 5, "about 5", low=3, high=8), charts.Point("Aug", 6, "about 6", low=4, high=9)]
    spec = charts.lines({"People": points}, y_title="People")
    area = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "area")
    assert (area["encoding"]["y"]["field"], area["encoding"]["y2"]["field"]) == ("low", "high")


@pytest.mark.parametrize("count", [0, 5])
def test_one_to_four_series(count):
    series = {str(place): [charts.Point("Jul", 1, "1")] for place in range(count)}
    with pytest.raises(ValueError, match="one to 4 series"):
        charts.lines(series, y_title="People")


def test_the_page_keeps_as_much_room_as_the_picture_needs():
    css = (SOURCE / "ui" / "static" / "ui" / "manyhands.css").read_text(encoding="utf-8")
    for size, height in charts.HEIGHTS.items():
        rule = re.search(rf"\.mh-chart__picture--{size}\b[^}}]*min-height: (\d+)px", css)
        assert int(rule[1]) == height, size
