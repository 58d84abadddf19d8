"""The payoff panel: title, legend, chart, the readout under the crosshair, and what the chart does not hold."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.payoff import PayoffView
from alvh_desktop.widgets.theme import Tokens


class PayoffPanel(QFrame):
    """The chart itself is made when the first view comes: its libraries are loaded after the first paint.

    `made` says that it is there now.
    """

    made = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "panel")
        self._worn = worn
        self._view: PayoffView | None = None
        self._chart: QWidget | None = None
        self.title, self.legend = _words("strong"), _words("body")
        self.readout, self.caption = _words("body"), _words("caption")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.readout.setAccessibleName("P/L at the crosshair")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 8, 10, 8)
        self._rows.setSpacing(4)
        for words in (self.title, self.legend, self.readout, self.caption):
            self._rows.addWidget(words)

    def draw(self, view: PayoffView) -> None:
        # pyqtgraph and numpy come with this import; the window has been painted before
        from alvh_desktop.widgets.payoff_chart import PayoffChart

        if not isinstance(self._chart, PayoffChart):
            self._chart = PayoffChart(self._worn, self)
            self._chart.pointed.connect(self._read_out)
            self._rows.insertWidget(2, self._chart, 1)
            self.setFocusProxy(self._chart)
            self.made.emit()
        self._view = view
        self.title.setText(view.title)
        self._show_legend()
        self.caption.setText(f"{view.caption}. {view.left_out}." if view.left_out else f"{view.caption}.")
        self._chart.draw(view)

    def copy_text(self, with_headers: bool) -> str:
        """Both curves as columns; the headers always stand above them."""
        return self._view.table() if self._view is not None else ""

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._show_legend()
        if self._chart is not None:
            from alvh_desktop.widgets.payoff_chart import PayoffChart

            if isinstance(self._chart, PayoffChart):
                self._chart.wear(worn)

    def _read_out(self, spot: float) -> None:
        if self._view is not None:
            self.readout.setText(self._view.readout(spot))

    def _show_legend(self) -> None:
        dash = "\N{EM DASH}\N{EM DASH}"
        now = self._view.spot.label if self._view is not None else ""
        today, settlement, spot = self._worn.today, self._worn.settlement, self._worn.spot
        self.legend.setText(
            f'<span style="color:{today}">{dash}</span> today &nbsp; &nbsp;'
            f'<span style="color:{settlement}">{dash}</span> at settlement &nbsp; &nbsp;'
            f'<span style="color:{spot}">- - -</span> SPX now {now}'
        )


def _words(tone: str) -> QLabel:
    words = QLabel()
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setProperty("tone", tone)
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return words
