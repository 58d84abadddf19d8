"""Statements become trades: known again, in any order and in any parts; what they moved is what the book says."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import enter, founded_desk
from support.stated import NOW, contract, imported, looked_at, said, statement, told

from alvh_desktop.desk.statements.preview import Choices, preview_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import CancelledError, StatementRow

P6300, P6350, C7150, C7200 = (f"SPXW 18DEC26 {each}" for each in ("6300 P", "6350 P", "7150 C", "7200 C"))
CONDOR = [
    said(P6300, 10, "8.10", "6.50", order="A", effect="open"),
    said(P6350, -10, "9.80", "6.50", order="A", effect="open"),
    said(C7150, -10, "6.20", "6.50", order="A", effect="open"),
    said(C7200, 10, "4.70", "6.50", order="A", effect="open"),
]
ROLL = [
    said(P6350, 10, "14.00", "6.50", 60, "B", effect="close"),
    said(P6300, -10, "11.60", "6.50", 60, "B", effect="close"),
    said("SPXW 18DEC26 6250 P", -10, "9.10", "6.50", 60, "B", effect="open"),
    said("SPXW 18DEC26 6200 P", 10, "7.80", "6.50", 60, "B", effect="open"),
]


EMPTY = founded_desk(now=NOW).book


@pytest.fixture
def book() -> Book:
    return EMPTY


def realised(book: Book) -> Decimal:
    return sum((held.position.realised for held in book.holdings.values()), Decimal(0))


def test_rows_of_one_order_become_one_trade_of_its_kind(book: Book) -> None:
    after = imported(book, CONDOR)
    (trade,) = after.trades.values()
    assert (trade.structure, trade.sleeve) == ("condor", "core")
    assert {fill.price for fill in after.fills.values()} == {Decimal(p) for p in ("8.10", "9.80", "6.20", "4.70")}
    assert sum(held.position.cash_flow for held in after.holdings.values()) == sum(row.usd or 0 for row in CONDOR)


def test_a_rolled_side_is_one_linked_record_and_stays_in_its_condor(book: Book) -> None:
    after = imported(book, [*CONDOR, *ROLL])
    (trade,), (roll,) = after.trades.values(), after.rolls.values()
    assert {fill.roll_id for fill in after.fills.values()} == {None, roll.id}
    assert roll.name == "Roll of 10 SPXW 18DEC26 vertical"
    held = {h.leg.strike: h.position.quantity for h in after.holdings.values() if h.position.quantity}
    assert held == {6200: 10, 6250: -10, 7150: -10, 7200: 10}
    # by hand: bought back at 14.00 what was sold at 9.80, sold at 11.60 what was bought at 8.10, fees of four legs
    assert sum(h.position.realised for h in after.holdings.values() if not h.position.quantity) == (
        10 * 100 * (Decimal("9.80") - Decimal("14.00") + Decimal("11.60") - Decimal("8.10")) - 4 * Decimal("6.50")
    )
    assert trade.structure == "condor"


def test_a_close_and_an_open_within_five_minutes_are_a_roll_and_at_six_they_are_two_trades(book: Book) -> None:
    put, later = "VIX 16DEC26 20 C", "VIX 20JAN27 22 C"
    bought = said(put, 4, "2.10", order="A", effect="open")
    for minutes, trades in ((5, 1), (6, 0)):
        rows = [
            bought,
            said(put, -4, "1.00", minutes=100, order="B", effect="close"),
            said(later, 4, "2.40", minutes=100 + minutes, order="C", effect="open"),
        ]
        after = imported(book, rows)
        assert len(after.rolls) == trades
        assert sum(trade.rolled_from is not None for trade in after.trades.values()) == trades


def test_expirations_and_cash_settlements_become_settlements_to_the_cent(book: Book) -> None:
    ends = [
        said(P6350, 10, None, "0", 70_000, kind="expired"),
        said(P6300, -10, "0", "0", 70_000, kind="expired"),
        said(C7150, 10, "41.27", "11.30", 70_000, kind="settled"),
        said(C7200, -10, None, "0", 70_000, kind="expired"),
    ]
    after = imported(book, [*CONDOR, *ends])
    settled = {after.legs[each.leg_id].strike: each for each in after.settlements.values()}
    assert settled[Decimal(7150)].value == Decimal("7191.27"), "strike and what it paid give the official value"
    assert (settled[Decimal(6350)].value, settled[Decimal(6350)].paid) == (None, 0), "nothing is guessed"
    opened = sum((row.usd or Decimal(0) for row in CONDOR), Decimal(0))
    assert realised(after) == opened - 10 * 100 * Decimal("41.27") - Decimal("11.30")
    assert not any(held.position.quantity for held in after.holdings.values())


def test_an_end_that_does_not_say_what_it_paid_waits_and_is_never_taken_for_nothing(book: Book) -> None:
    """An assignment without an amount, and a future: neither was worth nothing."""
    future = said("VX 16DEC26", 1, "18.35", order="V", effect="open")
    ends = [
        said(C7150, 10, None, "0", 70_000, kind="assigned"),
        said("VX 16DEC26", -1, None, "0", 70_000, kind="expired"),
    ]
    preview = looked_at(book, [*CONDOR, future, *ends])
    for row in preview.rows[-2:]:
        assert (row.finding, row.because) == (
            "waiting", "the statement does not say what it paid: settle it at its official value"
        )  # fmt: skip
    with_cash = replace(ends[0], usd=Decimal("-41270.01"), fee=Decimal(5))
    after = imported(book, [*CONDOR, with_cash])
    (settlement,) = after.settlements.values()
    assert settlement.value == Decimal("7191.26501"), "(41,270.01 - 5.00) / 10 / 100 over the strike"


def test_a_second_time_nothing_is_new(book: Book) -> None:
    after = imported(book, [*CONDOR, *ROLL])
    again = looked_at(after, [*CONDOR, *ROLL])
    assert (again.count("new"), again.count("known"), again.edit) == (0, 8, None)
    assert again.counts_text == "0 new, 8 known"


def test_two_equal_fills_are_two_and_stay_two(book: Book) -> None:
    twice = [said(P6350, -1, "9.80", order="A", effect="open"), said(P6350, -1, "9.80", order="A", effect="open")]
    after = imported(book, twice)
    assert [held.position.quantity for held in after.holdings.values()] == [-2]
    assert looked_at(after, twice).count("known") == 2
    thrice = looked_at(after, [*twice, twice[0]])
    assert (thrice.count("known"), thrice.count("new")) == (2, 1)


def test_what_was_typed_before_is_not_booked_twice() -> None:
    desk = founded_desk(now=NOW)
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct at 2026-11-02T10:00")
    typed = desk.book
    fills = {typed.legs[fill.leg_id].strike: fill for fill in typed.fills.values()}
    rows = [replace(row, price=fills[row.contract.strike].price) for row in CONDOR]
    preview = looked_at(typed, rows)
    assert preview.counts_text == "0 new, 0 known, 4 typed"
    after = imported(typed, rows)
    assert told(after) == told(typed)
    assert all(fill.row_id is not None for fill in after.fills.values())
    assert looked_at(after, rows).count("known") == 4


def test_a_close_of_what_nothing_opened_waits_until_it_comes(book: Book) -> None:
    later = looked_at(book, ROLL)
    assert [row.finding for row in later.rows] == ["waiting", "waiting", "new", "new"]
    assert "closes 10 and the book holds none: import what opened them" in later.rows[0].because
    after = imported(imported(book, ROLL[:2]), CONDOR)
    assert told(after) == told(imported(book, [*CONDOR, *ROLL[:2]]))
    assert {row.state for row in after.stated_rows.values()} == {"booked"}


def test_a_correction_of_the_broker_corrects_the_fill_and_both_rows_stay(book: Book) -> None:
    first = said(P6350, -10, "9.80", order="A", effect="open", execution_id="x.01")
    second = replace(first, price=Decimal("9.90"), execution_id="x.02", replaces="x.01")
    after = imported(imported(book, [first]), [second])
    (fill,) = after.fills.values()
    assert fill.price == Decimal("9.90")
    assert [(row.execution_id, row.state) for row in after.stated_rows.values()] == [
        ("x.01", "corrected"), ("x.02", "booked")
    ]  # fmt: skip
    at_once = imported(book, [first, second])
    assert [fill.price for fill in at_once.fills.values()] == [Decimal("9.90")]
    assert looked_at(after, [first, second]).edit is None


def test_another_layout_that_gives_other_prices_books_no_fill_twice(book: Book) -> None:
    """A cash balance tells a spread at one price, the trade history its legs: it is one order."""
    packaged = [replace(CONDOR[0], price=Decimal("3.20"), line=7), replace(CONDOR[1], price=None, usd=None, line=7)]
    after = imported(book, packaged)
    assert {fill.basis for fill in after.fills.values()} == {"package"}, "the price says nothing about any leg"
    again = looked_at(after, [replace(row, order_id="") for row in CONDOR[:2]])
    assert [row.finding for row in again.rows] == ["conflict", "conflict"]
    assert again.rows[0].because == "an earlier statement told this fill at 3.20, line 7: it is not booked twice"
    assert again.edit is None
    taken = looked_at(
        after, CONDOR[:2], Choices(taken=frozenset(row.key for row in looked_at(after, CONDOR[:2]).rows))
    )
    assert [row.finding for row in taken.rows] == ["new", "new"], "whoever looked at it may say otherwise"


def test_one_execution_said_otherwise_is_a_conflict_and_changes_nothing(book: Book) -> None:
    first = said(P6350, -10, "9.80", order="A", effect="open", execution_id="x.01")
    preview = looked_at(imported(book, [first]), [replace(first, quantity=-9)])
    assert preview.edit is None
    assert preview.rows[0].because == "an earlier statement said -10 of the same execution"


def test_rows_are_left_out_gathered_and_said_otherwise_by_hand(book: Book) -> None:
    apart = [replace(row, order_id=f"own {place}") for place, row in enumerate(CONDOR)]
    assert [t.structure for t in imported(book, apart).trades.values()] == ["single"] * 4
    keys = [row.key for row in looked_at(book, apart).rows]
    together = imported(book, apart, Choices(groups=dict.fromkeys(keys, 1)))
    assert [t.structure for t in together.trades.values()] == ["condor"]
    without = imported(book, apart, Choices(left_out=frozenset(keys[:1])))
    assert len(without.trades) == 3
    again = looked_at(without, apart)
    assert (again.count("left out"), again.count("known"), again.edit) == (1, 3, None)
    taken = imported(without, apart, Choices(taken=frozenset(keys[:1])))
    assert len(taken.trades) == 4


def test_the_whole_import_is_one_step_of_undo_and_stands_on_the_book_that_was_seen() -> None:
    desk = founded_desk(now=NOW)
    empty = desk.book
    edit = looked_at(empty, [*CONDOR, *ROLL]).edit
    assert edit is not None
    assert isinstance(desk.do(edit), Change)
    assert isinstance(desk.undo(), Change)
    assert desk.book == empty
    refused = desk.do(edit)
    assert isinstance(refused, Problem)
    assert "the book is another one than when the statement was looked at" in refused.message


def test_a_fill_out_of_its_time_is_told_and_not_booked(book: Book) -> None:
    late = said(P6350, -1, "9.80", minutes=46.5 * 24 * 60 + 90, order="A", effect="open")
    to_come = replace(late, moment=NOW + timedelta(minutes=1), contract=CONDOR[0].contract)
    preview = looked_at(book, [late, to_come, CONDOR[0]])
    assert [row.finding for row in preview.rows] == ["conflict", "conflict", "new"]
    assert "stopped trading at 2026-12-18 16:00 New York" in preview.rows[0].because
    assert "is the statement's time zone right?" in preview.rows[0].because
    assert "lies in the future" in preview.rows[1].because
    today = replace(to_come, contract=contract("VIX 20JAN27 22 C"), has_time=False)
    (row,) = looked_at(book, [today]).rows
    assert (row.finding, row.row.moment) == ("new", NOW), "a day alone is never later than now"


def test_who_stops_a_look_leaves_everything_as_it_was(book: Book) -> None:
    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        preview_of(book, next(iter(book.accounts)), statement(CONDOR), "0", NOW, 1, progress=stop)
    assert looked_at(book, CONDOR).count("new") == 4


def test_several_accounts_in_one_statement_are_not_thrown_together(book: Book) -> None:
    rows = [replace(CONDOR[0], account="U1"), replace(CONDOR[1], account="U2")]
    account = next(iter(book.accounts))
    refused = preview_of(book, account, statement(rows), "0", NOW, 1)
    assert isinstance(refused, Problem)
    assert "'U1', 'U2'" in refused.message


NAMES = ["SPXW 18DEC26 6300 P", "SPXW 18DEC26 6350 P", "VIX 16DEC26 20 C", "VX 16DEC26"]


@st.composite
def histories(draw: st.DrawFn) -> list[StatementRow]:
    """Orders in time, each opening some contracts or closing a part of what is held."""
    held: dict[str, int] = dict.fromkeys(NAMES, 0)
    rows: list[StatementRow] = []
    for number in range(draw(st.integers(1, 12))):
        chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        closes = draw(st.booleans())
        for name in chosen:
            price = str(draw(st.integers(1, 4000)) * Decimal("0.05"))
            if closes and held[name]:
                size = draw(st.integers(1, abs(held[name])))
                quantity = -size if held[name] > 0 else size
            elif closes:
                continue
            else:
                sign = 1 if held[name] > 0 else -1 if held[name] < 0 else draw(st.sampled_from([1, -1]))
                quantity = sign * draw(st.integers(1, 5))
            held[name] += quantity
            effect = "close" if closes else "open"
            fee = str(draw(st.integers(0, 300)) * Decimal("0.01"))
            rows.append(said(name, quantity, price, fee, number * 30, f"order {number}", effect=effect))
    return rows


@settings(max_examples=60)
@given(histories(), st.data())
def test_any_order_and_any_cut_give_the_same_book(rows: list[StatementRow], data: st.DataObject) -> None:
    book = EMPTY
    whole = imported(book, rows)
    assert not any(row.state == "waiting" for row in whole.stated_rows.values())
    mixed = data.draw(st.permutations(rows))
    assert told(imported(book, mixed)) == told(whole)
    cut, over = data.draw(st.integers(0, len(rows))), data.draw(st.integers(0, 3))
    first, second = rows[: cut + over], rows[max(cut - over, 0) :]
    assert positions(imported(imported(book, first), second)) == positions(whole)
    # cut between orders: half of a closing order may fit another trade than the whole of it
    orders = sorted({row.order_id for row in rows}, key=lambda name: int(name.split()[1]))
    half = set(orders[: data.draw(st.integers(0, len(orders)))])
    older, newer = [row for row in rows if row.order_id in half], [row for row in rows if row.order_id not in half]
    assert told(imported(imported(book, older), newer)) == told(whole)
    assert looked_at(whole, mixed).edit is None
    backwards = imported(imported(book, second), first)
    assert not any(row.state == "waiting" for row in backwards.stated_rows.values())
    assert positions(backwards) == positions(whole), "the newer part first: the same held, and the same moved"


def positions(book: Book) -> list[tuple[str, int, Decimal]]:
    """By contract what is held, and the $ that moved; how trades share them is told by `told`."""
    found: dict[str, tuple[int, Decimal]] = {}
    for held in book.holdings.values():
        name, quantity = repr(held.leg.contract), held.position.quantity
        moved = sum(
            (-fill.quantity * fill.price * held.product.multiplier - fill.fee for fill in held.fills), Decimal(0)
        )
        before = found.get(name, (0, Decimal(0)))
        found[name] = before[0] + quantity, before[1] + moved
    return sorted((name, *both) for name, both in found.items())


@settings(max_examples=40)
@given(histories())
def test_the_book_holds_and_moved_what_the_statement_says(rows: list[StatementRow]) -> None:
    after = imported(EMPTY, rows)
    stated: dict[str, int] = {}
    for row in rows:
        stated[repr(row.contract)] = stated.get(repr(row.contract), 0) + row.quantity
    held: dict[str, int] = {}
    for each in after.holdings.values():
        name = repr(each.leg.contract)
        held[name] = held.get(name, 0) + each.position.quantity
    assert held == stated
    assert sum((fill.fee for fill in after.fills.values()), Decimal(0)) == sum((row.fee for row in rows), Decimal(0))
    options = [row for row in rows if row.contract.right is not None]
    flow = sum((h.position.cash_flow for h in after.holdings.values() if h.leg.right is not None), Decimal(0))
    assert flow == sum((row.usd or Decimal(0) for row in options), Decimal(0))
