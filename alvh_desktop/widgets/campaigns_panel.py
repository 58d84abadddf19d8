"""The panel of campaigns: what they came to, a line each with its hedge beside it, and the life of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.campaigns import Campaigns, Recorded
from alvh_desktop.widgets.cell_view import CellView
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.figure_strip import FigureStrip
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

_LINE_WIDTHS = (168, 54, 104, 108, 56, 158, 46, 92, 88, 56, 110)
_EVENT_WIDTHS = (98, 200, 88, 88, 112, 70)
_WORDS = 1
_SIDE = 8


class CampaignsPanel(QWidget):
    """Follows a Campaigns; `serve` gives it the lines of days that were recorded."""

    def __init__(self, campaigns: Campaigns, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._campaigns = campaigns
        self._picture: Picture | None = None
        self._is_seen = True
        self._worn = worn
        self._filled: tuple[object, ...] = ()
        self.table = CellView(campaigns.lines, "Campaigns", _LINE_WIDTHS, worn)
        self.table.be_sorted_by_columns()
        self.timeline = CellView(campaigns.events, "Timeline of the chosen campaign", _EVENT_WIDTHS, worn, _WORDS)
        self.timeline.wrap_words()
        self.strips = QWidget()
        self.ladders, self.about = toned_label("", "dim"), toned_label("")
        self.doubts = toned_label("", "doubt")
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        campaigns.lines.modelReset.connect(self.follow)
        campaigns.changed.connect(self.follow)
        self.follow()

    @property
    def chosen(self) -> int | None:
        """The id of the campaign that is looked at."""
        return self._campaigns.chosen

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.table, self.timeline)

    def choose(self, campaign_id: int) -> None:
        """The campaign to look at, also while nobody sees the panel."""
        self._campaigns.choose(campaign_id)

    def serve(self, recorded: Recorded) -> None:
        self._campaigns.serve(recorded)

    def show_picture(self, picture: Picture | None) -> None:
        """The campaigns of this picture; they are worked out when somebody sees them."""
        self._picture = picture
        if (self.isVisible() and self._is_seen) or picture is None:
            self._campaigns.show(picture)

    def watch(self, is_seen: bool) -> None:
        """Whether somebody sees the panel: behind the tab of another one it is visible to Qt alone."""
        self._is_seen = is_seen
        if is_seen and self.isVisible():
            self._campaigns.show(self._picture)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_seen:
            self._campaigns.show(self._picture)
        super().showEvent(event)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        for view in (self.table, self.timeline):
            view.wear(worn)
        self._fill_strips()

    def copy_text(self, with_headers: bool) -> str:
        """The chosen campaigns; the chosen events where the keyboard is among them."""
        view = self.timeline if self.timeline.hasFocus() else self.table
        return view.copy_text(with_headers)

    def follow(self) -> None:
        """What is said of all, and of the chosen one."""
        told = self._campaigns
        self.table.choose(told.chosen)
        for label, text in (
            (self.ladders, "\n".join(told.ladders)), (self.about, told.about), (self.doubts, told.doubts),
        ):  # fmt: skip
            if label.text() != text:
                label.setText(text)
            label.setVisible(bool(text))
        self._fill_strips()

    def _choose(self) -> None:
        key = self.table.chosen_key
        if key is not None and key != self._campaigns.chosen:
            self._campaigns.choose(key)

    def _fill_strips(self) -> None:
        rows = self.strips.layout()
        assert rows is not None
        filled = self._campaigns.statistics, self._worn
        if self._filled == filled:
            return
        self._filled = filled
        while (item := rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for figures in self._campaigns.statistics:
            strip = FigureStrip(self._worn)
            strip.show_figures(figures)
            rows.addWidget(strip)
        self.strips.setVisible(bool(self._campaigns.statistics))

    def _lay_out(self) -> None:
        strips = QVBoxLayout(self.strips)
        strips.setContentsMargins(_SIDE, 2, _SIDE, 0)
        strips.setSpacing(4)
        for label in (self.ladders, self.about, self.doubts):
            label.setContentsMargins(_SIDE, 0, _SIDE, 0)
        life = QWidget()
        below = QVBoxLayout(life)
        below.setContentsMargins(0, 4, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.about)
        below.addWidget(self.doubts)
        below.addWidget(self.timeline, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(life)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.strips)
        rows.addWidget(self.ladders)
        rows.addWidget(split, 1)
        self.setFocusProxy(self.table)
