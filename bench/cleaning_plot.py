"""F1 against speed as a picture: one panel a view, a labelled point a tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.cleaning_table import SPEEDS, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

COLOURS = {"Newsdrop": "#c0392b", "trafilatura": "#2471a3", "readability": "#7d3c98", "jusText": "#b9770e"}
OTHER = "#616a6b"
PLACES = (
    ((8, 0), "left"),
    ((-8, 0), "right"),
    *(((0, y), "center") for y in (12, -12)),
    *(((x, y), side) for y in (10, -10, 18, -18, 26, -26) for x, side in ((8, "left"), (-8, "right"))),
)
"""Where a name may stand, off its point, the best first."""


@dataclass(frozen=True, slots=True)
class Point:
    """F1 over all pages with a gold text, and pages a second by the median page."""

    view: str
    name: str
    speed: float
    f1: float


def plot(points: Sequence[Point], path: Path) -> None:
    """Write the picture to ``path``; needs matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    views = [view for view in TITLES if any(point.view == view for point in points)]
    columns = min(3, len(views))
    lines = -(-len(views) // columns)
    figure, grid = pyplot.subplots(
        lines, columns, figsize=(4.4 * columns, 3.6 * lines), squeeze=False, sharex=True, sharey=True
    )
    speeds = [point.speed for point in points]
    # A point at the edge still has room for its name.
    grid[0, 0].set(xscale="log", xlim=(min(speeds) / 2.5, max(speeds) * 2.5))
    grid[0, 0].set(ylim=(min(point.f1 for point in points) - 0.06, 1.03))
    for panel in grid.flat[len(views) :]:
        panel.set_axis_off()
    for view, panel in zip(views, grid.flat, strict=False):
        _panel(panel, view, [point for point in points if point.view == view])
    for panel in grid[:, 0]:
        panel.set_ylabel("F1")
    figure.suptitle("Cleaning: F1 against pages a second (median page, one core); up and right is better")
    figure.tight_layout()
    for view, panel in zip(views, grid.flat, strict=False):
        _label(panel, [point for point in points if point.view == view])
    figure.savefig(path, dpi=150)


def _panel(panel: Axes, view: str, points: Sequence[Point]) -> None:
    panel.set(title=TITLES[view], xlabel="pages a second")
    panel.tick_params(labelbottom=True)
    panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    panel.xaxis.set_minor_formatter(lambda value, _: "")  # noqa: ARG005 - what it would print at 20, 50 overlaps
    panel.grid(visible=True, which="major", alpha=0.3)
    panel.spines[["top", "right"]].set_visible(False)
    if view in SPEEDS:
        panel.axvline(SPEEDS[view], color=OTHER, linestyle=":", linewidth=1)
        foot = panel.get_xaxis_transform()
        panel.text(SPEEDS[view] * 1.07, 0.02, "goal", transform=foot, color=OTHER, fontsize=8)
    for point in points:
        ours = point.name == next(iter(COLOURS))
        panel.plot(point.speed, point.f1, "o", markersize=9 if ours else 6, color=COLOURS.get(point.name, OTHER))


def _label(panel: Axes, points: Sequence[Point]) -> None:
    """Each point's name and F1 beside it, where neither another point nor another name is."""
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    drawn = panel.figure.canvas.get_renderer()
    marks = [panel.transData.transform((point.speed, point.f1)) for point in points]
    taken = [Bbox.from_bounds(x - 8, y - 8, 16, 16) for x, y in marks]
    for point in points:
        bold = "bold" if point.name == next(iter(COLOURS)) else "normal"
        label = panel.annotate(
            f"{point.name} {point.f1:.3f}".replace(" 0.", " ."),
            (point.speed, point.f1),
            PLACES[0][0],
            textcoords="offset points",
            arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": OTHER, "shrinkA": 0},
            fontsize=8.5,
            fontweight=bold,
            color=COLOURS.get(point.name, OTHER),
            verticalalignment="center",
        )
        for offset, side in PLACES:
            label.set(position=offset, horizontalalignment=side)
            label.update_positions(drawn)
            box = Text.get_window_extent(label, drawn)  # without the line to the point
            inside = all(panel.bbox.contains(*corner) for corner in (box.min, box.max))
            if inside and not box.count_overlaps(taken):
                break
        taken.append(box)
