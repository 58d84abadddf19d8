"""An account statement of thinkorswim: every fill once, at the prices that are told, at the right time."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fund_books import fund_product

from alvh_desktop.brokers.thinkorswim import THINKORSWIM
from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.delimited_text import decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Question
from alvh_desktop.domain.statements import CancelledError, DateOrder, Statement, StatementReading, StatementRow

PRODUCTS = load_products()
FIXTURE = (Path(__file__).parents[1] / "data" / "brokers" / "thinkorswim_statement.csv").read_text(encoding="utf-8")
CASH = "Cash Balance\nDATE,TIME,TYPE,REF #,DESCRIPTION,Misc Fees,Commissions & Fees,AMOUNT,BALANCE\n"
TRADES = (
    "Account Trade History\n,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type\n"
)
VERTICAL = "SOLD -2 VERTICAL SPX 100 (Weeklys) 27 MAR 26 6500/6480 PUT @1.50 CBOE"
VERTICAL_ROWS = (
    ",3/24/26 09:40:00,VERTICAL,SELL,-2,TO OPEN,SPX,27 MAR 26,6500,PUT,4.00,1.50,LMT\n"
    ",,,BUY,+2,TO OPEN,SPX,27 MAR 26,6480,PUT,2.50,CREDIT,\n"
)
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


def answer(text: str | bytes, zone: str = "", dates: DateOrder = "") -> Statement | Problem:
    content = text if isinstance(text, bytes) else text.encode()
    file = decode_text_file(content, "statement.csv")
    if isinstance(file, Problem):
        return file
    assert THINKORSWIM.recognises(file)
    return THINKORSWIM.read(file, StatementReading(PRODUCTS, zone, dates))


def read(text: str | bytes, zone: str = CHICAGO) -> Statement:
    statement = answer(text, zone)
    assert isinstance(statement, Statement), statement
    return statement


def cash(*rows: str) -> str:
    return CASH + "\n".join(rows) + "\n"


def trd(text: str, amount: str, fees: str = "-2.28,-2.60", at: str = "3/24/26,09:40:00", ref: str = "77") -> str:
    return f'{at},TRD,="{ref}",{text},{fees},"{amount}","1,000.00"'


def option(root: str, day: date, strike: str, right: Right) -> Contract:
    return Contract(root, day, Decimal(strike), right)


def counted(statement: Statement) -> Counter[Contract]:
    found: Counter[Contract] = Counter()
    for row in statement.rows:
        found[row.contract] += row.quantity
    return found


def refusal(text: str) -> str:
    """The one reason of the one refused line of a file that gives no row."""
    statement = read(text)
    assert not statement.rows
    (refused,) = statement.refused
    return f"{refused.line}: {refused.reason}"


def fills(statement: Statement) -> list[tuple[int, Contract, int, Decimal | None]]:
    return [(row.line, row.contract, row.quantity, row.price) for row in statement.rows if row.kind == "fill"]


JAN16, JAN23, JAN30, FEB18 = date(2026, 1, 16), date(2026, 1, 23), date(2026, 1, 30), date(2026, 2, 18)


def test_a_whole_statement_gives_every_fill_once_with_the_prices_of_the_trade_history() -> None:
    statement = read(FIXTURE, zone="")
    assert statement.zone == CHICAGO
    assert not statement.refused
    assert fills(statement) == [
        (6, option("SPXW", JAN16, "7050", "C"), -2, Decimal("4.10")),
        (6, option("SPXW", JAN16, "7060", "C"), 2, Decimal("2.45")),
        (6, option("SPXW", JAN16, "6800", "P"), -2, Decimal("6.05")),
        (6, option("SPXW", JAN16, "6790", "P"), 2, Decimal("4.50")),
        (7, option("VIX", FEB18, "25", "C"), 4, Decimal("1.05")),
        (8, option("VIX", FEB18, "25", "C"), 1, Decimal("1.05")),
        (11, option("SPXW", JAN30, "7000", "C"), -3, Decimal("60.00")),
        (11, option("SPXW", JAN30, "6800", "P"), -3, Decimal("31.05")),
        (11, option("SPXW", JAN23, "7000", "C"), 3, Decimal("55.50")),
        (11, option("SPXW", JAN23, "6800", "P"), 3, Decimal("23.50")),
        (22, Contract("VX", FEB18), -2, Decimal("17.55")),
    ]
    assert {row.effect for row in statement.rows if row.kind == "fill"} == {"open"}
    assert [row.order_id for row in statement.rows[:6]] == ["1001"] * 4 + ["1002"] * 2
    assert {row.account for row in (*statement.rows, *statement.others)} == {"12345678SCHW"}
    assert not statement.notes


def test_fees_and_money_of_an_order_are_what_its_cash_row_says() -> None:
    rows = read(FIXTURE, zone="").rows
    condor = [row for row in rows if row.order_id == "1001"]
    assert [row.fee for row in condor] == [Decimal("2.44")] * 4  # 4.56 + 5.20 over eight contracts, two a leg
    # -(-2)(4.10)(100) - 2.44, and so on; together 640.00 - 9.76
    assert [row.usd for row in condor] == [Decimal(usd) for usd in ("817.56", "-492.44", "1207.56", "-902.44")]
    assert sum((row.usd or 0 for row in condor), Decimal(0)) == Decimal("630.24")
    future = next(row for row in rows if row.contract.root == "VX")
    assert (future.fee, future.usd) == (Decimal("6.22"), None)


def test_ends_of_contracts_keep_their_sign_and_what_they_came_to() -> None:
    ends = [row for row in read(FIXTURE, zone="").rows if row.kind != "fill"]
    assert [(row.kind, row.contract, row.quantity, row.price, row.fee, row.usd) for row in ends] == [
        ("expired", option("SPXW", JAN16, "7050", "C"), 2, None, Decimal(0), None),
        ("expired", option("SPXW", JAN16, "7060", "C"), -2, None, Decimal(0), None),
        # 364.00 for two contracts of 100 $ a point
        ("assigned", option("SPXW", JAN16, "6800", "P"), 2, Decimal("1.82"), Decimal("5.00"), Decimal("-369.00")),
    ]
    assert ends[0].moment == datetime(2026, 1, 17, 5, 25, 44, tzinfo=UTC)


def test_what_is_of_others_is_told_and_not_booked() -> None:
    others = read(FIXTURE, zone="").others
    assert [(row.line, row.what, row.usd) for row in others] == [
        (5, "balances", None),
        (9, "options of AAPL", Decimal("492.98")),
        (10, "shares of MSFT", Decimal("-41110.00")),
        (15, "receipts and deliveries of others", None),
        (16, "dividends and interest payments", Decimal("1.25")),
        (21, "balances", None),
    ]


def test_the_sections_alone_and_together_hold_the_same_contracts() -> None:
    fill = trd(VERTICAL, "300.00")
    told = [read(cash(fill)), read(TRADES + VERTICAL_ROWS), read(cash(fill) + "\n" + TRADES + VERTICAL_ROWS)]
    first, *others = [counted(one) for one in told]
    assert len(first) == 2
    assert others == [first, first]
    assert not any(one.refused for one in told)
    paid = [sum(((row.price or 0) * row.quantity for row in one.rows), Decimal(0)) for one in told]
    assert paid == [Decimal("-3.00")] * 3


def test_a_spread_without_leg_prices_carries_its_package_price_once_and_says_so() -> None:
    statement = read(cash(trd(VERTICAL, "300.00")))
    first, second = statement.rows
    assert (first.price, first.usd, first.fee) == (Decimal("1.50"), Decimal("295.12"), Decimal("2.44"))
    assert (second.price, second.usd, second.fee) == (None, None, Decimal("2.44"))
    assert all("package price of 2 legs" in row.text and row.effect == "" for row in statement.rows)
    assert len(statement.notes) == 1


def test_a_package_price_below_zero_stands_on_a_leg_that_can_carry_it() -> None:
    first, second = read(cash(trd(VERTICAL.replace("@1.50", "@-.10"), "-20.00"))).rows
    assert (first.quantity, first.price) == (-2, None)
    assert (second.quantity, second.price, second.usd) == (2, Decimal("0.10"), Decimal("-24.88"))


@pytest.mark.parametrize("second", ["39:59", "40:00", "40:01"])
def test_clocks_of_both_sections_may_differ_by_a_second(second: str) -> None:
    statement = read(cash(trd(VERTICAL, "300.00")) + TRADES + VERTICAL_ROWS.replace("40:00", second))
    assert [row.price for row in statement.rows] == [Decimal("4.00"), Decimal("2.50")]


def test_an_order_that_the_cash_balance_does_not_tell_is_refused_and_not_counted_twice() -> None:
    statement = read(cash(trd(VERTICAL, "300.00")) + TRADES + VERTICAL_ROWS.replace("09:40:00", "09:41:00"))
    assert sum(abs(row.quantity) for row in statement.rows) == 4
    assert [line.line for line in statement.refused] == [6]
    assert "was not counted" in statement.refused[0].reason


def test_leg_prices_that_do_not_make_the_price_of_the_whole_are_not_used() -> None:
    statement = read(cash(trd(VERTICAL, "300.00")) + TRADES + VERTICAL_ROWS.replace("4.00,", "4.10,"))
    assert [(row.price, row.effect) for row in statement.rows] == [(Decimal("1.50"), "open"), (None, "open")]
    assert any("3.20" in note and "3.00" in note for note in statement.notes)


def test_split_fills_count_each_and_take_their_effect_from_the_one_order_of_the_history() -> None:
    parts = cash(trd(VERTICAL.replace("-2", "-1"), "150.00"), trd(VERTICAL.replace("-2", "-1"), "150.00"))
    rows = read(parts + TRADES + VERTICAL_ROWS).rows
    assert [row.quantity for row in rows] == [-1, 1, -1, 1]
    assert [row.price for row in rows] == [Decimal("1.50"), None] * 2
    assert {row.effect for row in rows} == {"open"}


def test_identical_fills_are_both_kept() -> None:
    fill = trd(VERTICAL, "300.00")
    statement = read(cash(fill, fill) + TRADES + VERTICAL_ROWS * 2)
    assert [row.quantity for row in statement.rows] == [-2, 2, -2, 2]
    assert None not in {row.price for row in statement.rows}
    assert not statement.refused


@pytest.mark.parametrize(("series", "root"), [(" (Weeklys)", "SPXW"), ("", "SPX"), (" (Quarterlys)", "SPXW")])
def test_weeklys_decide_the_root_of_a_third_friday(series: str, root: str) -> None:
    text = f"BOT +1 SPX 100{series} 20 FEB 26 7040 CALL @.30 CBOE"
    history = TRADES + ",3/24/26 09:40:00,SINGLE,BUY,+1,TO CLOSE,SPX,20 FEB 26,7040,CALL,.30,.30,LMT\n"
    for file in (cash(trd(text, "-30.00")), cash(trd(text, "-30.00")) + history):
        assert [row.contract.root for row in read(file).rows] == [root]


def test_a_trade_history_alone_does_not_decide_the_root_of_a_third_friday() -> None:
    row = ",3/24/26 09:40:00,SINGLE,BUY,+1,TO CLOSE,SPX,20 FEB 26{},7040,CALL,.30,.30,LMT\n"
    assert "SPX (AM) or SPXW (PM)" in refusal(TRADES + row.format(""))
    assert [one.contract.root for one in read(TRADES + row.format(" (Weeklys)")).rows] == ["SPXW"]
    assert [one.contract.root for one in read(TRADES + row.format(" [AM]")).rows] == ["SPX"]


def test_a_trade_history_alone_says_that_it_names_no_fees() -> None:
    statement = read(TRADES + VERTICAL_ROWS)
    assert [(row.fee, row.usd, row.order_id) for row in statement.rows] == [(Decimal(0), None, "")] * 2
    assert any("no fees" in note for note in statement.notes)


def test_an_older_wording_of_a_removal_is_read_too() -> None:
    said = "REMOVAL OF OPTION DUE TO {} {} $SPX.X 100 (WEEKLY) 31 Aug 2023 4515.0 PUT"
    rows = [
        f'8/31/23,20:00:0{place},RAD,="{place}",{said.format(why, count)},,,{amount},"5.00"'
        for place, (why, count, amount) in enumerate(
            [("EXPIRATION", "-3.0", ""), ("EXERCISE", "-1.0", "250.00"), ("ASSIGNMENT", "2.0", "-500.00")]
        )
    ]
    found = read(cash(*rows)).rows
    put = option("SPXW", date(2023, 8, 31), "4515", "P")
    assert [(row.kind, row.contract, row.quantity, row.price) for row in found] == [
        ("expired", put, -3, None),
        ("exercised", put, -1, Decimal("2.50")),
        ("assigned", put, 2, Decimal("2.50")),
    ]


def test_an_expiration_with_an_amount_was_settled_in_cash() -> None:
    text = "Removed due to Expiration PUT S & P 500 INDEX $6500 EXP 04/10/26: EXP: -2.0 .SPXW260410P6500"
    (row,) = read(cash(f'4/10/26,23:25:44,RAD,="1",{text},,,"1,250.00","5.00"')).rows
    assert (row.kind, row.quantity, row.price, row.usd) == ("settled", -2, Decimal("6.25"), Decimal("1250.00"))
    wrong = f'4/10/26,23:25:44,RAD,="1",{text},,,"-1,250.00","5.00"'
    assert "does not go with -2 contracts" in refusal(cash(wrong))


def balance(at: str) -> str:
    return f'{at},BAL,,Cash balance at the start of business day 24.03 CST,,,,"1.00"'


@pytest.mark.parametrize(
    ("start", "zone", "hour"),
    [
        ("3/24/26,00:00:00", CHICAGO, 14),
        ("3/24/26,01:00:00", NEW_YORK, 13),
        ("3/23/26,22:00:00", "America/Los_Angeles", 16),
    ],
)
def test_the_start_of_a_business_day_tells_whose_clock_it_is(start: str, zone: str, hour: int) -> None:
    statement = read(cash(balance(start), trd(VERTICAL, "300.00")), zone="")
    assert statement.zone == zone
    assert statement.rows[0].moment == datetime(2026, 3, 24, hour, 40, tzinfo=UTC)


def test_a_file_that_does_not_say_whose_clock_it_is_asks() -> None:
    asked = answer(cash(trd(VERTICAL, "300.00")))
    assert isinstance(asked, Question)
    assert (asked.asks, asked.choices) == ("zone", (NEW_YORK, CHICAGO))
    hours = {zone: read(cash(trd(VERTICAL, "300.00")), zone).rows[0].moment.hour for zone in asked.choices}
    assert hours == {NEW_YORK: 13, CHICAGO: 14}


def test_an_answer_that_the_file_contradicts_is_asked_again() -> None:
    file = cash(balance("3/24/26,13:00:00"), trd(VERTICAL, "300.00"))
    for zone in ("", NEW_YORK, "Nowhere/At_All", "../etc"):
        assert isinstance(answer(file, zone), Question)
    assert read(file, "Asia/Taipei").rows[0].moment == datetime(2026, 3, 24, 1, 40, tzinfo=UTC)
    # what the file says itself counts over an answer
    assert read(cash(balance("3/24/26,00:00:00"), trd(VERTICAL, "300.00")), NEW_YORK).zone == CHICAGO


def test_expirations_alone_need_no_question() -> None:
    text = "Removed due to Expiration PUT S & P 500 INDEX $6500 EXP 04/10/26: EXP: -2.0 .SPXW260410P6500"
    assert read(cash(f'4/10/26,23:25:44,RAD,="1",{text},,,,"5.00"'), zone="").zone == NEW_YORK


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    text = "BOT +1 /VXZ26:XCBF @17.50"
    (row,) = read(cash(trd(text, "--", at="11/1/26,01:30:00"))).rows
    first = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo(CHICAGO), fold=0)
    assert row.moment == first.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_shares_of_a_fund_of_the_portfolio_are_fills_and_its_options_are_of_others() -> None:
    bought = trd('"BOT +1,000 UVXY @14.93"', "-14,930.00")
    call = trd("BOT +1 UVXY 100 (Weeklys) 27 MAR 26 15 CALL @1.00", "-100.00")
    file = decode_text_file(cash(bought, call).encode(), "x")
    assert not isinstance(file, Problem)
    statement = THINKORSWIM.read(file, StatementReading({**PRODUCTS, "UVXY": fund_product()}, CHICAGO))
    assert isinstance(statement, Statement)
    assert fills(statement) == [(3, Contract("UVXY", NEVER), 1000, Decimal("14.93"))]
    assert [row.what for row in statement.others] == ["options of UVXY"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (trd(VERTICAL, "301.00"), "amount says 301.00"),
        (trd(VERTICAL, "NaN"), "'NaN' is not a number"),
        (trd(VERTICAL, "٣٠٠"), "is not a number"),
        (trd(VERTICAL, "1_000"), "is not a number"),
        (trd(VERTICAL, "1e999999"), "is not a number"),
        (trd(VERTICAL, "3,00"), "holds a comma"),
        (trd(VERTICAL, "300.00", fees="x,"), "misc fees"),
        (trd(VERTICAL.replace("@1.50", "@NaN"), "300.00"), "no price"),
        (trd(VERTICAL.replace("-2", "-2000000"), "300.00"), "from 1 to 100,000"),
        (trd(VERTICAL.replace("-2", "+2"), "300.00"), "one of the two is wrong"),
        (trd(VERTICAL.replace("VERTICAL", "STARFISH"), "300.00"), "not known here"),
        (trd(VERTICAL.replace("27 MAR", "28 MAR"), "300.00"), "weekend"),
        (trd(VERTICAL, "300.00", at="3/24/26,25:40:00"), "no time"),
        (trd(VERTICAL, "300.00", at="yesterday,09:40:00"), "no date"),
        (trd(VERTICAL, "300.00")[:-8], "does not close it"),
        (trd(VERTICAL, "300.00") + ",7", "10 cells"),
        ("3/24/26,09:40:00,TRD", "3 cells"),
        ('3/24/26,09:40:00,RAD,="1",Removed for no reason .SPXW260410P6500,,,,1.00', "how a contract ended"),
    ],
)
def test_a_row_that_is_not_understood_is_refused_by_its_line(row: str, reason: str) -> None:
    told = refusal(cash(row))
    assert told.startswith("3: ")
    assert reason in told
    assert "paste" not in told


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("SELL,-2", "SELL,+2", "one of the two is wrong"),
        ("SELL,-2", "HOLD,-2", "one of the two is wrong"),
        ("4.00,1.50", "4.00,1.40", "net price is 1.40"),
        ("2.50,CREDIT", "2.50,DEBIT", "DEBIT"),
        ("4.00,1.50", "NaN,1.50", "no price"),
        (",6480,", ",6500,", "twice"),
        ("BUY,+2,TO OPEN,SPX", "BUY,+2,TO OPEN,AAPL", "not of this portfolio"),
        (",3/24/26 09:40:00,VERTICAL", ",,", "no row with a time"),
    ],
)
def test_an_order_of_the_history_that_contradicts_itself_is_refused_whole(old: str, new: str, reason: str) -> None:
    statement = read(TRADES + VERTICAL_ROWS.replace(old, new))
    assert not statement.rows
    assert any(reason in line.reason for line in statement.refused), statement.refused


def test_a_cut_last_leg_gives_no_fill() -> None:
    whole = TRADES + VERTICAL_ROWS
    price_ends = whole.rindex("2.50") + len("2.50")
    for end in range(whole.rindex(",,,BUY") + 3, price_ends + 1):
        statement = read(whole[:end])
        assert not any(row.price == Decimal("2.5") or abs(row.quantity) != 2 for row in statement.rows)
        assert not statement.rows, whole[:end]


def test_days_of_two_orders_refuse_the_file() -> None:
    mixed = answer(cash(trd(VERTICAL, "300.00"), trd(VERTICAL, "300.00", at="24/3/26,09:40:00")), CHICAGO)
    assert isinstance(mixed, Problem)
    assert "3/24/26" in mixed.message
    assert "24/3/26" in mixed.message
    early = cash(trd(VERTICAL, "300.00", at="3/4/26,09:40:00"))
    days = [answer(early, CHICAGO, order) for order in ("", "month first", "day first")]
    assert [one.rows[0].moment.month for one in days if isinstance(one, Statement)] == [3, 3, 4]
    assert isinstance(answer(cash(trd(VERTICAL, "300.00")), CHICAGO, "day first"), Problem)


@pytest.mark.parametrize(
    "text", ["<html><body>Log in</body></html>", "Date,Open,Close\n1/2/26,1,2\n", "DATE,TIME,TYPE,REF #\n"]
)
def test_what_is_no_such_statement_is_not_recognised(text: str) -> None:
    file = decode_text_file(text.encode(), "x.csv")
    assert not isinstance(file, Problem)
    assert not THINKORSWIM.recognises(file)


def padded(text: str) -> str:
    """As a spreadsheet saves it: every line as wide as the widest."""
    return "\n".join(line + "," * (12 - line.count(",")) if '"' not in line else line for line in text.split("\n"))


@pytest.mark.parametrize(
    "made",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.removesuffix("\n").encode(),
        lambda text: padded(text).encode(),
        lambda text: text.replace("\n\n", "\n").encode(),
    ],
)
def test_however_it_is_saved_it_says_the_same(made: Callable[[str], bytes]) -> None:
    def said(statement: Statement) -> list[tuple[object, ...]]:
        return [(row.kind, row.contract, row.quantity, row.price, row.fee, row.moment) for row in statement.rows]

    assert said(read(made(FIXTURE), zone="")) == said(read(FIXTURE, zone=""))


def test_a_paper_account_is_said_to_be_one() -> None:
    title = (
        "This document was exported from the paperMoney platform.\n\nAccount Statement for D-7 (ira) since 4/1/26\n\n"
    )
    statement = read(title + cash(trd(VERTICAL, "300.00")))
    assert any("paperMoney" in note for note in statement.notes)
    assert {row.account for row in statement.rows} == {"D-7"}


def test_a_row_without_its_header_is_refused_and_not_passed_over() -> None:
    statement = read(CASH + "\nSomething New\n" + trd(VERTICAL, "300.00") + "\n")
    assert [line.line for line in statement.refused] == [5]


def test_progress_goes_up_and_a_cancelled_reading_stops() -> None:
    file = decode_text_file(cash(*[trd(VERTICAL, "300.00")] * 3000).encode(), "x")
    assert not isinstance(file, Problem)
    seen: list[tuple[int, int]] = []
    THINKORSWIM.read(file, StatementReading(PRODUCTS, CHICAGO, progress=lambda *told: seen.append(told)))
    assert len(seen) > 5
    assert seen == sorted(seen)
    assert all(0 < done <= total for done, total in seen)

    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        THINKORSWIM.read(file, StatementReading(PRODUCTS, CHICAGO, progress=stop))


def is_sound(row: StatementRow) -> bool:
    amounts = [amount for amount in (row.price, row.fee, row.usd) if amount is not None]
    return (
        row.quantity != 0
        and row.moment.tzinfo is not None
        and all(amount.is_finite() for amount in amounts)
        and (row.price is None or row.price >= 0)
    )


@given(
    place=st.integers(0, len(FIXTURE)),
    length=st.integers(0, 40),
    inserted=st.one_of(st.text(max_size=8), st.sampled_from([",", '"', "\n", "-", "0", "NaN", "9" * 30, "/", "@"])),
)
def test_a_damaged_statement_is_a_statement_or_a_problem(place: int, length: int, inserted: str) -> None:
    text = FIXTURE[:place] + inserted + FIXTURE[place + length :]
    file = decode_text_file(text.encode(errors="replace"), "x")
    if isinstance(file, Problem) or not THINKORSWIM.recognises(file):
        return
    statement = THINKORSWIM.read(file, StatementReading(PRODUCTS, CHICAGO))
    if isinstance(statement, Statement):
        assert all(is_sound(row) for row in statement.rows)
        assert all(1 <= line.line <= len(file.lines) and line.reason for line in statement.refused)


APR10, APR21, JUN5 = date(2026, 4, 10), date(2026, 4, 21), date(2026, 6, 5)


@pytest.mark.realdata
def test_the_real_statement(shared_data: Path) -> None:
    content = (shared_data / "brokers" / "tos_AccountStatement_excerpt_2025-12-31_2026-09-20_SPX.csv").read_bytes()
    assert isinstance(answer(content), Question)
    statement = read(content)
    p6700, p6600, p6500 = (option("SPXW", APR10, strike, "P") for strike in ("6700", "6600", "6500"))
    c7500 = option("SPXW", JUN5, "7500", "C")
    told = [(row.kind, row.contract, row.quantity, row.price, row.fee, row.usd) for row in statement.rows]
    # 2.28 + 2.60 over four contracts is 1.22 each; 1,875.00 and 4.88 left the account for all three legs
    assert told == [
        ("fill", p6700, 1, Decimal("18.75"), Decimal("1.22"), Decimal("-1879.88")),
        ("fill", p6600, -2, None, Decimal("2.44"), None),
        ("fill", p6500, 1, None, Decimal("1.22"), None),
        ("expired", p6500, -1, None, Decimal(0), None),
        ("expired", p6700, -1, None, Decimal(0), None),
        ("expired", p6600, 2, None, Decimal(0), None),
        ("fill", c7500, 2, Decimal("2.90"), Decimal("2.44"), Decimal("-582.44")),
        ("fill", c7500, 2, Decimal("2.90"), Decimal("2.45"), Decimal("-582.45")),
    ]
    assert counted(statement) == {p6700: 0, p6600: 0, p6500: 0, c7500: 4}
    assert [row.moment for row in statement.rows[::6]] == [
        datetime(2026, 4, 2, 14, 40, 16, tzinfo=UTC),
        datetime(2026, 6, 5, 14, 20, 40, tzinfo=UTC),
    ]
    assert [row.order_id for row in statement.rows[6:]] == ["1006632596914"] * 2
    assert [(row.what, row.usd) for row in statement.others] == [("dividends and interest payments", Decimal("1.25"))]
    assert not statement.refused


@pytest.mark.realdata
def test_the_real_trade_history(shared_data: Path) -> None:
    statement = read((shared_data / "brokers" / "tos_AccountTradeHistory_excerpt_SPX_butterfly.csv").read_bytes())
    assert fills(statement) == [
        (2, option("SPXW", APR21, "7080", "P"), 1, Decimal("6.57")),
        (2, option("SPXW", APR21, "7075", "P"), -2, Decimal("4.54")),
        (2, option("SPXW", APR21, "7070", "P"), 1, Decimal("3.11")),
    ]
    assert {(row.effect, row.fee, row.moment) for row in statement.rows} == {
        ("open", Decimal(0), datetime(2026, 4, 21, 19, 33, 52, tzinfo=UTC))
    }


REAL_FILLS: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "BOT +1 SPX": (".30", [("20FEB26 7040 C", 1)]),
    "BOT +1 VERTICAL": ("7.70", [("06MAR26 6870 C", 1), ("06MAR26 6880 C", -1)]),
    "BOT +2 CALENDAR": ("7.00", [("03FEB26 6860 P", 2), ("30JAN26 6860 P", -2)]),
    "SOLD -1 BUTTERFLY": ("32.15", [("06MAR26 6840 C", -1), ("06MAR26 6940 C", 2), ("06MAR26 7030 C", -1)]),
    "SOLD -1 CONDOR": (
        "36.05",
        [("06MAR26 6770 C", -1), ("06MAR26 6870 C", 1), ("06MAR26 6880 C", 1), ("06MAR26 6970 C", -1)],
    ),
    "SOLD -1 IRON CONDOR SPX 100 (Weeklys) 2 DEC 16": (
        "1.90",
        [("02DEC16 2225 C", -1), ("02DEC16 2245 C", 1), ("02DEC16 2130 P", -1), ("02DEC16 2110 P", 1)],
    ),
}


@pytest.mark.realdata
def test_real_descriptions_in_a_cash_balance(shared_data: Path) -> None:
    lines = (shared_data / "brokers" / "tos_fill_description_lines_SPX.txt").read_text(encoding="utf-8").splitlines()
    for begun, (price, legs) in REAL_FILLS.items():
        text = next(line for line in lines if line.startswith(begun))
        count = int(text.split()[1])
        statement = read(cash(trd(text, f"{-100 * count * Decimal(price):.2f}")))
        named = [
            (f"{row.contract.expiry:%d%b%y} {row.contract.strike} {row.contract.right}".upper(), row.quantity)
            for row in statement.rows
        ]
        assert named == legs, text
        assert {row.contract.root for row in statement.rows} == {"SPXW"}
        assert sum(((row.price or 0) * row.quantity for row in statement.rows), Decimal(0)) == count * Decimal(price)
    for text in (line for line in lines if "DBL DIAG" in line):
        assert "DBL DIAG" in refusal(cash(trd(text, "1.00")))
    # one word (Weeklys) stands for two days, and one of them is a third Friday that lists both roots
    text = next(line for line in lines if " DIAGONAL" in line)
    assert "SPX 20FEB26 may be SPX (AM) or SPXW (PM)" in refusal(cash(trd(text, "5,440.00")))
