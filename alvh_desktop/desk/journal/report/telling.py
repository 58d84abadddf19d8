"""A report as a document: what it is of, its parts, alerts and their answers, notes, and the word at its foot."""

from collections.abc import Iterator

from alvh_desktop.desk.journal.report.campaign_telling import life_blocks
from alvh_desktop.desk.journal.report.document import (
    NOT_KNOWN,
    Block,
    Cell,
    Document,
    Heading,
    Table,
    Words,
    Written,
)
from alvh_desktop.desk.journal.report.month_telling import month_blocks
from alvh_desktop.desk.journal.report.values import Episode, JournalReport
from alvh_desktop.domain.note_text import images_in
from alvh_desktop.domain.records import Note
from alvh_desktop.domain.sessions import new_york_text

FOOT = "Educational, not advice."


def document_of(report: JournalReport) -> Document:
    return Document(report.title, tuple(_blocks(report)), report.images, FOOT)


def _blocks(report: JournalReport) -> Iterator[Block]:
    whose = f"{report.portfolio} (simulated)" if report.is_simulated else report.portfolio
    end = report.last if report.is_over else "now"
    yield Words(f"{whose}, {report.first} to {end}, as it is known on {new_york_text(report.at)}.")
    yield Words(f"Marks of what is open: {report.prices}.")
    if not report.is_over:
        yield Words("It is not over: figures are as of the moment above.", is_warning=True)
    for month in report.accounts:
        yield from month_blocks(month)
    if report.life is not None:
        yield from life_blocks(report.life)
    yield Heading("Alerts and answers")
    yield from _alerts(report)
    yield Heading("Notes")
    yield from _notes(report)


def _alerts(report: JournalReport) -> Iterator[Block]:
    if report.alerts:
        header = ("began", "alert", "of", "highest level", "in words", "answered", "quiet again")
        yield Table("", header, [_alert(each, report) for each in report.alerts])
        answered = sum(bool(each.answers) for each in report.alerts)
        yield Words(f"{answered} of {len(report.alerts)} were answered by a person.")
    else:
        yield Words("The log knows of no alert that asked in this time.")
    if report.unknown_alerts:
        times = f"{report.unknown_alerts} times" if report.unknown_alerts > 1 else "Once"
        yield Words(f"{times} an alert could not be judged: what it looks at was not known.", is_warning=True)


def _alert(each: Episode, report: JournalReport) -> tuple[Cell, ...]:
    answers = "; ".join(f"{words} {new_york_text(moment)}" for moment, words in each.answers)
    cleared: Cell = each.cleared_at or (f"not by {report.last}" if report.is_over else "not yet")
    return (
        each.began,
        each.title,
        each.subject,
        each.level or NOT_KNOWN,
        each.sentence,
        answers or "no answer",
        cleared,
    )


def _notes(report: JournalReport) -> Iterator[Block]:
    if not report.notes:
        yield Words("No note was written.")
    for note in report.notes:
        yield Written(note, _about(note))
    shown = {each for note in report.notes for each in images_in(note.text)}
    missing = len(shown - report.images.keys())
    if missing:
        yield Words(f"{missing} of the pictures that these notes show cannot be read.", is_warning=True)


def _about(note: Note) -> str:
    told = [f"#{tag}" for tag in note.tags]
    told += [f"{link.kind} {link.key}" for link in note.links]
    told += [f"mood {note.mood}"] if note.mood else []
    told += [f"conviction {note.conviction} of 5"] if note.conviction is not None else []
    return ", ".join(told)
