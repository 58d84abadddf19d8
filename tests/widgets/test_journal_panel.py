"""The journal in the whole window: read, asked, written, reopened, by mouse and by keys."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.noted_books import CONDOR, opened
from support.recorded_books import DOT
from support.stored_books import create, desk_of, enter_orders, findings, open_to_write
from support.window_parts import MadeShelf
from support.windows import Answers, Trader

from alvh_desktop.domain.edits.notes import WriteNote
from alvh_desktop.domain.note_text import images_in
from alvh_desktop.domain.records import Link, Note
from alvh_desktop.viewmodels.journal.rows import JournalRow
from alvh_desktop.widgets.journal.panel import JournalPanel
from alvh_desktop.widgets.tokens import DARK

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Reader(Trader):
    """Somebody who keeps a journal."""

    @property
    def journal(self) -> JournalPanel:
        return self.window.contents.journal

    def opens_journal(self) -> None:
        self.window.area.docks["journal"].raise_()
        self.waits()

    def waits(self) -> None:
        for _ in range(3):
            self.looks()
            QTest.qWait(20)
            self.program.wait()
            self.looks()

    @property
    def rows(self) -> list[JournalRow]:
        return [row for row in self.journal.entries.entries.rows if not row.is_heading]

    def asks(self, line: str) -> list[tuple[str, str]]:
        self.journal.search.setFocus()
        self.journal.search.selectAll()
        QTest.keyClicks(self.journal.search, line) if line else self.journal.search.clear()
        self.journal.asked.emit(self.journal.search.text())
        self.waits()
        return [(row.label, "".join(part for part, _ in row.title)) for row in self.rows]

    def writes(self, text: str) -> None:
        QTest.keyClicks(self.journal.editor.text, text)
        self.looks()

    def presses(self, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, with_)
        self.waits()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Mine.alvh"
    file = create(path)
    enter_orders(file, (CONDOR, "+4 VIX 16DEC26 17C @2.02 fee 0.79/ct"))
    file.close()
    return path


@pytest.fixture
def reader(path: Path, qtbot: QtBot) -> Iterator[Reader]:
    shelf = MadeShelf(make=lambda asked: opened(open_to_write(asked)))
    reader = Reader(qtbot, shelf, path=path)
    reader.opens_journal()
    yield reader
    reader.leaves()


def note_of(reader: Reader) -> Note:
    assert reader.program.session.portfolio is not None
    (note,) = reader.program.session.portfolio.desk.book.notes.values()
    return note


def test_what_was_booked_stands_there_by_itself(reader: Reader) -> None:
    assert [row.label for row in reader.rows] == ["Opened", "Opened", "Other"]
    opened_hedge = reader.rows[0]
    assert opened_hedge.text.startswith("15:30\tOpened\tOpened 4 VIX 16DEC26 17C for a debit of 2.02")
    reader.journal.entries.go_to(opened_hedge.key)
    reader.waits()
    told = reader.journal.page.text()
    assert "Premium\t\u2212808.00 $" in told
    assert "The market as it was seen Fri 20 Nov 2026, 15:30 New York" in told
    assert "VX 16DEC26 (Z6)\t" in told


def test_the_charts_are_shown_as_they_stood_and_lead_back(reader: Reader) -> None:
    reader.journal.entries.go_to(reader.rows[1].key)
    reader.waits()
    assert reader.journal.page.reopen.isEnabled()
    reader.journal.page.reopen.click()
    reader.waits()
    charts = reader.window.charts
    assert "Opened 10 SPXW 18DEC26 6300/6350P 7150/7200C" in charts.told.text()
    assert reader.program.travel.at == reader.rows[1].entry.moment if reader.rows[1].entry else None
    charts.controls.back.click()
    reader.waits()
    assert reader.program.travel.at is None
    assert charts.told.text() == ""


def test_a_note_is_written_by_keys_alone(reader: Reader, path: Path) -> None:
    reader.window.activateWindow()
    reader.program.commands.journal.new_note()
    reader.looks()
    assert reader.journal.editor.text.hasFocus()
    reader.writes("Sold rich premium #fomc")
    reader.presses(Key.Key_Tab)
    assert reader.journal.editor.tags.hasFocus()
    QTest.keyClicks(reader.journal.editor.tags, "entry, Plan")
    reader.presses(Key.Key_Tab)
    QTest.keyClicks(reader.journal.editor.mood, "calm")
    reader.presses(Key.Key_Return, CONTROL)
    note = note_of(reader)
    assert (note.text, note.tags, note.mood) == ("Sold rich premium #fomc", ("entry", "fomc", "plan"), "calm")
    assert reader.rows[0].label == "Note"
    assert reader.journal.entries.current == reader.rows[0]
    assert reader.journal.stack.currentWidget() is reader.journal.page
    assert "Sold rich premium" in reader.journal.page.note.toPlainText()
    reader.program.commands.undo()
    reader.waits()
    assert [row.label for row in reader.rows] == ["Opened", "Opened", "Other"]


def test_the_line_asks_and_says_what_it_cannot_read(reader: Reader) -> None:
    reader.program.commands.journal.new_note()
    reader.writes("Rolled the put side")
    reader.presses(Key.Key_Return, CONTROL)
    assert reader.asks("put") == [("Note", "Rolled the put side")]
    assert [part for part in reader.rows[0].title if part[1]] == [("put", True)]
    assert len(reader.asks("spxw")) == 1
    assert len(reader.asks("sleeve:alvh")) == 1
    assert reader.asks("sleeve:hedge") == []
    assert reader.journal.told.text() == "Hedge is no sleeve: say core or alvh or second_engine"
    assert reader.journal.search.property("tone") == "problem"
    assert reader.journal.search.text() == "sleeve:hedge"
    assert reader.asks("nothing like that") == []
    assert reader.journal.told.text() == "Nothing of the journal is like that."
    assert len(reader.asks("")) == 4
    reader.journal.group.buttons["notes"].click()
    reader.waits()
    assert [row.label for row in reader.rows] == ["Note"]


def test_a_draft_waits_in_the_list_until_it_is_gone_on_with(reader: Reader) -> None:
    reader.program.commands.journal.new_note()
    reader.writes("half a sent")
    reader.program.commands.journal.new_note()
    reader.waits()
    assert [(row.label, row.title) for row in reader.rows[:1]] == [("Draft", (("half a sent", False),))]
    reader.journal.entries.go_to(reader.rows[0].key)
    reader.journal.entries.setFocus()
    reader.presses(Key.Key_Return)
    assert reader.journal.editor.text.toPlainText() == "half a sent"
    reader.writes("ence")
    assert reader.journal.writing.title == "half a sentence"
    reader.journal.editor.discard.click()
    reader.waits()
    assert "Draft" not in [row.label for row in reader.rows[:1]]


def test_a_note_about_an_entry_names_its_campaign_and_a_press_takes_it_away(reader: Reader) -> None:
    reader.journal.entries.go_to(reader.rows[1].key)
    reader.waits()
    reader.journal.page.write.click()
    reader.looks()
    writing = reader.journal.writing
    assert writing.note is not None
    (link,) = writing.note.links
    assert link.kind == "campaign"
    (button,) = [each for each in reader.journal.editor.about.children() if hasattr(each, "click")]
    assert button.text().startswith("SPXW 18DEC26 condor")
    button.click()
    assert writing.note.links == ()


def test_a_template_is_filled_with_what_is_known(reader: Reader) -> None:
    reader.program.commands.journal.new_note()
    names = [action.text() for action in reader.journal.editor.templates.actions()]
    assert names == ["Entry plan", "Roll decision", "Post-mortem", "Daily review"]
    reader.journal.editor.templates.actions()[3].trigger()
    reader.waits()
    note = reader.journal.writing.note
    assert note is not None
    assert note.text.startswith("# Daily review 2026-11-20")
    assert note.tags == ("daily",)
    assert reader.journal.editor.tags.text() == "daily"


def test_pictures_are_pasted_dropped_and_chosen(reader: Reader, tmp_path: Path) -> None:
    reader.program.commands.journal.new_note()
    text = reader.journal.editor.text
    pasted = QMimeData()
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    pasted.setImageData(image)
    text.insertFromMimeData(pasted)
    file = tmp_path / "my dot.png"
    file.write_bytes(DOT.content)
    dropped = QMimeData()
    dropped.setUrls([file.as_uri()])
    text.insertFromMimeData(dropped)
    answers = Answers()
    answers.picture_to_read = lambda folder: file  # type: ignore[method-assign]
    reader.program.commands.asks = answers
    reader.program.commands.journal.add_picture()
    reader.waits()
    note = reader.journal.writing.note
    assert note is not None
    hashes = images_in(note.text)
    assert len(hashes) == 2
    assert hashes[1] == DOT.hash
    assert "![my dot](image:" in note.text
    first = reader.journal.writing.image(hashes[0])
    assert first is not None
    assert QImage.fromData(first.content).pixelColor(0, 0).rgb() == image.pixelColor(0, 0).rgb()
    cells = QMimeData()
    cells.setText("1\t2")
    cells.setImageData(image)
    text.insertFromMimeData(cells)  # a spreadsheet gives both
    assert text.toPlainText().endswith("1\t2")
    wrong = tmp_path / "no.png"
    wrong.write_bytes(b"no picture")
    dropped.setUrls([wrong.as_uri()])
    text.insertFromMimeData(dropped)
    assert reader.journal.editor.told.text() == "This is no PNG or JPEG."


def test_what_is_refused_stands_at_its_field_and_stays_typed(reader: Reader) -> None:
    reader.program.commands.journal.new_note()
    editor = reader.journal.editor
    editor.save.click()
    assert editor.told.text() == "Nothing is written in it."
    reader.writes("x")
    editor.tags.setFocus()
    QTest.keyClicks(editor.tags, "two!")
    editor.save.click()
    assert editor.tags.property("tone") == "problem"
    assert editor.tags.text() == "two!"
    assert "'two!' is no tag" in editor.told.text()
    assert not note_exists(reader)


def note_exists(reader: Reader) -> bool:
    assert reader.program.session.portfolio is not None
    return bool(reader.program.session.portfolio.desk.book.notes)


def test_markup_in_a_note_is_text_and_nothing_is_fetched(reader: Reader) -> None:
    view = reader.journal.page.note
    view.show_note("a <b>bold</b> <img src='http://x/y.png'> ![p](http://127.0.0.1:9/p.png) ![q](file:///etc/hosts)")
    assert "<b>bold</b>" in view.toPlainText()


def test_colours_follow_the_theme_and_the_rows_are_copied(reader: Reader) -> None:
    reader.journal.wear(DARK)
    entries = reader.journal.entries
    entries.go_to(reader.rows[0].key)
    entries.setFocus()
    assert reader.window.copy_text(False).startswith("15:30\tOpened\tOpened 4 VIX")
    reader.journal.page.note.setFocus()


def test_another_portfolio_shows_its_own_journal(reader: Reader, path: Path, tmp_path: Path) -> None:
    reader.program.commands.journal.new_note()
    reader.writes("left behind")
    other = tmp_path / "Other.alvh"
    file = create(other)
    desk = desk_of(file)
    desk.do(WriteNote(Note(desk.next_id, desk.clock(), "In the other", links=(Link("trade", "99"),)), desk.clock()))
    file.close()
    reader.program.files.open(other)
    reader.waits()
    assert [row.label for row in reader.rows] == ["Note", "Other"]
    assert reader.journal.writing.note is None
    reader.program.files.open(path)
    reader.waits()
    assert [(row.label, row.title) for row in reader.rows[:1]] == [("Draft", (("left behind", False),))]
    assert findings(other) == ()


def test_the_portfolio_of_a_row_is_never_mixed_with_a_heading(reader: Reader) -> None:
    rows = reader.journal.entries.entries.rows
    assert [row.is_heading for row in rows] == [True, False, False, False]
    assert replace(rows[0], day=rows[1].day).key == f"day {rows[1].day}"


# Files


def test_reports_and_the_whole_journal_are_written(reader: Reader, tmp_path: Path) -> None:
    reader.program.commands.journal.new_note()
    picture = reader.journal.writing.add_image(DOT.content, "dot")
    reader.writes("Why now")
    assert isinstance(picture, str)
    reader.journal.editor.insert(picture)
    reader.presses(Key.Key_Return, CONTROL)
    journal, answers, told = reader.program.commands.journal, Answers(), list[str]()
    journal.reports.written.connect(told.append)
    reader.program.commands.asks = answers
    for name in ("November.html", "November.pdf", "November.csv"):
        answers.report_target = lambda proposed, name=name: tmp_path / name  # type: ignore[method-assign]
        journal.report_month()
        journal.reports.wait()
        reader.waits()
    html = (tmp_path / "November.html").read_text(encoding="utf-8")
    assert "Why now" in html
    assert "data:image/png;base64," in html
    assert (tmp_path / "November.pdf").read_bytes().startswith(b"%PDF")
    reader.window.area.docks["campaigns"].raise_()
    reader.waits()
    reader.window.contents.campaigns.table.setFocus()
    answers.report_target = lambda proposed: tmp_path / f"{proposed.stem}.md"  # type: ignore[method-assign]
    journal.report_campaign()
    journal.reports.wait()
    reader.waits()
    (written,) = tmp_path.glob("SPXW 18DEC26 condor*.md")
    assert "3.20" in written.read_text(encoding="utf-8")
    folder = tmp_path / "journal"
    answers.journal_folder = lambda proposed: folder  # type: ignore[method-assign]
    for _ in range(2):  # the second time in place of the first
        journal.export_journal()
        journal.reports.wait()
        reader.waits()
    assert sorted(each.name for each in folder.iterdir()) == [
        "campaigns.csv", "images", "notes", "statistics.csv", "timeline.csv"
    ]  # fmt: skip
    assert [each.split(" written to ")[0] for each in told] == [
        "November 2026", "November 2026", "November 2026", "Campaign 91, SPXW 18DEC26 condor", "Journal", "Journal"
    ]  # fmt: skip


def test_a_folder_of_other_things_and_a_place_that_is_not_there_are_refused(reader: Reader, tmp_path: Path) -> None:
    journal, answers, faults = reader.program.commands.journal, Answers(), list[str]()
    journal.reports.failed.connect(lambda error: faults.append(str(error)))
    reader.program.commands.asks = answers
    answers.journal_folder = lambda proposed: tmp_path  # type: ignore[method-assign]
    journal.export_journal()
    answers.report_target = lambda proposed: tmp_path / "none" / "x.html"  # type: ignore[method-assign]
    journal.report_month()
    journal.reports.wait()
    reader.waits()
    assert "which is not of a journal: choose another folder" in faults[0]
    assert len(faults) == 2
