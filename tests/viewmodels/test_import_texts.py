"""What is said of a file: its row, its paragraph, its sentence; what is not known is never a number."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import CLOCK
from support.window_parts import DELIVERY, HISTORY, MADE_QUOTE, MadeQuotes

from alvh_desktop.desk.importing import ImportReport, Preview, keep, look_at
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Delivery, Kept, Level, Question, RefusedLine
from alvh_desktop.viewmodels.file_line import FileLine
from alvh_desktop.viewmodels.import_texts import (
    FILES,
    about_file,
    file_row,
    imported_text,
    keep_text,
    problem_sentence,
    progress_of,
    span_text,
)

MORNING = datetime(2026, 11, 20, 14, 45, tzinfo=UTC)


def seen(delivery: Delivery = DELIVERY) -> FileLine:
    preview = look_at(lambda *_: delivery, Path(__file__))
    assert isinstance(preview, Preview)
    line = FileLine("k", "chain.csv", "ready", Path("chain.csv"), preview=preview, new=Kept(1, 0, 0))
    return replace(line, parts=preview.parts, refused=delivery.refused)


def kept(delivery: Delivery = DELIVERY) -> FileLine:
    line = seen(delivery)
    assert line.preview is not None
    return replace(line, stage="kept", preview=None, report=keep(MadeQuotes(), line.preview, CLOCK))


def report(file: str = "chain.csv", quotes: int = 12, new: int = 7, closes: int = 0, filed: int = 0) -> ImportReport:
    return ImportReport(file, "quote table", 14, quotes, new, 1, CLOCK, CLOCK, (), closes, filed)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (CLOCK, CLOCK, "2026-11-20 15:30"),
        (MORNING, CLOCK, "2026-11-20 09:45\N{EN DASH}15:30"),
        (MORNING, datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "2026-11-20 \N{EN DASH} 2026-11-23"),
        (date(1990, 1, 2), date(2026, 7, 31), "1990-01-02 \N{EN DASH} 2026-07-31"),
        (date(2026, 11, 20), date(2026, 11, 20), "2026-11-20"),
        (datetime(2026, 11, 20, 2, tzinfo=UTC), datetime(2026, 11, 20, 2, tzinfo=UTC), "2026-11-19 21:00"),
    ],
)
def test_a_span_is_told_in_new_york(first: date, last: date, told: str) -> None:
    assert span_text(first, last) == told


def test_a_file_that_was_looked_at_and_one_that_was_kept_have_the_same_figures() -> None:
    for line, state in ((seen(), "Ready"), (kept(), "Imported")):
        row = file_row(line)
        assert len(row.cells) == len(FILES)
        assert row.cells[:7] == ("chain.csv", state, "quote table", "14", "1", "1", "1")
        assert not row.is_sentence


def test_a_count_that_is_not_known_is_a_dash() -> None:
    assert file_row(replace(seen(), new=None)).cells[5] == "\N{EM DASH}"


def test_a_file_that_could_not_be_kept_shows_it() -> None:
    row = file_row(replace(seen(), problem=Problem("", "The disk is full.")))
    assert (row.cells[1], row.tone) == ("Not kept", "problem")


def test_a_refused_file_has_one_sentence_in_place_of_figures() -> None:
    row = file_row(FileLine("k", "a.csv", "refused", problem=Problem("a.csv", "the file is empty")))
    assert (row.cells, row.tone, row.is_sentence) == (("a.csv", "Refused", "The file is empty."), "problem", True)


def test_a_question_is_asked_in_the_words_of_its_file() -> None:
    line = FileLine("k", "a.csv", "asks", problem=Question("line 3", "The date line 'x' cannot be read.", "moment"))
    assert about_file(line) == "Line 3: The date line 'x' cannot be read. When were its quotes made?"
    which = Question("a.csv", "The file does not say which index it is of.", "series", ("SPX", "VIX"))
    assert about_file(replace(line, problem=which)) == (
        "The file does not say which index it is of. Which one is it?"
    )


def test_the_paragraph_says_what_is_in_the_file_what_was_said_and_what_is_known() -> None:
    assert about_file(seen()) == (
        "quote table, 2026-11-20 15:30 New York: 14 rows read, which give 1 quote. "
        "1 line is refused: why stands under Refused lines."
    )
    said = about_file(replace(seen(), said=Asked(CLOCK)))
    assert "You say that they were made at 2026-11-20 15:30 New York." in said
    assert "All of it is known already: importing it again changes nothing." in about_file(
        replace(seen(), new=Kept(0, 0, 0))
    )
    assert "known already" not in about_file(replace(seen(), new=Kept(0, 0, 1))), "an index level is new"
    assert about_file(kept()).startswith("Imported: quote table, 2026-11-20 15:30 New York, 1 quote; 1 new.")
    history = about_file(seen(HISTORY))
    assert "2 rows read, which give 2 closes of days. Taken as VIX because of the file's name." in history
    assert "You say that it is VIX3M." in about_file(replace(seen(HISTORY), said=Asked(series="VIX3M")))
    assert about_file(kept(HISTORY)).endswith("2 closes of days; 2 new. Taken as VIX because of the file's name.")
    final = Delivery("sheet", (), (Level("VRO", CLOCK, "sheet", Decimal("17.2")),), 1)
    assert about_file(kept(final)).endswith("1 index level; 1 new.")


def test_what_was_imported_is_one_sentence() -> None:
    assert imported_text([report()]) == "chain.csv: 7 new of 12 quotes imported (quote table)."
    history = replace(report(quotes=0, new=0, closes=2, filed=1), notes=("taken as VIX",))
    assert imported_text([history]) == "chain.csv: 1 new of 2 closes imported (quote table); taken as VIX."
    both_kinds = imported_text([report(closes=2, filed=1)])
    assert both_kinds == "chain.csv: 7 new of 12 quotes and 1 new of 2 closes imported (quote table)."
    assert "0 new of 1 index level" in imported_text([report(quotes=0, new=0)])
    refused = replace(report(), refused=(RefusedLine(7, "no strike"), RefusedLine(9, "no bid")))
    assert imported_text([refused]).endswith("; 2 lines not used, the first is line 7: no strike.")
    both = imported_text([report(), replace(refused, file="b.csv")])
    assert both.startswith("2 files imported: 14 new of 24 quotes and closes; 2 lines not used")
    assert both.endswith("the first is line 7 of b.csv: no strike.")


def test_the_button_says_whether_all_of_it_is_imported() -> None:
    clean = seen(Delivery("quote table", (MADE_QUOTE,), (), 1))
    refused = FileLine("r", "r.csv", "refused", problem=Problem("", "no"))
    assert keep_text([clean]) == "&Import"
    assert keep_text([clean, replace(clean, key="b")]) == "&Import all 2 files"
    assert keep_text([clean, refused]) == "&Import what can be used"
    assert keep_text([seen()]) == "&Import what can be used", "a line of it is refused"
    assert keep_text([clean, kept()]) == "&Import"


def test_progress_counts_files() -> None:
    here = Path("a.csv")
    lines = [seen(), FileLine("b", "b.csv", "reading", here), FileLine("c", "c.csv", "waiting", here)]
    assert progress_of(lines) == ("Reading b.csv", 1, 3)
    keeping = [kept(), replace(seen(), stage="keeping")]
    assert progress_of(keeping) == ("Importing chain.csv", 1, 2)
    assert progress_of([seen()]) == ("", 0, 0)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("a.csv", "the file is empty"), "The file is empty."),
        (Problem("line 7", "the column root is missing"), "Line 7: the column root is missing."),
        (Problem("moment", "it lies in the future"), "It lies in the future."),
        (Problem("series", "'17' is no name of an index"), "'17' is no name of an index."),
        (Problem("", "Gone. Choose another file."), "Gone. Choose another file."),
    ],
)
def test_a_problem_is_a_sentence_that_does_not_repeat_the_file(problem: Problem, told: str) -> None:
    assert problem_sentence(problem, "a.csv") == told
