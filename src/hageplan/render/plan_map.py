"""The map of a plan's page, which Bokeh draws in the reader's browser."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bokeh.core.types import ID
from bokeh.embed import json_item
from bokeh.models import (
    ColumnDataSource,
    HoverTool,
    PanTool,
    Range1d,
    ResetTool,
    Tool,
    WheelZoomTool,
    WMTSTileSource,
    ZoomInTool,
    ZoomOutTool,
)
from bokeh.models.annotations import Label
from bokeh.plotting import figure
from bokeh.resources import Resources

from hageplan.i18n import _
from hageplan.render.clean import printable
from hageplan.render.numbers import day_name
from hageplan.reports.itinerary import Day, Itinerary, Place

ELEMENT: Final = "kart"
"""Id of the element that the map is drawn in."""
EARTH_RADIUS_M: Final = 6378137.0
PAPER, INK, GREY = "#ffffff", "#000000", "#595959"
"""The map is a light sheet on a dark page too, as Kartverket's map is: no grey can be read both on
white and on the dark page."""
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a7a00", "#56b4e9")
"""Of the days; the colour-blind tell them apart too (Okabe and Ito, 2008)."""
TILES: Final = "https://cache.kartverket.no/v1/wmts/1.0.0/topo/default/webmercator/{Z}/{Y}/{X}.png"
"""Kartverket's map of the country, CC BY 4.0."""
MARGIN_M: Final = 4000.0

Point = tuple[float, float]


def library() -> str:
    """Return Bokeh's program, which a page holds whole so that it works without a network."""
    return "\n".join(Resources(mode="inline", components=["bokeh"]).js_raw)


def plan_map(itinerary: Itinerary, *, tiles: bool) -> Mapping[str, Any]:
    """Return the map as `Bokeh.embed.embed_item` takes it.

    With `tiles` the browser fetches Kartverket's map as background.
    """
    points = [*_points(itinerary)]
    x_range, y_range = (_range([point[axis] for point in points]) for axis in (0, 1))
    wheel = WheelZoomTool(description=_("Zoom with the wheel"))
    plot = figure(
        x_range=x_range,
        y_range=y_range,
        match_aspect=True,
        sizing_mode="stretch_both",
        tools=[*_tools(), wheel],
        active_scroll=wheel,
        toolbar_location="above",
        background_fill_color=PAPER,
        border_fill_color=PAPER,
        outline_line_color=GREY,
    )
    plot.axis.visible = False
    plot.grid.visible = False
    plot.toolbar.logo = None
    if tiles:
        plot.add_tile(WMTSTileSource(url=TILES, attribution="© Kartverket"))
    _draw_places(plot, itinerary.centres, "square", 9, _("Municipality centre"))
    _draw_places(plot, itinerary.left_out, "x", 7, _("Not visited"))
    for number, day in enumerate(itinerary.days):
        _draw_day(plot, day, COLOURS[number % len(COLOURS)])
    # Hollow and last, so that neither it nor a stop at the same place is hidden.
    _draw_places(plot, _ends(itinerary.days), "diamond", 30, _("Start and end"), INK)
    for centre in itinerary.centres:
        x, y = mercator(centre.lat, centre.lon)
        name = printable(centre.navn)
        label = Label(x=x, y=y, x_offset=8, y_offset=12, text=name, text_color=GREY)
        plot.add_layout(label)
    plot.legend.background_fill_color = PAPER
    plot.legend.background_fill_alpha = 0.8
    plot.legend.border_line_color = None
    plot.legend.label_text_color = GREY
    plot.legend.location = "top_left"
    plot.legend.click_policy = "hide"
    return dict(json_item(plot, ID(ELEMENT)))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as `#0072b2` (WCAG 2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the colour of text that is read best on `colour`."""
    return max((PAPER, INK), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tools() -> Iterable[Tool]:
    """Give the map's tools but for the wheel; they say in the reader's language what they do."""
    yield PanTool(description=_("Move the map"))
    yield ZoomInTool(description=_("Zoom in"))
    yield ZoomOutTool(description=_("Zoom out"))
    yield ResetTool(description=_("Show the whole map"))


def _ends(days: Sequence[Day]) -> Sequence[Place]:
    """Return where tours begin and end, each place once."""
    ends = [end for day in days for end in (day.tour.start, day.tour.end)]
    return [*dict.fromkeys(Place("", end.place, end.lat, end.lon) for end in ends)]


def mercator(lat: float, lon: float) -> Point:
    """Return metres on the web's map (EPSG:3857)."""
    north = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return EARTH_RADIUS_M * math.radians(lon), EARTH_RADIUS_M * north


def _points(itinerary: Itinerary) -> Iterable[Point]:
    """Give what must be seen: all that is driven to, and the centres where nothing is."""
    for day in itinerary.days:
        for end in (day.tour.start, day.tour.end):
            yield mercator(end.lat, end.lon)
        for visit in day.visits:
            yield mercator(visit.stop.lat, visit.stop.lon)
    for centre in itinerary.centres:
        yield mercator(centre.lat, centre.lon)


def _range(values: Sequence[float]) -> Range1d:
    if not values:
        return Range1d(start=0.0, end=1.0)
    margin = MARGIN_M + 0.1 * (max(values) - min(values))
    return Range1d(start=min(values) - margin, end=max(values) + margin)


def _draw_places(
    plot: figure,
    places: Sequence[Place],
    marker: str,
    size: int,
    kind: str,
    colour: str = GREY,
) -> None:
    if not places:
        return
    at = [mercator(place.lat, place.lon) for place in places]
    columns = {
        "x": [x for x, _y in at],
        "y": [y for _x, y in at],
        "name": [printable(place.navn) for place in places],
    }
    source = ColumnDataSource(columns)
    glyph = plot.scatter("x", "y", source=source, marker=marker, size=size, line_color=colour,
                         line_width=2 if colour == INK else 1, fill_color=None,
                         legend_label=kind)  # fmt: skip
    plot.add_tools(HoverTool(renderers=[glyph], tooltips=[(kind, "@name")], visible=False))


def _draw_day(plot: figure, day: Day, colour: str) -> None:
    tour = day.tour
    stops = [mercator(visit.stop.lat, visit.stop.lon) for visit in day.visits]
    ends = [mercator(end.lat, end.lon) for end in (tour.start, tour.end)]
    way = [ends[0], *stops, ends[1]]
    name = printable(f"{day_name(tour.date)}, {day.navn}")
    plot.line([x for x, _y in way], [y for _x, y in way], line_color=colour, line_width=2,
              legend_label=name)  # fmt: skip
    source = ColumnDataSource(
        {
            "x": [x for x, _y in stops],
            "y": [y for _x, y in stops],
            "number": [str(visit.number) for visit in day.visits],
            "name": [printable(visit.stop.navn) for visit in day.visits],
            "time": [f"{visit.stop.start:%H:%M}" for visit in day.visits],
        }
    )
    glyph = plot.scatter("x", "y", source=source, size=20, fill_color=colour, line_color="white",
                         legend_label=name)  # fmt: skip
    plot.text("x", "y", text="number", source=source, text_color=ink_on(colour),
              text_align="center", text_baseline="middle", text_font_size="12px",
              legend_label=name)  # fmt: skip
    tips = [(_("Company"), "@name"), (_("Time"), "@time")]
    plot.add_tools(HoverTool(renderers=[glyph], tooltips=tips, visible=False))
