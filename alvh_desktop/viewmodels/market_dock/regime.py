"""The page of the regime: every figure of the method with its value and day, or why it is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.market_dock.axes import number_text
from alvh_desktop.viewmodels.text_table import Column, TextRow

if TYPE_CHECKING:
    from alvh_desktop.series.study import Figure

COLUMNS = (
    Column("Figure", "A value that the method looks at"),
    Column("Value", "Its newest value", is_figure=True),
    Column("Of", "The newest day that it rests on"),
)
_SHOWN: dict[str, tuple[int, str]] = {
    "points": (2, " pt"),
    "%": (2, "%"),
    "% a year": (1, "% a year"),
    "ratio": (3, ""),
    "percentile": (0, " of 100"),
    "0 to 100": (1, " of 100"),
    "shares": (0, " shares"),
    "points a trading day": (3, " pt a day"),
}
"""Digits of a figure by its unit, and the unit as it stands behind it."""


@dataclass(frozen=True, slots=True)
class RegimeView:
    """`about` is the whole of what is said of each row; `told` are sentences, each with whether it is a doubt.

    Many figures lack the same: what is to be imported is told once.
    """

    rows: tuple[TextRow, ...]
    about: tuple[str, ...]
    told: tuple[tuple[str, bool], ...]


def regime_view(figures: Iterable[Figure]) -> RegimeView:
    figures = tuple(figures)
    lacks = Counter(figure.missing for figure in figures if figure.missing is not None)
    stale = sum(figure.stale is not None for figure in figures)
    known = f"{len(figures) - lacks.total()} of {len(figures)} figures are known"
    told = [(f"{known}, {stale} of them on old closes." if stale else f"{known}.", bool(stale))]
    told += [(f"{count} not known: {reason}.", True) for reason, count in lacks.most_common()]
    return RegimeView(tuple(map(_row, figures)), tuple(map(_about, figures)), tuple(told))


def value_text(figure: Figure) -> str:
    """The value with its unit; a yes or no in words."""
    if isinstance(figure.value, bool):
        return "yes" if figure.value else "no"
    digits, unit = _SHOWN.get(figure.unit, (3, f" {figure.unit}"))
    return "" if figure.value is None else f"{number_text(figure.value, digits)}{unit}"


def _about(figure: Figure) -> str:
    if figure.missing is not None:
        return f"{figure.title}: not known, {figure.missing}."
    doubts = "; ".join(filter(None, (figure.stale, figure.gaps)))
    return f"{figure.title}: {value_text(figure)}{f'; {doubts}' if doubts else ''}."


def _row(figure: Figure) -> TextRow:
    if figure.missing is not None:
        return TextRow((figure.title, "not known", ""), "doubt")
    day = figure.day.isoformat() if figure.day is not None else ""
    return TextRow((figure.title, value_text(figure), day), "doubt" if figure.stale else "")
