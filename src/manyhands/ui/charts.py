"""Pictures of figures as Vega-Lite specifications: drawn in the browser, and as SVG where no script runs.

Colours and type are in the configuration alone, so that a dark page needs no other specification: `usermeta.dark` is
laid over it by static/ui/manyhands.js. Bars begin at zero, series are named beside their lines, there is one y axis.
Texts arrive in the reader's language; numbers in labels are written by the caller, who knows what may be shown.
"""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .texts import writable

Spec = dict[str, Any]

# The Government Analysis Function's accessible palette, and the same hues for a dark page.
PALETTE = ["#12436D", "#28A197", "#801650", "#F46A25"]
DARK_PALETTE = ["#7FB4E8", "#4CC9BD", "#E693BC", "#FF9A66"]
HEIGHTS = {"s": 200, "m": 320, "l": 440, "square": 440}  # pixels, as .mh-chart__picture--s and so on keep free
SVG_WIDTH = 680
BARS, LETTER = 300, 8  # pixels: of the longest bar where names are long, and of a letter at its end
STILL_LABEL = 360  # the longest name of a bar where nobody can point at it
TITLE_LETTER, MARGIN = 12, 20  # pixels: of a letter in a picture's title, around a picture that travels alone
VEGA_LITE = "6.4"  # the version that browsers draw with, of package.json
FONT = '-apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, Ubuntu, "Liberation Sans", Arial, sans-serif'


class Bar(NamedTuple):
    """One bar. Where the value may not be shown it is None, and the text says so."""

    label: str
    value: float | None
    text: str


class Point(NamedTuple):
    """One point of a line; low and high where it is an estimate."""

    x: str
    y: float | None
    text: str
    low: float | None = None
    high: float | None = None


def bars(items: Sequence[Bar], *, value_title: str, size: str = "s") -> Spec:
    """Horizontal bars from zero, each with its number at the end, in the order given."""
    import altair as alt

    longest = max((item.value or 0 for item in items), default=0) or 1
    rows = [{"label": item.label, "value": item.value or 0, "text": item.text} for item in items]
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, labelPadding=8))
    x = alt.X("value:Q", title=value_title, scale=alt.Scale(domain=[0, longest * _reach(items, longest)]), axis=None)
    base = alt.Chart(alt.Data(values=rows)).encode(y=y, x=x)
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=value_title)]
    drawn = base.mark_bar(height={"band": 0.72}).encode(tooltip=tooltip)
    numbers = base.mark_text(align="left", dx=6, style=["label"]).encode(text="text:N")
    return _finished(drawn + numbers, size)


def _reach(items: Sequence[Bar], longest: float) -> float:
    """How far the axis goes beyond the longest bar: as far as the number at the end of any bar."""
    ends = ((item.value or 0) / longest / max(0.4, 1 - (10 + LETTER * len(item.text)) / BARS) for item in items)
    return max(1.15, *ends, 0)


def lines(series: Mapping[str, Sequence[Point]], *, y_title: str, size: str = "m") -> Spec:
    """One to four lines over the same x values (months, in order). A gap stays a gap: y is None there."""
    import altair as alt

    names = _few(series)
    rows = [{"series": name, **point._asdict()} for name, points in series.items() for point in points]
    ends = [
        {"series": name, "x": point.x, "y": point.y}
        for name, points in series.items()
        for point in [next((point for point in reversed(points) if point.y is not None), None)]
        if point
    ]
    order = list(dict.fromkeys(row["x"] for row in rows))
    x = alt.X("x:O", sort=order, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=12))
    y = alt.Y("y:Q", title=None, scale=alt.Scale(zero=True, nice=5), axis=alt.Axis(tickCount=5, format=",~r"))
    colour = alt.Color("series:N", sort=names, scale=alt.Scale(domain=names), legend=None)
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y, color=colour)
    tooltip = [alt.Tooltip("x:N", title=" "), alt.Tooltip("text:N", title=y_title)]
    if len(names) > 1:
        tooltip.insert(1, alt.Tooltip("series:N", title=" "))
    layers = []
    if any(row["low"] is not None for row in rows):
        layers.append(base.mark_area(style=["interval"], interpolate="linear").encode(y=alt.Y("low:Q"), y2="high:Q"))
    layers += [base.mark_line(), base.mark_point(style=["dot"]).encode(tooltip=tooltip)]
    if len(names) > 1:
        named = alt.Chart(alt.Data(values=ends)).mark_text(align="right", baseline="bottom", dy=-8, style=["name"])
        layers.append(named.encode(x=x, y=y, color=colour, text="series:N"))
    return _finished(alt.layer(*layers), size)


def dots(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Bar]], *, value_title: str, size: str = "m"
) -> Spec:
    """A grid of dots, each as large as its number: what happens when, say. Where nothing may be shown stands no dot."""
    import altair as alt

    values = [
        {"row": row, "column": column, "value": cell.value or 0, "text": cell.text}
        for row, line in zip(rows, cells, strict=True)
        for column, cell in zip(columns, line, strict=True)
    ]
    most = max((value["value"] for value in values), default=0) or 1
    plain = {"domain": False, "ticks": False}
    x = alt.X("column:O", sort=list(columns), title=None, axis=alt.Axis(**plain, orient="top", labelAngle=0))
    y = alt.Y("row:O", sort=list(rows), title=None, axis=alt.Axis(**plain, grid=False))
    area = alt.Size("value:Q", scale=alt.Scale(domain=[0, most], range=[0, 900]), legend=None)
    tooltip = [alt.Tooltip("row:N", title=" "), alt.Tooltip("column:N", title=" ")]
    tooltip.append(alt.Tooltip("text:N", title=value_title))
    chart = alt.Chart(alt.Data(values=values)).mark_point(style=["dot"]).encode(x=x, y=y, size=area, tooltip=tooltip)
    return _finished(chart, size)


def lorenz(
    curves: Mapping[str, Sequence[tuple[float, float]]], *, x_title: str, y_title: str, size: str = "square"
) -> Spec:
    """Lorenz curves: the share of contributions (0 to 1) made by each share of people, those with fewest first.

    Beside them the diagonal that they would follow if everybody did the same. The curves run so close together that
    their names stand in the corner which no curve can reach.
    """
    import altair as alt

    names = _few(curves)
    rows = [
        {"series": name, "order": order, "x": x, "y": y}
        for name, points in curves.items()
        for order, (x, y) in enumerate(points)
    ]
    ticks = {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"}
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(**ticks, labelFlush=True))
    y = alt.Y("y:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(**ticks))
    key = alt.Legend(orient="top-left", symbolType="stroke") if len(names) > 1 else None
    colour = alt.Color("series:N", sort=names, scale=alt.Scale(domain=names), title=None, legend=key)
    dashes = alt.Scale(domain=names, range=[[1, 0], [8, 4], [2, 4], [8, 4, 2, 4]][: len(names)])
    dash = alt.StrokeDash("series:N", sort=names, scale=dashes, title=None, legend=key)
    equal = alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])).encode(x=x, y=y)
    word = alt.Chart(alt.Data(values=[{"x": 0.68, "y": 0.68, "text": _("If everybody did the same")}]))
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y, color=colour, order="order:Q")
    tooltip = [alt.Tooltip("x:Q", title=x_title, format=".0%"), alt.Tooltip("y:Q", title=y_title, format=".0%")]
    layers = [
        equal.mark_line(style=["equal"]),
        word.mark_text(align="right", baseline="bottom", dx=-6, style=["quiet"]).encode(x=x, y=y, text="text:N"),
        base.mark_line().encode(strokeDash=dash),
        base.mark_point(style=["unseen"]).encode(tooltip=tooltip),
    ]
    return _finished(alt.layer(*layers), size)


def _few(series: Mapping[str, object]) -> list[str]:
    if not 1 <= len(series) <= len(PALETTE):
        raise ValueError(f"a picture shows one to {len(PALETTE)} series, not {len(series)}")
    return list(series)


def to_svg(spec: Spec, *, font: str = FONT) -> str:
    """The same picture as an SVG document, on white."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_still(spec, font), vl_version=VEGA_LITE)


def to_png(spec: Spec, *, title: str, beneath: Sequence[str] = (), scale: float = 2) -> bytes:
    """The same picture on white, with its title and lines beneath that say of what it is: it will travel alone."""
    import vl_convert

    return vl_convert.vegalite_to_png(titled(spec, title, beneath), vl_version=VEGA_LITE, scale=scale)


def titled(spec: Spec, title: str, beneath: Sequence[str]) -> Spec:
    """The picture with its title and lines, broken so that none is cut off."""
    still = _still(spec, FONT)
    room = still["width"] - 2 * MARGIN
    lines = wrap(writable(title), room // TITLE_LETTER) or [""]
    smaller = [line for text in beneath for line in wrap(writable(text), room // LETTER)]
    said = {
        "text": lines,
        "subtitle": smaller,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 20,
        "subtitleFontSize": 14,
        "subtitlePadding": 6,
        "offset": 16,
        "color": spec["config"]["style"]["label"]["color"],
        "subtitleColor": spec["config"]["style"]["quiet"]["color"],
    }
    taller = still["height"] + 24 * len(lines) + 18 * len(smaller) + 2 * MARGIN
    return still | {"title": said, "padding": MARGIN, "height": taller}


def is_square(spec: Spec) -> bool:
    return bool(spec["usermeta"]["size"] == "square")


def _still(spec: Spec, font: str) -> Spec:
    """A picture of one width, for where no browser says how much room there is."""
    width = spec["height"] if is_square(spec) else SVG_WIDTH
    config = {**spec["config"], "font": font, "axisY": {**spec["config"]["axisY"], "labelLimit": STILL_LABEL}}
    return writable({**spec, "width": width, "background": "white", "config": config})


def _finished(chart: Any, size: str) -> Spec:
    spec = chart.properties(width="container", height=HEIGHTS[size]).to_dict()
    config = _config(PALETTE, text="#12233F", quiet="#4B5A73", line="#D5DBE5")
    dark = _config(DARK_PALETTE, text="#E9EEF6", quiet="#AFBDD2", line="#33435C")
    spec |= {
        "config": config,
        "usermeta": {"size": size, "dark": dark},
        "autosize": {"type": "fit", "contains": "padding"},
    }
    return spec


def _config(palette: list[str], *, text: str, quiet: str, line: str) -> Spec:
    return {
        "font": FONT,
        "background": None,
        "padding": 4,
        "view": {"stroke": None},
        "range": {"category": palette},
        "mark": {"color": palette[0], "tooltip": False},
        "line": {"strokeWidth": 3, "strokeCap": "round", "strokeJoin": "round"},
        "axis": {
            "labelFontSize": 14,
            "titleFontSize": 14,
            "titleFontWeight": "normal",
            "labelColor": quiet,
            "titleColor": quiet,
            "gridColor": line,
            "domainColor": line,
            "tickColor": line,
            "labelPadding": 6,
            "titlePadding": 10,
        },
        "legend": {
            "labelColor": text,
            "labelFontSize": 15,
            "symbolStrokeWidth": 3,
            "symbolSize": 500,
            "padding": 4,
            "labelLimit": 0,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False, "labelLimit": 180},
        "style": {
            "label": {"color": text, "fill": text, "fontSize": 15},
            "name": {"fontSize": 15, "fontWeight": 600},
            "dot": {"filled": True, "size": 40, "opacity": 1},
            "unseen": {"filled": True, "size": 200, "opacity": 0},
            "equal": {"color": quiet, "stroke": quiet, "strokeWidth": 1.5, "strokeDash": [2, 4]},
            "quiet": {"color": quiet, "fill": quiet, "fontSize": 14},
            "interval": {"opacity": 0.2},
        },
    }
