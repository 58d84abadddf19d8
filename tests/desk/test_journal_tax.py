"""Tax years out of a book: by plain arithmetic over a generated year, and every mark that is not known said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.campaign_books import Scribe
from support.founded_books import IRA, MAIN, PRODUCTS, moment
from support.fund_books import fund_product
from support.generated_year import MULTIPLIER, PAPER, generated_year
from support.made_markets import market, quoted
from support.memory_recorder import MemoryRecorder
from support.recorded_books import WHOLE

from alvh_desktop.desk.journal.tax import tax_years_of
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.recording import moment_of
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.reports.tax import TaxYear

CALL = "VIX 20JAN27 20 C"
CONTRACT = Contract("VIX", date(2027, 1, 20), Decimal(20), "C")
LAST_DAY = date(2026, 12, 31)
SEEN, NEXT_YEAR = moment("2026-12-31 16:30"), moment("2027-02-01 12:00")


def over_the_year() -> tuple[Scribe, int, int]:
    """4 calls bought at 2.00 on the 1st of December, 1 sold at 3.00 in the year, 3 at 5.00 in January."""
    scribe = Scribe()
    campaign = scribe.campaign("Ladder", "alvh")
    trade = scribe.trade(campaign)
    scribe.fill(trade, {CALL: (4, "2.00")}, "2026-12-01 10:00", "1")
    scribe.fill(trade, {CALL: (-1, "3.00")}, "2026-12-15 10:00", "1")
    scribe.fill(trade, {CALL: (-3, "5.00")}, "2027-01-15 10:00", "1")
    return scribe, campaign, trade


def line(campaign: int) -> DayLine:
    """3 calls at 2.60, as the window kept them: realised 100 less 5 of fees."""
    return replace(
        WHOLE, day=LAST_DAY, campaign_id=campaign, moment=SEEN, realised=Decimal(95), cash_flow=Decimal(-505),
        market_value=Decimal(780), unrealised=Decimal(180), open_legs=1, oldest_mark=SEEN,
    )  # fmt: skip


def recorded(scribe: Scribe, at: str = "2026-12-31 16:30", seen: str | None = None) -> MemoryRecorder:
    """A market at 2.60, quoted at the moment `seen`, else just then."""
    quotes = quoted(CONTRACT, "2.55", "2.65", moment(seen or at))
    recorder = MemoryRecorder()
    made = market(quotes, at=moment(at), spx="6700", vix="18")
    recorder.keep_moment(moment_of(scribe.book, made, "close", [CONTRACT]))
    return recorder


def years(scribe: Scribe, *lines: DayLine, recorder: MemoryRecorder | None = None, **more: object) -> list[TaxYear]:
    said = {"now": NEXT_YEAR, **more}
    return list(tax_years_of(scribe.book, recorder or MemoryRecorder(), lines, **said))  # type: ignore[arg-type]


@pytest.mark.parametrize("kept_as", ["line", "moment"])
def test_the_mark_at_the_end_of_a_year_by_hand(kept_as: str) -> None:
    scribe, campaign, _ = over_the_year()
    found = years(
        scribe,
        *([line(campaign)] if kept_as == "line" else []),
        recorder=recorded(scribe) if kept_as == "moment" else None,
    )
    this, following = found
    assert (this.account, this.kind, this.year, this.is_over) == (MAIN, "real", 2026, True)
    # 100 gained on one, 5 of fees; 3 x 0.60 x 100 open
    assert (this.realised, this.mark.usd, this.mark_before.usd) == (95, 180, 0)
    assert (this.net, this.long_term, this.short_term) == (275, 165, 110)
    assert (this.mark.open_legs, this.mark.seen_at, this.mark.missing) == (1, SEEN, ())
    # 3 x 3.00 x 100 less 3 of fees, of which 180 was taxed the year before
    assert (following.year, following.realised, following.mark.usd, following.net) == (2027, 897, 0, 717)
    assert following.mark_before == this.mark
    assert not following.is_over
    assert sum(each.net or 0 for each in found) == 95 + 897


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "no mark of VIX 20JAN27 20 C was recorded on the last trading day"),
        ({"unmarked": 1}, "no mark"),
        ({"unrealised": None}, "no mark"),
        ({"oldest_mark": moment("2026-12-30 16:00")}, "no mark"),
        ({"realised": Decimal(90)}, "no mark"),
        ({"cash_flow": Decimal(0)}, "no mark"),
        ({"moment": moment("2026-12-14 12:00")}, "no mark"),
        ({"day": date(2026, 12, 30)}, "no mark"),
    ],
)
def test_what_was_not_recorded_whole_leaves_the_net_unknown(said: dict[str, object], why: str) -> None:
    scribe, campaign, _ = over_the_year()
    lines = [replace(line(campaign), **said)] if said else []  # type: ignore[arg-type]
    this, following = years(scribe, *lines)
    assert (this.mark.usd, this.net, this.long_term, this.short_term) == (None,) * 4
    assert this.realised == 95
    (told,) = this.mark.missing
    assert told.startswith(why)
    assert (following.mark_before.usd, following.net, following.realised) == (None, None, 897)


@pytest.mark.parametrize(("at", "seen"), [("2026-12-30 16:30", None), ("2026-12-31 10:00", "2026-12-30 16:00")])
def test_a_market_or_a_quote_of_an_earlier_day_is_no_mark(at: str, seen: str | None) -> None:
    scribe, _, _ = over_the_year()
    this, _ = years(scribe, recorder=recorded(scribe, at, seen))
    assert this.mark.usd is None


def test_a_year_that_is_not_over_has_no_mark_while_something_is_open() -> None:
    scribe, campaign, _ = over_the_year()
    (this,) = years(scribe, line(campaign), now=moment("2026-12-31 18:00"))
    assert (this.is_over, this.mark.usd, this.net, this.realised) == (False, None, None, 95)
    assert this.mark.missing == ("2026 is not over: what is open has no mark of its end yet",)


def test_what_settled_and_was_not_booked_is_said() -> None:
    scribe = Scribe()
    scribe.fill(scribe.trade(scribe.campaign("Ladder", "alvh")), {"VIX 16DEC26 20 C": (4, "2")}, "2026-12-01 10:00")
    this, _ = years(scribe)
    assert this.mark.missing == ("VIX 16DEC26 20 C is past its settlement and not booked",)


def test_a_fund_stands_apart() -> None:
    scribe, _, trade = over_the_year()
    scribe.book = scribe.book.after([Row("products", "UVXY", None, fund_product())])
    other = scribe.trade(scribe.campaign("Fund", "second_engine"))
    scribe.fill(other, {"VX 20JAN27": (100, "10")}, "2026-12-01 10:00")
    scribe.fill(other, {"VX 20JAN27": (-40, "12")}, "2026-12-15 10:00")
    (leg,) = (each for each in scribe.book.legs.values() if each.trade_id == other)
    fund = replace(leg, root="UVXY", expiry=NEVER)
    scribe.book = scribe.book.after([Row("legs", leg.id, leg, fund)])
    assert PRODUCTS["VX"].kind == "future"
    this, _ = years(scribe, recorder=recorded(scribe))
    per_share = fund_product().multiplier
    assert (this.funds, this.realised, this.mark.usd) == (80 * per_share, 95, 180)
    assert trade != other


def test_a_line_with_a_fund_in_it_is_no_mark() -> None:
    scribe, campaign, trade = over_the_year()
    scribe.book = scribe.book.after([Row("products", "UVXY", None, fund_product())])
    scribe.fill(trade, {"VX 20JAN27": (100, "10")}, "2026-12-01 10:00")
    leg = next(each for each in scribe.book.legs.values() if each.root == "VX")
    scribe.book = scribe.book.after([Row("legs", leg.id, leg, replace(leg, root="UVXY", expiry=NEVER))])
    booked = replace(line(campaign), cash_flow=Decimal(-505) - 1000 * fund_product().multiplier)
    this, _ = years(scribe, booked)
    assert this.mark.usd is None
    this, _ = years(scribe, booked, recorder=recorded(scribe))
    assert this.mark.usd == 180


def test_one_year_alone_and_one_of_which_there_is_nothing() -> None:
    scribe, campaign, _ = over_the_year()
    (only,) = years(scribe, line(campaign), year=2027)
    assert (only.year, only.mark_before.usd, only.net) == (2027, 180, 717)
    assert years(scribe, year=2025) == years(scribe, year=2028) == []
    assert years(Scribe()) == []


def test_a_generated_year_by_plain_arithmetic() -> None:
    """What was taken in and paid out, fees and settlements and all, and what is open at its mark."""
    made = generated_year()
    assert made.hedge is not None
    found = {
        each.account: each for each in tax_years_of(made.desk.book, MemoryRecorder(), made.lines, NEXT_YEAR, 2025)
    }
    assert {name: each.kind for name, each in found.items()} == {MAIN: "real", IRA: "real", PAPER: "paper"}
    for name, year in found.items():
        rows = [row for told in made.condors if told.account == name for row in told.rows]
        rows += made.hedge.rows if name == MAIN else []
        cash = sum((-row.quantity * row.points * MULTIPLIER - row.fee for row in rows), Decimal(0))
        value = made.lines[-1].market_value if name == MAIN else Decimal(0)
        assert value is not None
        assert year.net == cash + value
        assert year.long_term == ((cash + value) * 6 / 10).quantize(Decimal("0.01"))
        assert (year.mark_before.usd, year.funds, year.is_over) == (0, 0, True)
