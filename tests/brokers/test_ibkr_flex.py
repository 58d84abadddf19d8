"""Flex queries of Interactive Brokers: fills once, ends of options with what they paid, files that are refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.printed_statements import assert_sound

from alvh_desktop.brokers.ibkr.flex import IBKR_FLEX
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.statements import CancelledError, Statement, StatementReading, StatementRow

FIXTURE = Path(__file__).parents[1] / "data" / "brokers" / "ibkr_flex.xml"
READING = StatementReading(load_products())
SPXW = Contract("SPXW", date(2026, 3, 27), Decimal(6350), "P")

_FILL = {
    "accountId": "U1",
    "currency": "USD",
    "assetCategory": "OPT",
    "symbol": "SPXW  260327P06350000",
    "multiplier": "100",
    "dateTime": "2026-03-10;101530",
    "transactionType": "ExchTrade",
    "quantity": "-3",
    "tradePrice": "10.1",
    "proceeds": "3030",
    "ibCommission": "-3.4",
    "buySell": "SELL",
    "ibOrderID": "501",
    "levelOfDetail": "EXECUTION",
}


def element(tag: str = "Trade", **changed: str) -> str:
    attributes = {name: value for name, value in {**_FILL, **changed}.items() if value != "-absent-"}
    return f"<{tag} " + " ".join(f'{name}="{value}"' for name, value in attributes.items()) + " />"


def read(*elements: str, reading: StatementReading = READING) -> Statement:
    answer = read_text("<FlexElements>\n" + "\n".join(elements) + "\n</FlexElements>\n", reading)
    assert isinstance(answer, Statement)
    return answer


def read_text(text: str, reading: StatementReading = READING) -> Statement | Problem:
    file = decode_text_file(text.encode(), "fills.xml")
    assert not isinstance(file, Problem), file
    assert IBKR_FLEX.recognises(file)
    return IBKR_FLEX.read(file, reading)


def row(**changed: str) -> StatementRow:
    statement = read(element(**changed))
    assert statement.refused == ()
    return statement.rows[0]


def reason(*elements: str) -> str:
    statement = read(*elements)
    assert statement.rows == ()
    return statement.refused[0].reason


@pytest.fixture
def fixture() -> Statement:
    answer = read_text(FIXTURE.read_text(encoding="utf-8"))
    assert isinstance(answer, Statement)
    assert answer.refused == ()
    return answer


def test_every_fill_is_there_once_whatever_levels_of_detail_are(fixture: Statement) -> None:
    shorts = [one for one in fixture.rows if one.contract == SPXW and one.kind == "fill"]
    assert [one.quantity for one in shorts] == [-2, -1]
    assert [one.fee for one in shorts] == [Decimal("2.30"), Decimal("1.1")]
    assert [one.usd for one in shorts] == [Decimal("2017.7"), Decimal("1008.9")]
    assert {one.order_id for one in fixture.rows if one.moment.day == 10} == {"combo.1"}
    assert any("orders left out: 1" in note for note in fixture.notes)


def test_options_that_ended_add_up_to_nothing_and_to_the_cash_that_moved(fixture: Statement) -> None:
    rows = [one for one in fixture.rows if one.contract.root == "SPXW"]
    assert sum(one.quantity for one in rows) == 0
    assigned = next(one for one in rows if one.kind == "assigned")
    assert (assigned.price, assigned.usd) == (Decimal("12.457"), Decimal("-3737.1"))
    expired = next(one for one in rows if one.kind == "expired")
    assert (expired.quantity, expired.price, expired.order_id) == (-3, 0, "")
    assert sum(one.usd or 0 for one in rows) == Decimal("2017.7") + Decimal("1008.9") - Decimal("2178.3") - Decimal(
        "3737.1"
    )


def test_a_corrected_fill_names_the_one_that_it_replaces(fixture: Statement) -> None:
    first, corrected = (one for one in fixture.rows if one.contract.root == "VIX")
    assert (corrected.execution_id, corrected.replaces) == ("0001a.c1.01.02", first.execution_id)
    assert (first.price, corrected.price) == (Decimal("0.81"), Decimal("0.79"))


def test_a_future_has_its_own_contract_and_no_cash_for_what_it_is_worth(fixture: Statement) -> None:
    future = next(one for one in fixture.rows if one.contract.root == "VX")
    assert future.contract == Contract("VX", date(2026, 5, 19))
    assert (future.quantity, future.price, future.fee, future.usd) == (-1, Decimal("21.35"), Decimal("2.47"), None)


def test_what_is_not_of_the_portfolio_is_told_and_dollars_only_where_they_are(fixture: Statement) -> None:
    told = {one.what: one.usd for one in fixture.others}
    assert told == {
        "options of AAPL": Decimal("-200.7"),
        "options of ESTX50 in EUR": None,
        "interest payments": Decimal("12.34"),
    }
    assert any("EUR" in note for note in fixture.notes)
    assert any("newColumn" in note for note in fixture.notes)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10;101530",
        "20260310;101530",
        "2026-03-10 10:15:30",
        "2026-03-10, 10:15:30",
        "2026-03-10T10:15:30",
        "20260310101530",
        "10-Mar-26;101530",
        "2026-03-10;07:15:30 -0700",
        "2026-03-10;15:15:30 +0100",
        "2026-03-10;10:15:30 EDT",
    ],
)
def test_every_form_of_a_moment_means_the_same_one(text: str) -> None:
    assert row(dateTime=text).moment == datetime(2026, 3, 10, 14, 15, 30, tzinfo=UTC)


def test_a_day_alone_ends_with_its_session_and_an_hour_told_twice_is_the_first() -> None:
    day = row(dateTime="2026-03-10")
    assert (day.moment, day.has_time) == (datetime(2026, 3, 10, 20, 15, tzinfo=UTC), False)
    apart = row(dateTime="-absent-", tradeDate="2026-03-10", tradeTime="101530")
    assert apart.moment == datetime(2026, 3, 10, 14, 15, 30, tzinfo=UTC)
    chicago = read(element(), reading=StatementReading(load_products(), zone="America/Chicago"))
    assert (chicago.rows[0].moment.hour, chicago.zone) == (15, "America/Chicago")
    twice = row(dateTime="2025-11-02;013000", symbol="SPXW  260327P06350000")
    assert twice.moment == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_a_zone_that_is_none_is_a_problem() -> None:
    answer = read_text(element(), StatementReading(load_products(), zone="Mars/Base"))
    assert isinstance(answer, Problem)
    assert answer.where == "zone"


def test_slashed_dates_are_decided_once_for_the_file() -> None:
    statement = read(element(dateTime="03/02/2026;101530"), element(dateTime="03/25/2026;101530"))
    assert {one.moment.date() for one in statement.rows} == {date(2026, 3, 2), date(2026, 3, 25)}
    asked = StatementReading(load_products(), dates="day first")
    assert read(element(dateTime="02/03/2026;101530"), reading=asked).rows[0].moment.date() == date(2026, 3, 2)
    for days in (("03/02/2026",), ("13/02/2026", "03/25/2026")):
        answer = read_text("<FlexElements>" + "".join(element(dateTime=day) for day in days) + "</FlexElements>")
        assert isinstance(answer, Problem)


@pytest.mark.parametrize(
    ("changed", "root", "expiry"),
    [
        ({"symbol": "SPX   260320P06350000"}, "SPX", date(2026, 3, 20)),
        ({"symbol": "SPX 260320P06350000"}, "SPX", date(2026, 3, 20)),
        ({"symbol": "SPX   260320P06350000", "expiry": "2026-03-19"}, "SPX", date(2026, 3, 20)),
        ({"symbol": "SPXW  260320P06350000"}, "SPXW", date(2026, 3, 20)),
        ({"symbol": "SPX   260320P06350000", "tradingClass": "SPXW"}, "SPXW", date(2026, 3, 20)),
        ({"symbol": "SPX 20MAR26 6350 P", "tradingClass": "SPXW"}, "SPXW", date(2026, 3, 20)),
        ({"symbol": "SPX 20MAR26 6350 P", "tradingClass": "SPX"}, "SPX", date(2026, 3, 20)),
        ({"symbol": "SPX 19MAR26 6350 P", "tradingClass": "SPX"}, "SPX", date(2026, 3, 20)),
        ({"symbol": "SPX 27MAR26 6350 P"}, "SPXW", date(2026, 3, 27)),
        ({"symbol": "SPX", "description": "SPXW 20MAR26 6350.0 P"}, "SPXW", date(2026, 3, 20)),
        (
            {"symbol": "SPX", "underlyingSymbol": "SPX", "expiry": "20260327", "strike": "6350", "putCall": "P"},
            "SPXW",
            date(2026, 3, 27),
        ),
        ({"symbol": "VIX 260513P00020000"}, "VIXW", date(2026, 5, 13)),
        ({"symbol": "XSP   260327P00635000"}, "XSP", date(2026, 3, 27)),
    ],
)
def test_am_and_pm_roots_are_told_apart(changed: dict[str, str], root: str, expiry: date) -> None:
    contract = row(**changed).contract
    assert (contract.root, contract.expiry, contract.right) == (root, expiry, "P")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"symbol": "SPX 20MAR26 6350 P"}, "may be SPX (AM) or SPXW (PM)"),
        ({"multiplier": "10"}, "its multiplier is 10, and SPXW has 100"),
        ({"putCall": "C"}, "is no call"),
        ({"strike": "6300"}, "6300 of another column"),
        ({"expiry": "2026-03-26"}, "does not expire on 2026-03-26"),
        ({"tradingClass": "XSP"}, "not of the trading class XSP"),
        ({"quantity": "3"}, "it is a SELL"),
        ({"quantity": "-2.5"}, "whole contracts"),
        ({"quantity": "0"}, "whole contracts"),
        ({"quantity": "-absent-"}, "no quantity"),
        ({"tradePrice": "-10.1", "proceeds": "-3030"}, "below 0"),
        ({"tradePrice": "0", "proceeds": "0"}, "no code Ep, Ex or A"),
        ({"tradePrice": "-absent-"}, "no price"),
        ({"tradePrice": "1.01"}, "the line says"),
        ({"proceeds": "-3030"}, "the line says"),
        ({"tradePrice": "NaN"}, "is not a number"),
        ({"tradePrice": "\u0661\u0660"}, "is not a number"),
        ({"tradePrice": "1_0"}, "is not a number"),
        ({"tradePrice": "1e999999"}, "is not a number"),
        ({"tradePrice": "99999999999"}, "too large"),
        ({"tradePrice": "9" * 200_000}, "is not a number"),
        ({"symbol": "SPXW", "description": "S" * 200_000}, "200,000 characters"),
        ({"ibCommissionCurrency": "EUR"}, "another currency"),
        ({"transactionType": "Barter"}, "'Barter', which is not known"),
        ({"dateTime": "2026-02-30;101530"}, "there is no day"),
        ({"dateTime": "2026-03-10;250000"}, "there is no time"),
        ({"dateTime": "0001-01-01"}, "outside the trading calendar"),
        ({"dateTime": ""}, "no date"),
        ({"symbol": "SPXW  260328P06350000"}, "weekend day"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_reason(changed: dict[str, str], words: str) -> None:
    statement = read(element(), element(**changed))
    assert len(statement.rows) == 1
    assert [one.line for one in statement.refused] == [3]
    assert words in statement.refused[0].reason


def test_an_attribute_that_ibflex_does_not_know_is_left_out_and_told() -> None:
    statement = read(element(settlementPrice="12", newest="x"), element())
    assert len(statement.rows) == 2
    assert statement.notes == ("attributes that are not known were left out: newest, settlementPrice",)


def test_orders_count_where_no_execution_tells_them() -> None:
    order = {"tag": "Order", "levelOfDetail": "ORDER", "transactionType": ""}
    assert [one.quantity for one in read(element(**order)).rows] == [-3]
    other = element(**order, ibOrderID="502")
    assert len(read(element(), other).rows) == 2
    assert len(read(element(ibOrderID=""), other).rows) == 1
    assert len(read(element(**order), element()).rows) == 1
    half = read(element(**order), element(quantity="-1", proceeds="1010"))
    assert [one.quantity for one in half.rows] == [-1]
    assert any("the order is of -3, and its executions make -1" in note for note in half.notes)


def test_a_summary_alone_is_refused_and_lots_are_no_fills() -> None:
    summary = element("SymbolSummary", levelOfDetail="SYMBOL_SUMMARY", dateTime="", tradeDate="2026-03-10")
    assert "no fill" in reason(summary)
    assert read(summary, element()).refused == ()
    lots = read(element("Lot"), element(levelOfDetail="CLOSED_LOT"), element("AssetSummary"))
    assert (lots.rows, lots.others, lots.refused) == ((), (), ())


def test_the_same_fill_twice_and_its_confirmation_are_one() -> None:
    trade = element(ibExecID="a.1.01.01", transactionID="9")
    confirmation = element(
        "TradeConfirm", ibExecID="-absent-", execID="a.1.01.01", tradePrice="-absent-", price="10.1", code="O"
    )
    assert len(read(trade, trade, confirmation).rows) == 1
    assert len(read(confirmation, trade).rows) == 1
    assert read(confirmation).rows[0].effect == "open"
    assert len(read(trade, element(ibExecID="a.2.01.01", transactionID="10")).rows) == 2
    assert len(read(element(), element()).rows) == 2  # without a number they may be two fills


_CANCEL = {
    "transactionType": "TradeCancel",
    "quantity": "3",
    "proceeds": "-3030",
    "buySell": "SELL (Ca.)",
    "origTradeID": "71",
    "transactionID": "3",
    "notes": "Ca",
}


def test_a_cancelled_fill_goes_with_its_cancellation() -> None:
    statement = read(element(tradeID="71", transactionID="1"), element(**_CANCEL))
    assert (statement.rows, statement.refused) == ((), ())
    assert any("cancelled" in note for note in statement.notes)


def test_cancelling_a_fill_of_another_file_is_refused() -> None:
    assert "trade 71, which is not in this file" in reason(element(**_CANCEL))


def test_a_fill_booked_again_under_its_own_id_counts_once() -> None:
    first = element(tradeID="71", transactionID="1", ibExecID="X")
    again = element(tradeID="71", transactionID="4", ibExecID="X")
    for lines in ((first, element(**_CANCEL), again), (again, first, element(**_CANCEL))):
        statement = read(*lines)
        assert [one.quantity for one in statement.rows] == [-3]
        assert statement.refused == ()


def test_a_correction_stands_for_its_cancellation_also_without_the_first_fill() -> None:
    corrected = element(tradeID="71", ibExecID="a.1.01.02", tradePrice="10", proceeds="3000")
    statement = read(element(**_CANCEL), corrected)
    assert [one.replaces for one in statement.rows] == ["a.1.01.01"]
    assert statement.refused == ()
    named = element(tradeID="99", transactionType="TradeCorrect", origTradeID="71", tradePrice="10", proceeds="3000")
    assert read(named).rows[0].replaces == "71"


_END = {"transactionType": "BookTrade", "quantity": "3", "buySell": "BUY", "proceeds": "0", "ibCommission": "0"}


@pytest.mark.parametrize(
    ("changed", "kind", "price"),
    [
        ({"notes": "Ep", "tradePrice": "0"}, "expired", Decimal(0)),
        ({"notes": "C;Ep", "tradePrice": "12.5", "proceeds": "-3750"}, "settled", Decimal("12.5")),
        ({"notes": "A", "tradePrice": "12.5", "proceeds": "-3750"}, "assigned", Decimal("12.5")),
        ({"notes": "A", "tradePrice": "0"}, "assigned", None),
        ({"notes": "Ex", "tradePrice": "0", "quantity": "-3", "buySell": "SELL"}, "exercised", None),
        ({"notes": "", "tradePrice": "0"}, "expired", Decimal(0)),
        ({"notes": "", "tradePrice": "12.5", "proceeds": "-3750"}, "settled", Decimal("12.5")),
    ],
)
def test_a_booking_says_how_an_option_ended(changed: dict[str, str], kind: str, price: Decimal | None) -> None:
    ended = row(**{**_END, "dateTime": "2026-03-27;162000", **changed})
    assert (ended.kind, ended.price, ended.usd is None) == (kind, price, price is None)


def test_a_booking_before_the_expiry_without_a_code_is_refused() -> None:
    assert "before the expiry" in reason(element(**{**_END, "tradePrice": "0"}))


def _ending(action: str, quantity: str, proceeds: str = "0") -> str:
    silent = dict.fromkeys(("dateTime", "buySell", "ibCommission", "ibOrderID", "levelOfDetail"), "-absent-")
    return element(
        "OptionEAE",
        **silent,
        date="2026-03-27",
        transactionType=action,
        quantity=quantity,
        tradePrice="0",
        proceeds=proceeds,
    )


def test_endings_without_a_booking_become_rows_where_their_side_is_known() -> None:
    settled = read(_ending("Assignment", "3"), _ending("Cash Settlement", "0", "-3,737.10")).rows[0]
    assert (settled.kind, settled.quantity, settled.price) == ("assigned", 3, Decimal("12.457"))
    assert (settled.usd, settled.has_time) == (Decimal("-3737.1"), False)
    exercised = read(_ending("Exercise", "2"), _ending("Cash Settlement", "0", "500")).rows[0]
    assert (exercised.quantity, exercised.price, exercised.usd) == (-2, Decimal("2.5"), 500)
    paid = read(_ending("Cash Settlement", "1", "500")).rows[0]
    assert (paid.kind, paid.quantity, paid.price) == ("settled", -1, 5)
    for sign in ("3", "-3"):
        assert read(element(), _ending("Expiration", sign)).rows[1].quantity == 3
    assert "long or short" in reason(_ending("Expiration", "3"))
    assert "fits no option" in reason(_ending("Cash Settlement", "0", "500"))
    assert (
        "fits no option" in read(_ending("Assignment", "3"), _ending("Cash Settlement", "0", "5")).refused[0].reason
    )


def test_an_amount_that_nobody_states_is_told() -> None:
    statement = read(element(**{**_END, "dateTime": "2026-03-27;162000", "notes": "A", "tradePrice": "0"}))
    assert any("without an amount: 1" in note for note in statement.notes)


def test_a_transfer_of_known_contracts_is_refused_and_of_others_told() -> None:
    assert "enter what came or went by hand" in reason(element("Transfer", transactionType="-absent-"))
    statement = read(element("Transfer", transactionType="-absent-", symbol="AAPL", assetCategory="STK"))
    assert [one.what for one in statement.others] == ["transfers"]


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n'
    "<FlexQueryResponse><Trade symbol='&b;'/></FlexQueryResponse>\n"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "line 2 declares a document type"),
        ("<FlexElements>\n<Trade symbol='&x;'/>\n</FlexElements>", "line 2 is no XML"),
        ("<FlexElements>\n<Trade symbol='a'/></FlexElement>", "line 2 is no XML"),
        ("<FlexElements>\n<Trade symbol='a", "middle of line 2"),
        ("<FlexElements>\n<Trade symbol='a'/>\n", "middle of line 2"),
        (
            '<FlexStatements count="2"><FlexStatement accountId="U1"></FlexStatement></FlexStatements>',
            "should hold 2 statements and holds 1",
        ),
        (
            "<FlexStatementResponse><ErrorMessage>Token has expired.</ErrorMessage></FlexStatementResponse>",
            "gave no statement: Token has expired.",
        ),
        (f"<FlexElements>{element(tradePrice='10,1')}{element()}</FlexElements>", "decimal comma"),
    ],
)
def test_a_file_that_must_not_be_used_is_one_problem(text: str, words: str) -> None:
    answer = read_text(text)
    assert isinstance(answer, Problem)
    assert words in answer.message


def test_elements_alone_and_documents_in_one_line_are_read() -> None:
    for text in (
        element(),
        f'<?xml version="1.0"?>{element()}',
        FIXTURE.read_text(encoding="utf-8").replace("\n", ""),
    ):
        answer = read_text(text * 1)
        assert isinstance(answer, Statement)
        assert answer.rows
    many = "<FlexElements>" + element() * 1000 + "</FlexElements>"
    assert len(many) > 100_000
    answer = read_text(many)
    assert isinstance(answer, Statement)
    assert len(answer.rows) == 1000


def test_a_page_and_other_xml_are_not_recognised() -> None:
    for text in ("<!DOCTYPE html><html><body>Trade</body></html>", "<rss><Trade/></rss>", "Trades,Header,a", "<"):
        file = decode_text_file(text.encode(), "x")
        assert not isinstance(file, Problem)
        assert not IBKR_FLEX.recognises(file)


def test_reading_stops_when_the_person_no_longer_wants_it() -> None:
    def stop(done: int, total: int) -> None:
        raise CancelledError

    text = "<FlexElements>\n" + "\n".join(element() for _ in range(2000)) + "\n</FlexElements>\n"
    with pytest.raises(CancelledError):
        read_text(text, StatementReading(load_products(), progress=stop))
    told: list[tuple[int, int]] = []
    read_text(text, StatementReading(load_products(), progress=lambda done, total: told.append((done, total))))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (2002, 2002)


def _keep(text: str) -> str:
    return text


MUTATIONS: tuple[Callable[[str], str], ...] = (
    _keep,
    str.upper,
    lambda text: text.replace('"', "'", 3),
    lambda text: text.replace("2026", "9026"),
    lambda text: text.replace("OPT", "FUT"),
    lambda text: text.replace("SPXW", "SPX"),
    lambda text: text.replace('="-', '="'),
)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_mutated_document_gives_rows_or_a_problem(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(MUTATIONS))(FIXTURE.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = min(len(text), at + data.draw(st.integers(0, 40)))
        text = text[:at] + data.draw(st.text(max_size=6).filter(lambda new: "\0" not in new)) + text[end:]
    file = decode_text_file(text.encode("utf-8", "surrogatepass"), "fills.xml")
    if not isinstance(file, Problem):
        assert_sound(IBKR_FLEX.read(file, READING))


@pytest.mark.realdata
def test_the_elements_of_ibflex_own_tests_are_read(shared_data: Path) -> None:
    content = (shared_data / "brokers" / "flex_elements_from_ibflex_tests.xml").read_bytes()
    file = decode_text_file(content, "flex.xml")
    assert not isinstance(file, Problem)
    assert IBKR_FLEX.recognises(file)
    answer = IBKR_FLEX.read(file, READING)
    assert isinstance(answer, Statement)
    assert (answer.rows, answer.refused) == ((), ())
    assert [(one.line, one.what, one.usd) for one in answer.others] == [
        (5, "options of VXX", 0),
        (7, "currency exchanges of USD.EUR", 1337),
        (8, "options of VXX", 0),
        (9, "dividends", 27800),
        (12, "currency exchanges of EUR.USD", None),
        (14, "options of IWM", Decimal("-876.9314")),
        (15, "shares of PSTH", -2500),
    ]
    assert [one.account for one in answer.others] == ["U123456", "", *["U123456"] * 3, "myaccount", "U123456"]
    assert answer.others[5].moment == datetime(2021, 2, 3, 15, 1, 50, tzinfo=UTC)
    assert answer.others[0].moment == datetime(2011, 8, 11, 20, 20, tzinfo=UTC)


@pytest.mark.realdata
def test_a_real_order_is_booked_once_its_root_is_of_the_portfolio(shared_data: Path) -> None:
    text = (shared_data / "brokers" / "flex_elements_from_ibflex_tests.xml").read_text(encoding="utf-8")
    answer = read_text(text.replace("IWM ", "XSP ").replace("IWM", "XSP"))
    assert isinstance(answer, Statement)
    (order,) = answer.rows
    assert order.contract == Contract("XSP", date(2021, 3, 19), Decimal(226), "C")
    assert (order.quantity, order.price, order.fee, order.usd) == (
        3,
        Decimal("2.92"),
        Decimal("0.9314"),
        Decimal("-876.9314"),
    )
    assert (order.order_id, order.account) == ("1722040385", "myaccount")
