"""What a chart says of itself when it leaves the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from alvh_desktop.widgets.tokens import Tokens


class Drawable(Protocol):
    """A panel or page with a chart in it. It joins by standing among `Contents.drawables`."""

    def chart_widget(self) -> QWidget:
        """What a person sees of it: with the keyboard or a right click in it this chart is meant."""

    def chart_title(self) -> str:
        """What is drawn, in a line; empty where nothing is drawn now."""

    def chart_legend(self, worn: Tokens) -> str:
        """What each thing drawn is, as rich text in these colours; empty where the chart says it itself."""

    def chart_caption(self) -> str:
        """What the chart holds and leaves out, as plain text: a reader has nothing else to know it from."""

    def chart_table(self) -> str:
        """What is drawn as tab-separated columns of plain numbers under a line of titles."""

    def chart_copy(self, worn: Tokens) -> QWidget:
        """The same chart in these colours, in a widget of its own that is never shown, at any size.

        Without crosshair, grips and whatever else belongs to the hand. Who asked for it throws it away.
        """


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart with all that stands around it in a picture. `legend` is rich text, the other texts are plain.

    `chart` is the chart's copy in the colours `worn`; `discard` is due when all is painted.
    """

    title: str
    legend: str
    caption: str
    foot: str
    chart: QWidget
    worn: Tokens

    def discard(self) -> None:
        self.chart.deleteLater()


def sheet_of(drawable: Drawable, worn: Tokens, foot: str) -> Sheet:
    """`foot` says of which moment the chart is."""
    return Sheet(
        drawable.chart_title(),
        drawable.chart_legend(worn),
        drawable.chart_caption(),
        foot,
        drawable.chart_copy(worn),
        worn,
    )
