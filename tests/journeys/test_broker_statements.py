"""Real statements come in: what the book says of them is what the file says, to the cent, however it is cut."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import founded_desk
from support.stated import NOW, told

from alvh_desktop.brokers.formats import read_statement
from alvh_desktop.desk.statements.preview import StatementPreview, preview_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.statements import Statement, StatementReading

pytestmark = pytest.mark.realdata
TASTYTRADE = "brokers/tastytrade_transactions_2018_to_2025.csv"


def seen(book: Book, text: str, zone: str = "") -> StatementPreview:
    statement = read_statement(text.encode(), "statement.csv", StatementReading(load_products(), zone))
    assert isinstance(statement, Statement), statement
    assert statement.refused == ()
    preview = preview_of(book, next(iter(book.accounts)), statement, "0" * 64, NOW, book.top_id + 1)
    assert isinstance(preview, StatementPreview), preview
    return preview


def imported(book: Book, text: str, zone: str = "") -> Book:
    edit = seen(book, text, zone).edit
    if edit is None:
        return book
    change = edit.apply(book)
    assert isinstance(change, Change)
    return change.book


def cents(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "")) if cell not in ("", "--") else Decimal(0)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.fixture
def text(shared_data: Path) -> str:
    return (shared_data / TASTYTRADE).read_text(encoding="utf-8")


def test_all_36_rows_become_closed_trades_whose_result_is_the_files_own(text: str) -> None:
    book = founded_desk(now=NOW).book
    preview = seen(book, text)
    assert preview.counts_text == "36 new, 0 known"
    after = imported(book, text)
    heading, *lines = rows_of(text)
    place = {name: heading.index(name) for name in ("Value", "Commissions", "Fees", "Root Symbol")}
    own = {
        number: sum((cents(cells[place[name]]) for name in ("Value", "Commissions", "Fees")), Decimal(0))
        for number, cells in enumerate(lines, 2)
        if cells[place["Root Symbol"]] in ("SPX", "SPXW", "VIX", "VIXW")
    }
    assert len(own) == 36
    assert not any(held.position.quantity for held in after.holdings.values())
    assert sum(held.position.realised for held in after.holdings.values()) == sum(own.values()) == Decimal("-128.32")
    stated = {row.id: row.line for row in after.stated_rows.values()}
    for trade in after.trades.values():
        held = after.holdings_by_trade[trade.id]
        of_file = {stated[fill.row_id or 0] for each in held for fill in each.fills}
        assert sum(each.position.realised for each in held) == sum(own[line] for line in of_file)
    assert sum(len(after.holdings_by_trade[trade]) for trade in after.trades) == 18
    assert {trade.structure for trade in after.trades.values()} == {"vertical", "single"}


def test_the_same_again_any_order_overlapping_halves_and_the_other_layout_give_the_same_book(text: str) -> None:
    book = founded_desk(now=NOW).book
    whole = imported(book, text)
    assert seen(whole, text).counts_text == "0 new, 36 known"
    heading, *lines = rows_of(text)
    assert told(imported(book, written([heading, *lines[::-1]]))) == told(whole)
    mixed = sorted(lines, key=lambda cells: cells[6][::-1])
    assert told(imported(book, written([heading, *mixed]))) == told(whole)
    halves = written([heading, *lines[:260]]), written([heading, *lines[200:]])
    assert told(imported(imported(book, halves[0]), halves[1])) == told(whole)
    assert told(imported(imported(book, halves[1]), halves[0])) == told(whole), "the newer half first"
    total = heading.index("Total")
    older = written([cells[:total] + cells[total + 1 :] for cells in (heading, *lines[::-1])])
    assert told(imported(book, older)) == told(whole)
    assert seen(whole, older).counts_text == "0 new, 36 known"


def test_the_schwab_sample_comes_in_with_its_expirations(shared_data: Path) -> None:
    (path,) = (shared_data / "brokers").glob("schwab_*.csv")
    after = imported(founded_desk(now=NOW).book, path.read_text(encoding="utf-8"))
    by_expiry = {after.holdings_by_trade[trade.id][0].leg.expiry.day: trade for trade in after.trades.values()}
    spread = after.holdings_by_trade[by_expiry[23].id]
    assert {(held.leg.root, held.leg.strike, held.leg.right) for held in spread} == {
        ("SPXW", Decimal(7055), "P"), ("SPXW", Decimal(7040), "P")
    }  # fmt: skip
    # by hand: 161.74 received and 116.26 paid, and both sides expired worthless
    assert sum(held.position.realised for held in spread) == Decimal("161.74") - Decimal("116.26")
    assert all(held.settlement is not None and held.settlement.paid == 0 for held in spread)
    calls = after.holdings_by_trade[by_expiry[24].id]
    assert sum(held.position.cash_flow for held in calls) == Decimal("60.87") - Decimal("13.13")


def test_the_thinkorswim_sample_comes_in_with_its_weekly_roots_and_fees(shared_data: Path) -> None:
    (path,) = (shared_data / "brokers").glob("tos_AccountStatement_*.csv")
    after = imported(founded_desk(now=NOW).book, path.read_text(encoding="utf-8"), "America/Chicago")
    assert {held.leg.root for held in after.holdings.values()} == {"SPXW"}
    butterfly = [held for held in after.holdings.values() if held.leg.right == "P"]
    # by hand: 1,875.00 paid, fees of 2.28 and 2.60, and nothing came back
    assert sum(held.position.realised for held in butterfly) == -Decimal("1875.00") - Decimal("2.28") - Decimal(
        "2.60"
    )
    (call,) = (held for held in after.holdings.values() if held.leg.right == "C")
    assert (call.position.quantity, len(call.fills)) == (4, 2), "a split fill is two fills"
    assert call.position.fees == Decimal("1.14") + Decimal("1.15") + 2 * Decimal("1.30")
