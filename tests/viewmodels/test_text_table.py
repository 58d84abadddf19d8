"""A table of words keeps Qt's laws, the choice of its reader, and copies as columns."""

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from alvh_desktop.viewmodels.row_table import TONE_ROLE, tabbed
from alvh_desktop.viewmodels.text_table import Column, TextRow, TextTable

COLUMNS = (Column("File", "Its name"), Column("Rows", "How many", is_figure=True), Column("Why", "The reason"))
ROW = TextRow(("a.csv", "12", "fine"))
SENTENCE = TextRow(("b.csv", "It is\tbroken."), "problem", is_sentence=True)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def test_it_is_a_model_while_rows_come_change_and_go(qtmodeltester: ModelTester, qapp: object) -> None:
    table = TextTable(COLUMNS)
    qtmodeltester.check(table)
    resets: list[None] = []
    table.modelReset.connect(lambda: resets.append(None))
    table.show_rows([ROW, SENTENCE])
    table.show_rows([SENTENCE, ROW])
    assert len(resets) == 1, "as many rows as before keep the choice"
    assert table.index(1, 0).data() == "a.csv"
    table.show_rows([])
    assert table.rowCount() == 0


def test_cells_tones_and_sides(qapp: object) -> None:
    table = TextTable(COLUMNS)
    table.show_rows([ROW, SENTENCE])
    assert [table.index(0, place).data() for place in range(3)] == ["a.csv", "12", "fine"]
    assert [table.index(1, place).data() for place in range(3)] == ["b.csv", "It is\tbroken.", None]
    assert table.index(1, 0).data(TONE_ROLE) == "problem"
    assert table.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) == RIGHT
    assert table.index(1, 1).data(Qt.ItemDataRole.TextAlignmentRole) != RIGHT, "a sentence stands left"
    assert table.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "How many"


def test_rows_are_copied_under_their_titles(qapp: object) -> None:
    table = TextTable(COLUMNS)
    table.show_rows([ROW, SENTENCE])
    assert table.text_of([1]) == "File\tRows\tWhy\nb.csv\tIt is broken."


def test_what_is_copied_is_no_formula_and_numbers_stay_numbers() -> None:
    line = ("+10", "-3.25", "1,000.00", "=1+1", "-10 SPXW", "@now", "a\tb", "12.5%")
    assert tabbed([line]) == "+10\t-3.25\t1,000.00\t'=1+1\t'-10 SPXW\t'@now\ta b\t12.5%"
