"""A hand-made statement of a broker: a condor, hedge calls, a close of what nobody opened, and other things."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from support.founded_books import moment

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Effect, OtherRow, Statement, StatementRow

DECEMBER, VIX_EXPIRY = date(2026, 12, 18), date(2026, 12, 16)


def spxw(strike: int, right: str) -> Contract:
    return Contract("SPXW", DECEMBER, Decimal(strike), right)  # type: ignore[arg-type]


def stated(
    line: int, contract: Contract, quantity: int, price: str, at: str, effect: Effect = "open", order: str = "",
    fee: str = "1.30",
) -> StatementRow:  # fmt: skip
    text = f"{'Bought' if quantity > 0 else 'Sold'} {abs(quantity)} at {price}"
    return StatementRow(
        line, "fill", contract, quantity, Decimal(price), Decimal(fee), None, moment(at), text, effect=effect,
        order_id=order, execution_id=f"x{line}",
    )  # fmt: skip


VIX_CALL = Contract("VIX", VIX_EXPIRY, Decimal(25), "C")
CONDOR_ROWS = (
    stated(2, spxw(6300, "P"), 2, "4.10", "2026-11-10 10:15", order="88123"),
    stated(3, spxw(6350, "P"), -2, "5.30", "2026-11-10 10:15", order="88123"),
    stated(4, spxw(7150, "C"), -2, "3.20", "2026-11-10 10:15", order="88123"),
    stated(5, spxw(7200, "C"), 2, "2.20", "2026-11-10 10:15", order="88123"),
)
HEDGE_ROWS = (
    stated(6, VIX_CALL, 3, "1.15", "2026-11-11 11:00", order="88200"),
    stated(7, VIX_CALL, 2, "1.16", "2026-11-11 11:02", order="88201"),
)
ORPHAN = stated(8, spxw(6000, "P"), -1, "2.00", "2026-11-12 12:30", "close", "88301")
OTHERS = (
    OtherRow(9, "interest payments", Decimal("12.34"), moment("2026-11-13 16:00"), "interest"),
    OtherRow(10, "shares of AAPL", Decimal("-1910.20"), moment("2026-11-13 11:00"), "bought 10 AAPL"),
    OtherRow(11, "shares of AAPL", None, None, "split"),
)
REFUSED = (RefusedLine(12, "the price '1.2.3' is no number"),)
STATEMENT = Statement(
    "november.csv",
    "tastytrade",
    "tastytrade CSV",
    "America/Chicago",
    (*CONDOR_ROWS, *HEDGE_ROWS, ORPHAN),
    OTHERS,
    REFUSED,
    ("fees are commissions and fees together",),
)


def statement_of(*rows: StatementRow) -> Statement:
    """The same statement with these rows alone."""
    return replace(STATEMENT, rows=rows, others=(), refused=(), notes=())
