"""The timeline of a long career: 20,000 fills, 20,000 edit lines, 20,000 lines of the log and 2,000 notes.

Run: python tests/benchmarks/journal.py [rounds]. The shortest and the median round stand beside each other; reading
the file is not in it.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.alert_lines import judged
from support.founded_books import CLOCK, founding_entry

from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.journal.asking import Asked
from alvh_desktop.desk.journal.finding import found
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.desk.ports import Entry, Line
from alvh_desktop.domain.book import Book, Row, book_of
from alvh_desktop.domain.edits import added, replaced
from alvh_desktop.domain.records import TABLES, Campaign, Fill, Input, Leg, Link, Note, Record, Trade, id_of
from alvh_desktop.rules.transition import Transition
from alvh_desktop.storage.note_index import NoteIndex

CONDORS, RULE_CHANGES, INPUTS, LOG, NOTES = 2_500, 1_500, 12_000, 20_000, 2_000
BEGINS = CLOCK - timedelta(days=3_000)


def career() -> tuple[Book, list[Line]]:
    """Condors of four legs, opened and closed again: eight fills each; rule changes, typed values, notes between."""
    lines = [Line(1, founding_entry(BEGINS))]
    rules = {row.id: row.after for row in lines[0].entry.rows if row.table == "rules"}
    rule_id, ids = "condor.short_near", iter(range(1_000, 10_000_000))
    for number in range(CONDORS):
        at = BEGINS + timedelta(days=number)
        lines += [Line(0, _entry(at, "Sell", rows)) for rows in _condor(ids, at)]
    for number in range(RULE_CHANGES):
        before = rules[rule_id]
        rules[rule_id] = replace(before, watch=Decimal(number % 90 + 1) / 100)
        rows = (replaced("rules", before, rules[rule_id]),)
        lines.append(Line(0, _entry(BEGINS + timedelta(hours=4 * number), "Change rule Short near", rows)))
    for number in range(INPUTS):
        row = Input(next(ids), "equity", (BEGINS + timedelta(hours=6 * number)).date(), Decimal(number), "typed")
        label = f"Input equity {number} from {row.on}"
        lines.append(Line(0, _entry(BEGINS + timedelta(hours=6 * number), label, (added("inputs", row),))))
    for number in range(NOTES):
        at = BEGINS + timedelta(days=number)
        note = Note(next(ids), at, f"# Day {number}\n\n" + "words " * 200, links=(Link("campaign", "1000"),))
        lines.append(Line(0, _entry(at, "Write note", (added("notes", note),))))
    numbered = [Line(number, line.entry) for number, line in enumerate(lines, 1)]
    tables: dict[str, dict[object, Record]] = {name: {} for name in TABLES}
    for line in numbered:
        for row in line.entry.rows:
            assert row.after is not None
            tables[row.table][id_of(row.after)] = row.after
    return book_of(tables), numbered


def _entry(at: object, label: str, rows: tuple[Row, ...]) -> Entry:
    return Entry("edit", at, label, None, rows, 10_000_000)  # type: ignore[arg-type]


def _condor(ids: Iterator[int], at: object) -> Iterator[tuple[Row, ...]]:
    campaign, trade = Campaign(next(ids), 2, "condor", "core"), next(ids)
    made = Trade(trade, 2, campaign.id, "core", "condor", None, at)  # type: ignore[arg-type]
    legs = [
        Leg(next(ids), trade, "SPXW", date(2036, 12, 19), Decimal(strike), "P" if strike < 6700 else "C")
        for strike in (6300, 6350, 7150, 7200)
    ]
    signs = (1, -1, -1, 1)
    opened = [_fill(ids, leg, sign, at) for leg, sign in zip(legs, signs, strict=True)]
    yield (
        added("campaigns", campaign), added("trades", made),
        *(added("legs", leg) for leg in legs), *(added("fills", fill) for fill in opened),
    )  # fmt: skip
    later = at + timedelta(hours=3)  # type: ignore[operator]
    closed = [_fill(ids, leg, -sign, later) for leg, sign in zip(legs, signs, strict=True)]
    yield tuple(added("fills", fill) for fill in closed)


def _fill(ids: Iterator[int], leg: Leg, sign: int, at: object) -> Fill:
    return Fill(next(ids), leg.id, 10 * sign, Decimal("3.20"), Decimal("6.50"), at, "own")  # type: ignore[arg-type]


def log() -> list[Transition]:
    told = judged((0.10, 0.85, -0.20))
    return [
        replace(told[number % len(told)], moment=BEGINS + timedelta(minutes=200 * number)) for number in range(LOG)
    ]


def timed(work: Callable[[], object], rounds: int) -> str:
    spans = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return f"{1e3 * min(spans):7.1f} ms, median {1e3 * statistics.median(spans):7.1f} ms"


def main(rounds: int) -> None:
    book, lines = career()
    transitions = log()
    entries = journal_of(book, lines, transitions)
    gc.freeze()  # as the program does once a portfolio stands
    print(f"{len(book.fills):,} fills, {len(lines):,} lines, {len(transitions):,} of the log: {len(entries):,}")
    print("timeline, no log    ", timed(lambda: journal_of(book, lines, ()), rounds))
    courses = courses_of(book)
    print("same, campaigns kept", timed(lambda: journal_of(book, lines, (), courses), rounds))
    print("timeline with log   ", timed(lambda: journal_of(book, lines, transitions), rounds))
    day = (BEGINS + timedelta(days=200)).date()
    index, whole = NoteIndex(), Asked(words=("day 3",), first=day, last=day + timedelta(days=900))
    kinds = frozenset(("note", "alert"))
    print("found by all of it  ", timed(lambda: found(entries, whole, book, courses, index, kinds), rounds))
    one = Asked(campaigns=frozenset((1000,)))
    print("found by campaign   ", timed(lambda: found(entries, one, book, courses, index), rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
