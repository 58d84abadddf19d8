"""Booked fills corrected in place: what is typed is booked or stays where it was typed, and nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.founded_books import enter, moment
from support.fund_books import desk_with_funds
from support.rolled_sheets import book_desk, session_on
from support.template_chains import STRIKES
from support.window_parts import MadeQuotes, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.fill_cells import COLUMNS, PLACES, ColumnName, read_contract
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.viewmodels.position_rows import Row, position_rows
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.ticket.door import SessionDoor

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7190C @3.20 fee 0.65/ct at 2026-11-19T10:00"
EDIT = Qt.ItemDataRole.EditRole


@pytest.fixture(autouse=True)
def _with_qt(qapp: object) -> None:
    """Signals need an application."""


def fills_of(desk: Desk, key: str = "trade 92") -> FillsModel:
    session = session_on(desk)
    model = FillsModel()
    assert session.portfolio is not None
    model.serve(session, SessionDoor(session, session.portfolio))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.choose([row_of(model, key)])
    return model


def session_of(model: FillsModel) -> Session:
    assert model.session is not None
    return model.session


def row_of(model: FillsModel, key: str) -> Row:
    picture = session_of(model).picture
    assert picture is not None

    def walk(rows: tuple[Row, ...]) -> dict[str, Row]:
        return {row.key: row for top in rows for row in (top, *walk(top.children).values())}

    return walk(position_rows(picture))[key]


def typed(model: FillsModel, row: int, column: ColumnName, text: str) -> bool:
    return model.setData(model.index(row, PLACES[column]), text)


def text_at(model: FillsModel, row: int, column: ColumnName) -> str:
    return str(model.index(row, PLACES[column]).data())


def book_of(model: FillsModel):  # type: ignore[no-untyped-def]  # the book of the desk at hand
    assert session_of(model).portfolio is not None
    return session_of(model).portfolio.desk.book


def fill(model: FillsModel, row: int) -> Fill:
    found = book_of(model).fills[model.fills[row].id]
    assert isinstance(found, Fill)
    return found


# Laws

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["1,5", "1.5", "-3", "+7", "0", "1e5", "6350", "28DEC26", "C", "VIX", "now", "\N{FULLWIDTH DIGIT ONE}"]
    ),
    st.decimals("-20", "20", places=2).map(str),
)


@given(st.integers(0, 3), st.sampled_from([column.name for column in COLUMNS]), TEXTS)
def test_any_text_is_booked_exactly_or_stays_in_its_cell_with_the_book_untouched(
    row: int, column: ColumnName, text: str
) -> None:
    model = fills_of(book_desk(CONDOR))
    before, shown = book_of(model), text_at(model, row, column)
    was_booked = typed(model, row, column, text)
    if was_booked:
        assert book_of(model) is not before
        assert model.problem == ""
        session_of(model).undo()
        assert book_of(model) == before
        return
    assert book_of(model) is before
    if model.problem:
        assert text_at(model, row, column) == (text.strip() or UNKNOWN)
        assert model.index(row, PLACES[column]).data(TONE_ROLE) == "problem"
    else:
        assert text_at(model, row, column) == shown


@given(st.integers(1, 500), st.decimals("0", "90", places=4), st.decimals("0", "90", places=2))
def test_what_is_typed_is_what_is_booked(quantity: int, price: Decimal, fee: Decimal) -> None:
    model = fills_of(book_desk(CONDOR))
    typed(model, 1, "quantity", str(quantity))
    typed(model, 1, "price", f"{price:f}")
    typed(model, 1, "fee", f"{fee:f}")
    after = fill(model, 1)
    assert (after.quantity, after.price, after.fee) == (-quantity, price, fee), "without a sign it keeps its side"
    assert model.problem == ""
    again = [model.index(1, PLACES[name]).data(EDIT) for name in ("quantity", "price", "fee")]
    assert [typed(model, 1, name, text) for name, text in zip(("quantity", "price", "fee"), again, strict=True)] == [
        False
    ] * 3, "what stands there is nothing to book"


# Cells


def test_a_row_is_a_fill_with_all_that_was_booked() -> None:
    desk = book_desk(CONDOR)
    enter(desk, "+5 SPXW 18DEC26 6350P @1 fee 0.65/ct")
    model = fills_of(desk)
    assert model.title == "Trade 92, SPXW 18DEC26 condor 6300/6350/7150/7190: 5 fills"
    rows = [[model.index(row, place).data() for place in range(len(COLUMNS))] for row in range(model.rowCount())]
    assert rows[1] == ["2026-11-19 10:00", "SPXW 18DEC26 6350 P", "\N{MINUS SIGN}10", "3.20", "6.50", "package", ""]
    assert rows[4] == ["2026-11-20 15:30", "SPXW 18DEC26 6350 P", "+5", "1.00", "3.25", "typed", ""]
    assert model.text_of([4], with_headers=True).split("\n")[1].split("\t") == [
        "2026-11-20 15:30", "SPXW 18DEC26 6350 P", "+5", "1.00", "3.25", "typed", "",
    ]  # fmt: skip


def test_one_leg_or_several_trades_are_shown_and_a_sleeve_is_not() -> None:
    desk = book_desk(CONDOR, "+4 VIX 16DEC26 25C @1.1")
    model = fills_of(desk)
    leg_id = next(iter(desk.book.legs))
    model.choose([row_of(model, f"leg {leg_id}")])
    assert model.title == "SPXW 18DEC26 6300 P, trade 92: 1 fill"
    trades = [row_of(model, f"trade {trade_id}") for trade_id in desk.book.trades]
    model.choose(trades)
    assert (model.rowCount(), model.title) == (5, "2 trades: 5 fills")
    campaign = next(iter(desk.book.campaigns))
    model.choose([row_of(model, f"campaign {campaign}")])
    assert model.rowCount() == 4
    model.choose([row_of(model, "core")])
    assert (model.rowCount(), model.title) == (0, "Choose a trade or a leg in the positions to see its fills.")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-19 09:45", "2026-11-19 09:45"),
        ("9:45", "2026-11-19 09:45"),
        ("2026-11-20 15:30", "2026-11-20 15:30"),
        ("now", "2026-11-20 15:30"),
    ],
)
def test_a_moment_is_new_york_and_an_hour_alone_is_of_the_fills_own_day(text: str, at: str) -> None:
    model = fills_of(book_desk(CONDOR))
    assert typed(model, 0, "moment", text)
    assert fill(model, 0).moment == moment(at)
    assert len({each.moment for each in model.fills}) == 2


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("price", "1,5", "Price of SPXW 18DEC26 6350 P: '1,5' holds a comma: write the decimal point as '.'"),
        ("price", "-3.20", "a leg's price has no sign, its side stands at the quantity: type 3.20."),
        ("fee", "1,5", "Fee, $ of SPXW 18DEC26 6350 P: '1,5' holds a comma"),
        ("fee", "-1", "without a sign: type 1."),
        ("quantity", "1,5", "'1,5' is no whole number of contracts such as 10, +10 or -10."),
        ("quantity", "0", "a fill of 0 contracts is none"),
        ("moment", "", "Say when it filled"),
        ("moment", "2026-11-20 15:31", "2026-11-20 15:31 New York lies in the future"),
        ("moment", "19 November", "is no time"),
        ("contract", "6300", "Trade 92 has a leg SPXW 18DEC26 6300 P already."),
        ("contract", "VIX 16DEC26 20 C", "VIX is not SPXW: a leg of SPXW cannot become one of another root"),
        ("contract", "19DEC26", "SPXW has no expiry on 19 December 2026"),
        ("contract", "63.5.0", "'63.5.0' is not a number"),
    ],
)
def test_a_refused_text_stays_with_one_sentence(column: ColumnName, text: str, said: str) -> None:
    model = fills_of(book_desk(CONDOR))
    before = book_of(model)
    assert not typed(model, 1, column, text)
    assert book_of(model) is before
    assert said.casefold() in model.problem.casefold()
    assert text_at(model, 1, column) == (text or UNKNOWN)
    session_of(model).paint_now()
    assert text_at(model, 1, column) == (text or UNKNOWN), "quotes that come take nothing away"
    model.forget(model.index(1, PLACES[column]))
    assert model.problem == ""
    assert text_at(model, 1, column) != text


def test_the_last_refusal_is_said_and_the_one_before_comes_back() -> None:
    model = fills_of(book_desk(CONDOR))
    typed(model, 1, "price", "1,5")
    typed(model, 2, "fee", "x")
    assert model.problem.startswith("Fee, $ of SPXW 18DEC26 7150 C")
    typed(model, 2, "fee", "7")
    assert model.problem.startswith("Price of SPXW 18DEC26 6350 P")
    assert fill(model, 2).fee == 7


def test_keys_turn_a_quantity_round() -> None:
    model = fills_of(book_desk(CONDOR))
    cell = model.index(1, PLACES["quantity"])
    assert not model.take_side(cell, -1), "it is sold already"
    assert model.take_side(cell, 1)
    assert fill(model, 1).quantity == 10


# Contracts


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("6340", "SPXW 18DEC26 6340 P"),
        ("6340c", "SPXW 18DEC26 6340 C"),
        ("28dec26", "SPXW 28DEC26 6350 P"),
        ("C", "SPXW 18DEC26 6350 C"),
        ("call 2026-12-28", "SPXW 28DEC26 6350 C"),
        ("SPXW 28DEC26 6340 P", "SPXW 28DEC26 6340 P"),
        ("SPXW 28DEC26 6340P", "SPXW 28DEC26 6340 P"),
    ],
)
def test_a_contract_is_typed_whole_or_by_what_differs(text: str, meant: str) -> None:
    found = read_contract(text, Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P"))
    assert not isinstance(found, Problem)
    assert spoken(found) == meant


def test_a_mistyped_strike_is_corrected_in_the_leg_and_undone() -> None:
    desk = book_desk(CONDOR)
    enter(desk, "+5 SPXW 18DEC26 6350P @1 fee 0.65/ct")
    model = fills_of(desk)
    assert typed(model, 4, "contract", "6340")
    assert desk.undo_label == "Correct leg SPXW 18DEC26 6350 P to 6340 P"
    assert [text_at(model, row, "contract") for row in (1, 4)] == ["SPXW 18DEC26 6340 P"] * 2, (
        "one leg, all its fills"
    )
    session_of(model).undo()
    session_of(model).paint_now()
    assert text_at(model, 1, "contract") == "SPXW 18DEC26 6350 P"


def test_steps_go_along_the_chain_from_what_stands_in_the_cell() -> None:
    model = fills_of(book_desk(CONDOR))
    cell, strikes = model.index(1, PLACES["contract"]), sorted(STRIKES)
    place = strikes.index(6350)
    assert model.stepped(cell, "SPXW 18DEC26 6350 P", 1) == f"SPXW 18DEC26 {strikes[place + 1]} P"
    assert model.stepped(cell, "6350", -5) == f"SPXW 18DEC26 {strikes[place - 5]} P"
    assert model.stepped(cell, "28DEC26", 1) == f"SPXW 28DEC26 {strikes[place + 1]} P"
    assert model.stepped(cell, "9999999", 1) is None
    assert model.stepped(model.index(1, PLACES["price"]), "6350", 1) is None
    model.serve(session_of(model), None)
    assert model.stepped(cell, "6350", 1) is None


def test_a_fund_has_no_contract_to_correct() -> None:
    desk = desk_with_funds("+100 UVXY @12.50")
    model = fills_of(desk, f"trade {next(iter(desk.book.trades))}")
    assert not model.can_type(model.index(0, PLACES["contract"]))
    assert not typed(model, 0, "contract", "6350")
    assert model.can_type(model.index(0, PLACES["price"]))
    assert model.stepped(model.index(0, PLACES["contract"]), "6350", 1) is None


def test_what_is_read_only_takes_nothing() -> None:
    desk = book_desk(CONDOR)
    model = fills_of(desk)
    session_of(model).hold(portfolio_of(desk, MadeQuotes(), read_only_because="another window has it"))
    session_of(model).paint_now()
    model.choose([row_of(model, "trade 92")])
    assert model.rowCount() == 4
    assert not any(model.can_type(model.index(0, place)) for place in range(len(COLUMNS)))
    assert not typed(model, 0, "fee", "1")


def test_another_portfolio_shows_nothing_and_an_undone_trade_goes() -> None:
    desk = book_desk(CONDOR)
    model = fills_of(desk)
    typed(model, 0, "price", "x")
    session_of(model).undo()
    session_of(model).paint_now()
    assert (model.rowCount(), model.problem) == (0, "")
    session_of(model).redo()
    session_of(model).paint_now()
    assert model.rowCount() == 4
    session_of(model).hold(None)
    assert model.rowCount() == 0
