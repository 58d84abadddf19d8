"""Schwab's transactions: every row once, on the day from which it holds, at a price that gives its amount."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fund_books import fund_product

from alvh_desktop.brokers.schwab import SCHWAB
from alvh_desktop.brokers.thinkorswim import THINKORSWIM
from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.delimited_text import decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product, load_products
from alvh_desktop.domain.statements import CancelledError, DateOrder, Statement, StatementReading

PRODUCTS = load_products()
FIXTURE = (Path(__file__).parents[1] / "data" / "brokers" / "schwab_transactions.csv").read_text(encoding="utf-8")
HEADER = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"\n'
APR17, APR23, APR24, APR29 = date(2026, 4, 17), date(2026, 4, 23), date(2026, 4, 24), date(2026, 4, 29)


def answer(text: str | bytes, dates: DateOrder = "", **more: Product) -> Statement | Problem:
    file = decode_text_file(text if isinstance(text, bytes) else text.encode(), "transactions.csv")
    if isinstance(file, Problem):
        return file
    assert SCHWAB.recognises(file)
    assert not THINKORSWIM.recognises(file)
    return SCHWAB.read(file, StatementReading({**PRODUCTS, **more}, dates=dates))


def read(text: str | bytes, **more: Product) -> Statement:
    statement = answer(text, "", **more)
    assert isinstance(statement, Statement), statement
    return statement


def row(
    action: str = "Sell to Open",
    quantity: str = "2",
    price: str = "$0.82",
    fee: str = "$2.26",
    amount: str = "$161.74",
    symbol: str = "SPXW 04/23/2026 7055.00 P",
    day: str = "04/23/2026",
) -> str:
    return f'"{day}","{action}","{symbol}","PUT","{quantity}","{price}","{fee}","{amount}"\n'


def option(root: str, day: date, strike: str, right: Right) -> Contract:
    return Contract(root, day, Decimal(strike), right)


def told(statement: Statement) -> list[tuple[object, ...]]:
    return [(one.kind, one.contract, one.quantity, one.price, one.fee, one.usd) for one in statement.rows]


def test_a_file_of_transactions_is_read_whole() -> None:
    statement = read(FIXTURE)
    c7100, c7050 = option("SPX", APR17, "7100", "C"), option("SPX", APR17, "7050", "C")
    assert told(statement) == [
        ("expired", option("SPX", APR17, "6900", "P"), 1, None, Decimal(0), None),
        # 364.00 paid and 5.00 charged for one contract of 100 $ a point
        ("assigned", c7100, 1, Decimal("3.64"), Decimal("5.00"), Decimal("-369.00")),
        # 10,728.00 received for two
        ("settled", c7050, -2, Decimal("53.64"), Decimal(0), Decimal("10728.00")),
        # printed as 0.83; 247.86 + 2.13 over 300 $ a point
        ("fill", option("VIXW", APR29, "25", "C"), -3, Decimal("0.8333"), Decimal("2.13"), Decimal("247.86")),
        ("fill", c7100, -1, Decimal("21.50"), Decimal("1.13"), Decimal("2148.87")),
        ("fill", c7050, 2, Decimal("33.30"), Decimal("2.26"), Decimal("-6662.26")),
    ]
    assert [one.effect for one in statement.rows] == ["close"] * 4 + ["open"] * 2
    assert {one.account for one in (*statement.rows, *statement.others)} == {"Individual ...123"}
    assert not statement.refused
    assert "printed as 0.83" in statement.rows[3].text


def test_every_contract_that_ended_is_left_with_nothing() -> None:
    held: Counter[Contract] = Counter()
    for one in read(FIXTURE).rows:
        held[one.contract] += one.quantity
    assert held[option("SPX", APR17, "7100", "C")] == 0
    assert held[option("SPX", APR17, "7050", "C")] == 0


def test_what_is_of_others_is_told_with_its_amount() -> None:
    others = [(one.line, one.what, one.usd) for one in read(FIXTURE).others]
    assert others == [
        (3, "interest payments", Decimal("2.04")),
        (6, "expirations that another row tells as assigned, exercised or settled", None),
        (10, "shares of MSFT", Decimal("-41110.00")),
        (11, "options of AAPL", Decimal("119.34")),
    ]


def test_every_dollar_of_the_total_is_somewhere() -> None:
    statement = read(FIXTURE)
    moved = [one.usd for one in (*statement.rows, *statement.others) if one.usd is not None]
    assert sum(moved, Decimal(0)) == Decimal("-34895.15")  # as its last line says


def test_the_as_of_day_counts_and_a_fill_stands_before_its_contract_ends() -> None:
    fill, end = read(HEADER + row() + row("Expired", "2", "", "", "", day="04/24/2026 as of 04/23/2026")).rows
    assert fill.moment == datetime(2026, 4, 23, 20, 0, tzinfo=UTC)  # SPXW stops at 16:00 on its last day
    assert end.moment == datetime(2026, 4, 23, 20, 15, tzinfo=UTC)
    assert not fill.has_time
    assert not end.has_time
    (early,) = read(HEADER + row(day="04/22/2026")).rows
    assert early.moment == datetime(2026, 4, 22, 20, 15, tzinfo=UTC)
    (short,) = read(HEADER + row(day="11/27/2026", symbol="SPXW 12/01/2026 7055.00 P")).rows
    assert short.moment == datetime(2026, 11, 27, 18, 15, tzinfo=UTC)  # an early close


@pytest.mark.parametrize(
    ("symbol", "contract"),
    [
        ("SPX 04/17/2026 7100.00 C", option("SPX", APR17, "7100", "C")),
        ("SPXW 04/17/2026 7100.00 C", option("SPXW", APR17, "7100", "C")),
        ("SPX 04/24/2026 7100.00 C", option("SPXW", APR24, "7100", "C")),  # no AM-settled series on that day
        ("VIX 04/29/2026 22.50 C", option("VIXW", APR29, "22.5", "C")),
        ("XSP 04/24/2026 710.00 C", option("XSP", APR24, "710", "C")),
    ],
)
def test_the_root_is_the_one_that_is_listed_on_the_day(symbol: str, contract: Contract) -> None:
    assert [one.contract for one in read(HEADER + row(symbol=symbol, day="04/15/2026")).rows] == [contract]


def test_shares_of_a_fund_of_the_portfolio_are_fills() -> None:
    bought = row("Buy", "1,000", "$14.93", "", "-$14,930.00", "UVXY", "04/15/2026")
    calls = row("Buy to Open", "1", "$1.00", "$0.66", "-$100.66", "UVXY 05/15/2026 15.00 C", "04/15/2026")
    statement = read(HEADER + bought + calls, UVXY=fund_product())
    assert [(one.contract, one.quantity, one.price) for one in statement.rows] == [
        (Contract("UVXY", NEVER), 1000, Decimal("14.93"))
    ]
    assert [one.what for one in statement.others] == ["options of UVXY"]
    assert [one.what for one in read(HEADER + bought).others] == ["shares of UVXY"]


def test_removals_of_an_account_that_came_from_td_ameritrade_are_expirations() -> None:
    removal = "TDA TRAN - REMOVAL OF OPTION DUE TO EXPIRATION (0SPXW.LF30045000)"
    said = f'"12/18/2023","Journaled Shares","SPXW 12/15/2023 4500.00 C","{removal}","1","","",""\n'
    (one,) = read(HEADER + said).rows
    assert (one.kind, one.quantity, one.price) == ("expired", 1, None)


@pytest.mark.parametrize("printed", ["1", "-1"])
def test_who_is_assigned_was_short_and_who_exercises_was_long(printed: str) -> None:
    rows = read(
        HEADER
        + row("Assigned", printed, "", "", "-$100.00")
        + row("Exchange or Exercise", printed, "", "", "$100.00", "SPXW 04/23/2026 7060.00 P")
    ).rows
    assert [(one.kind, one.quantity, one.price) for one in rows] == [
        ("assigned", 1, Decimal("1.00")),
        ("exercised", -1, Decimal("1.00")),
    ]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (row(amount="$160.70"), "the amount says 160.70"),
        (row(amount="NaN"), "is not a number"),
        (row(price="Infinity"), "is not a number"),
        (row(price="$\u0660.82"), "is not a number"),
        (row(price="1e999999"), "is not a number"),
        (row(price="0,82"), "holds a comma"),
        (row(price=""), "no price of a fill"),
        (row(price="-$0.82"), "no price of a fill"),
        (row(quantity="1_000"), "no whole number"),
        (row(quantity="0"), "is no whole number"),
        (row(quantity="1.5"), "no whole number"),
        (row(quantity="999999999"), "from 1 to 100,000"),
        (row("Buy to Open", quantity="-2"), "one of the two is wrong"),
        (row("Options Frwd Split"), "not known"),
        (row("Cash In Lieu", quantity="", price="", fee=""), "no quantity"),
        (row("Assigned", price="", fee="", amount="$100.00"), "does not go with +2 contracts"),
        (row(symbol="SPXW 04/25/2026 7055.00 P"), "no expiry"),
        (row(symbol="SPXW 02/30/2026 7055.00 P"), "there is no day"),
        (row(symbol="SPXW nonsense"), "SPXW NONSENSE"),
        (row(day="04/31/2026"), "there is no day"),
        (row(day="soon"), "no date"),
        (row(day="04/23/2099"), "outside the trading calendar"),
        (row().replace('"\n', "\n"), "does not close it"),
        (row().replace(',"$161.74"', ""), "7 columns"),
        (row().replace("\n", ',"1"\n'), "9 columns"),
    ],
)
def test_a_row_that_is_not_understood_is_refused_by_its_line(written: str, reason: str) -> None:
    statement = read(HEADER + written)
    assert not statement.rows
    (refused,) = statement.refused
    assert refused.line == 2
    assert reason in refused.reason


def test_days_of_two_orders_refuse_the_file() -> None:
    mixed = answer(HEADER + row() + row(day="23/04/2026"))
    assert isinstance(mixed, Problem)
    assert "23/04/2026" in mixed.message
    hidden = answer(HEADER + row() + row(day="04/05/2026 as of 23/04/2026"))
    assert isinstance(hidden, Problem)
    days = [answer(HEADER + row(day="03/04/2026"), order) for order in ("", "month first", "day first")]
    assert [one.rows[0].moment.month for one in days if isinstance(one, Statement)] == [3, 3, 4]


def test_two_files_in_one_keep_their_accounts() -> None:
    other = FIXTURE.replace("Individual ...123", "IRA ...456")
    statement = read(FIXTURE + other)
    once = len(read(FIXTURE).rows)
    assert Counter(one.account for one in statement.rows) == {"Individual ...123": once, "IRA ...456": once}


@pytest.mark.parametrize(
    "made",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.removesuffix("\n").encode(),
        lambda text: text.replace('"\n', '",\n').encode(),
        lambda text: ("\n" + text.replace("\n", "\n\n", 1)).encode(),
    ],
)
def test_however_it_is_saved_it_says_the_same(made: Callable[[str], bytes]) -> None:
    assert told(read(made(FIXTURE))) == told(read(FIXTURE))


@pytest.mark.parametrize("text", ["<html><body>Log in</body></html>\n", "Date,Action,Symbol\n1,2,3\n"])
def test_what_is_no_such_file_is_not_recognised(text: str) -> None:
    file = decode_text_file(text.encode(), "x.csv")
    assert not isinstance(file, Problem)
    assert not SCHWAB.recognises(file)


def test_a_cancelled_reading_stops() -> None:
    file = decode_text_file((HEADER + row() * 2500).encode(), "x")
    assert not isinstance(file, Problem)
    seen: list[tuple[int, int]] = []
    SCHWAB.read(file, StatementReading(PRODUCTS, progress=lambda *told: seen.append(told)))
    assert len(seen) > 3
    assert seen == sorted(seen)

    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        SCHWAB.read(file, StatementReading(PRODUCTS, progress=stop))


@given(
    place=st.integers(0, len(FIXTURE)),
    length=st.integers(0, 40),
    inserted=st.one_of(st.text(max_size=8), st.sampled_from([",", '"', "\n", "-", "0", "NaN", "9" * 30, "$"])),
)
def test_a_damaged_file_is_a_statement_or_a_problem(place: int, length: int, inserted: str) -> None:
    file = decode_text_file((FIXTURE[:place] + inserted + FIXTURE[place + length :]).encode(errors="replace"), "x")
    if isinstance(file, Problem) or not SCHWAB.recognises(file):
        return
    statement = SCHWAB.read(file, StatementReading(PRODUCTS))
    if isinstance(statement, Statement):
        for one in statement.rows:
            amounts = [amount for amount in (one.price, one.fee, one.usd) if amount is not None]
            assert all(amount.is_finite() for amount in amounts)
            assert one.quantity != 0
            assert one.price is None or one.price >= 0
            assert one.moment.tzinfo is not None
        assert all(1 <= line.line <= len(file.lines) and line.reason for line in statement.refused)


@pytest.mark.realdata
def test_the_real_transactions(shared_data: Path) -> None:
    path = shared_data / "brokers" / "schwab_transactions_excerpt_SPXW_2026-04.csv"
    statement = read(path.read_bytes())
    p7055, p7040 = option("SPXW", APR23, "7055", "P"), option("SPXW", APR23, "7040", "P")
    nothing = Decimal(0)
    assert told(statement) == [
        ("fill", option("SPXW", APR24, "7230", "C"), 1, Decimal("0.12"), Decimal("1.13"), Decimal("-13.13")),
        ("fill", option("SPXW", APR24, "7180", "C"), -1, Decimal("0.62"), Decimal("1.13"), Decimal("60.87")),
        ("expired", p7055, 2, None, nothing, None),
        ("expired", p7040, -2, None, nothing, None),
        ("fill", p7055, -2, Decimal("0.82"), Decimal("2.26"), Decimal("161.74")),
        ("fill", p7040, 2, Decimal("0.57"), Decimal("2.26"), Decimal("-116.26")),
    ]
    assert [one.moment.day for one in statement.rows] == [24, 24, 23, 23, 23, 23]
    assert not any(one.has_time for one in statement.rows)
    assert not statement.others
    assert not statement.refused
