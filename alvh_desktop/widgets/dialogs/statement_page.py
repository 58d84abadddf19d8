"""The preview of a broker's statement: of which account it is, what each row becomes, and the button that books."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QTabWidget, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.import_texts import REFUSED, problem_sentence, refused_row
from alvh_desktop.viewmodels.statements.choosing import left_out_or_in
from alvh_desktop.viewmodels.statements.review import Previewed, StatementReview
from alvh_desktop.viewmodels.statements.rows import StatementRows
from alvh_desktop.viewmodels.statements.words import (
    ALL_ROWS,
    OTHERS,
    account_label,
    book_text,
    counts_sentence,
    filters_of,
    other_rows,
)
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.dialogs.statement_menu import StatementMenu
from alvh_desktop.widgets.dialogs.statement_table import StatementTable
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.theme import set_tone

_WHICH_ACCOUNT = "Choose the account that this statement is of: then its rows are looked at."
_LOOKING = "Looking at the rows\N{HORIZONTAL ELLIPSIS}"
_OTHER_WIDTHS = 300, 70, 160
_ROWS_TAB, _OTHERS_TAB, _REFUSED_TAB = range(3)


class StatementPage(QWidget):
    """Shows one review at a time and passes on what is said of its rows. `book` stands with the buttons of the
    dialog."""

    def __init__(self) -> None:
        super().__init__()
        self._review: StatementReview | None = None
        self._shown: Previewed | None = None
        self.account, self.filter = StillChoice(), StillChoice()
        self.counts, self.told = toned_label("", "body"), toned_label("", "dim")
        self.bar, self.stop, self.again = QProgressBar(), _button("S&top looking"), _button("Loo&k again")
        self.rows = StatementRows(self)
        self.table = StatementTable(self.rows)
        self.other_words, self.refused_words = TextTable(OTHERS, self), TextTable(REFUSED, self)
        self.others = WordTable(self.other_words, "Rows that are not booked", _OTHER_WIDTHS)
        self.refused = WordTable(self.refused_words, "Refused lines of the statement", (70,))
        self.tabs = QTabWidget()
        self.menu = StatementMenu(self, self.table, lambda: self.table.chosen)
        self.change, self.book = _button("&Rows"), _button("&Book")
        self._lay_out()
        self._connect()

    def show_review(self, review: StatementReview) -> None:
        """The review as it is now; of another statement than before the filter begins with all rows."""
        is_other = review is not self._review
        self._review = self.menu.review = review
        is_new, self._shown = is_other or review.shown is not self._shown, review.shown
        if is_other:
            self.filter.clear()
            statement = review.seen.statement
            self.other_words.show_rows(other_rows(statement.others))
            self.refused_words.show_rows([refused_row(line) for line in statement.refused])
            self._title_tabs()
        self._offer_accounts(review)
        if is_new:  # while rows are looked at it is asked often, and a large statement stays as it is
            self._offer_findings(review)
            self._show_rows()
        self.menu.refresh()
        self._say(review)
        self._show_progress(review)
        self.book.setText(book_text(review))
        self.book.setEnabled(review.can_book)

    def _show_rows(self) -> None:
        if self._review is not None:
            self.table.show_preview(self._review.shown, self.filter.currentData() or ALL_ROWS)
            self.menu.refresh()

    def _title_tabs(self) -> None:
        left, refused = len(self.other_words.rows), len(self.refused_words.rows)
        rows = sum(int(row.cells[1].replace(",", "")) for row in self.other_words.rows)
        self.tabs.setTabText(_OTHERS_TAB, f"Not booked ({rows:,})" if left else "Not booked")
        self.tabs.setTabText(_REFUSED_TAB, f"Refused lines ({refused:,})" if refused else "Refused lines")
        self.tabs.setTabEnabled(_OTHERS_TAB, left > 0)
        self.tabs.setTabEnabled(_REFUSED_TAB, refused > 0)
        self.tabs.setCurrentIndex(_ROWS_TAB)

    def _offer_accounts(self, review: StatementReview) -> None:
        offered = [(account_label(account), key) for key, account in review.accounts.items()]
        self._offer(self.account, offered)
        self.account.setCurrentIndex(self.account.findData(review.account_id))

    def _offer_findings(self, review: StatementReview) -> None:
        """A finding that there is no more of falls back on all rows."""
        if review.shown is None and review.is_looking:
            return
        chosen = self.filter.currentData()
        offered = [(words, key) for key, words in filters_of(review.shown)]
        self._offer(self.filter, offered)
        self.filter.setCurrentIndex(max(self.filter.findData(chosen), 0))

    def _offer(self, choice: StillChoice, offered: Sequence[tuple[str, object]]) -> None:
        if [choice.itemText(place) for place in range(choice.count())] != [words for words, _ in offered]:
            choice.clear()
            for words, key in offered:
                choice.addItem(words, key)

    def _say(self, review: StatementReview) -> None:
        shown = review.shown
        if review.account_id is None:
            words, tone = _WHICH_ACCOUNT, "doubt"
        elif review.problem is not None and shown is None:
            words, tone = problem_sentence(review.problem, review.seen.statement.name), "problem"
        else:
            words, tone = (counts_sentence(shown), "strong") if shown else (_LOOKING, "dim")
        _show(self.counts, words, tone)
        told = review.told or review.why_not
        is_problem = review.is_told_problem or (not review.told and bool(review.why_not))
        _show(self.told, told, "problem" if is_problem else "dim")
        self.told.setVisible(bool(told))

    def _show_progress(self, review: StatementReview) -> None:
        """A bar only where it takes a while: most looks are over before anybody sees it."""
        done, total = review.done
        is_long = review.is_looking and done > 0
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        for part in (self.bar, self.stop):
            part.setVisible(is_long)
        is_stopped = not review.is_looking and review.account_id is not None and not review.is_current
        self.again.setVisible(is_stopped and review.problem is None)

    def _take_account(self) -> None:
        if self._review is not None and self.account.currentData() is not None:
            self._review.take_account(self.account.currentData())

    def _with_review(self, act: str) -> None:
        if self._review is not None:
            getattr(self._review, act)()

    def _connect(self) -> None:
        self.account.activated.connect(self._take_account)
        self.filter.activated.connect(self._show_rows)
        self.table.selectionModel().selectionChanged.connect(self.menu.refresh)
        self.table.spaced.connect(lambda: self.menu.act(left_out_or_in))
        self.rows.toggled.connect(lambda row: self.menu.act(left_out_or_in, [row]))
        for button, act in ((self.stop, "stop"), (self.again, "look_again"), (self.book, "book")):
            button.clicked.connect(lambda _, act=act: self._with_review(act))

    def _lay_out(self) -> None:
        named: tuple[tuple[QWidget, str], ...] = (
            (self.account, "Account of the statement"),
            (self.account.view(), "Account of the statement"),
            (self.filter, "Which rows are shown"),
            (self.filter.view(), "Which rows are shown"),
            (self.bar, "How many orders are matched"),
            (self.change, "What you say of the chosen rows"),
        )
        for part, name in named:
            part.setAccessibleName(name)
        self.account.setPlaceholderText("Choose the account")
        self.account.setMinimumWidth(180)
        self.filter.setMinimumWidth(150)
        self.bar.setFixedWidth(110)
        self.bar.setTextVisible(False)
        self.book.setProperty("tone", "primary")
        self.book.setAccessibleName("Book what is shown as one edit")
        self.change.setMenu(self.menu)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, "Rows")
        self.tabs.addTab(self.others, "Not booked")
        self.tabs.addTab(self.refused, "Refused lines")
        self.tabs.setMinimumHeight(150)
        account, shown = QLabel("Acc&ount"), QLabel("S&how")
        account.setBuddy(self.account)
        shown.setBuddy(self.filter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(
            _line(account, self.account, shown, self.filter, None, self.bar, self.stop, self.again, self.change)
        )
        rows.addWidget(self.counts)
        rows.addWidget(self.tabs, 1)
        rows.addWidget(self.told)


def _show(label: QLabel, words: str, tone: str) -> None:
    label.setText(words)
    set_tone(label, tone)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _line(*parts: QWidget | None) -> QHBoxLayout:
    """None takes the room that is left."""
    line = QHBoxLayout()
    line.setSpacing(8)
    for part in parts:
        if part is None:
            line.addStretch(1)
        else:
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    return line
