"""The market is read only when it can have changed, and the alerts remember."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from support.founded_books import CLOCK, MemoryLedger, enter
from support.typed_books import type_marks
from support.window_parts import CONDOR, MARKET, SHORT_CALLS, MadeQuotes, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.inputs import inputs_edit
from alvh_desktop.desk.lines import LegLine
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.pricing.market import Mark
from alvh_desktop.pricing.rates import flat_curve
from alvh_desktop.rules.scene import Span
from alvh_desktop.viewmodels.painter import Painter


class Clock:
    def __init__(self) -> None:
        self.now = CLOCK

    def __call__(self) -> datetime:
        return self.now


def started() -> tuple[Painter, MadeQuotes, Desk, Clock]:
    clock, quotes = Clock(), MadeQuotes()
    desk = Desk(MemoryLedger(), clock)
    return Painter(portfolio_of(desk, quotes)), quotes, desk, clock


def test_an_edit_that_holds_nothing_new_does_not_read_the_market_again() -> None:
    painter, quotes, desk, _ = started()
    enter(desk, CONDOR)
    painter.paint()
    enter(desk, CONDOR)
    enter(desk, CONDOR.replace("-10", "+20"))
    painter.paint()
    assert quotes.loads == 1


def test_another_contract_an_import_and_another_minute_do() -> None:
    painter, quotes, desk, clock = started()
    painter.paint()
    enter(desk, SHORT_CALLS)
    painter.paint()
    assert quotes.loads == 2
    painter.forget_market()
    painter.paint()
    assert quotes.loads == 3
    clock.now += timedelta(minutes=1)
    painter.paint()
    assert quotes.loads == 4


def test_within_the_minute_the_clock_of_the_picture_moves_on() -> None:
    painter, quotes, _, clock = started()
    painter.paint()
    clock.now += timedelta(seconds=12)
    assert painter.paint().inputs.now == clock.now
    assert quotes.loads == 1


def test_two_edits_in_a_row_share_one_market() -> None:
    painter, _, _, clock = started()
    first = painter.paint()
    clock.now += timedelta(seconds=3)
    assert painter.paint().inputs.market is first.inputs.market


def test_a_typed_rate_counts_at_once_and_the_market_is_not_read_again() -> None:
    painter, quotes, desk, clock = started()
    flat = painter.paint().inputs.market
    clock.now += timedelta(seconds=3)
    type_rate(desk, "3.90")
    typed = painter.paint().inputs.market
    assert typed.rates.source == "typed: 30 d 3.90 % (2026-11-20, Treasury)"
    assert (typed.at, typed.quotes, quotes.loads) == (flat.at, flat.quotes, 1)
    desk.undo()
    assert painter.paint().inputs.market.rates == flat.rates
    desk.redo()
    clock.now += timedelta(minutes=1)
    assert painter.paint().inputs.market.rates == typed.rates
    assert quotes.loads == 2


def test_another_typed_value_leaves_the_market_with_all_that_was_worked_out() -> None:
    painter, _, desk, _ = started()
    before = painter.paint().inputs.market
    assert isinstance(
        desk.do(inputs_edit(desk, (TypedInput("response.a", CLOCK.date(), Decimal("0.08"), "me"),))), Change
    )
    assert painter.paint().inputs.market is before


def test_a_typed_rate_counts_from_its_day_on() -> None:
    painter, _, desk, clock = started()
    type_rate(desk, "3.90", on=date(2026, 11, 21))
    assert painter.paint().inputs.market.rates == flat_curve(CLOCK.date())
    clock.now += timedelta(days=1)
    assert painter.paint().inputs.market.rates.source.startswith("typed")


def test_a_typed_rate_discounts_where_the_market_cannot_be_read() -> None:
    painter, quotes, desk, _ = started()
    type_rate(desk, "3.90")
    quotes.fault = KnownError("The market file is damaged.", "Delete it.")
    assert painter.paint().inputs.market.rates.shown_per_year == 0.039


def test_a_typed_mark_counts_at_once_and_the_market_is_not_read_again() -> None:
    painter, quotes, desk, clock = started()
    enter(desk, SHORT_CALLS)
    painter.paint()
    clock.now += timedelta(seconds=3)  # the clock of the picture has not stepped yet
    type_marks(desk, ("VIX 16DEC26 20 C", "2.50"), ("VIX", "31"), at=clock.now)
    market = painter.paint().inputs.market
    assert market.mark(Contract("VIX", date(2026, 12, 16), Decimal(20), "C")) == Mark(
        Decimal("2.50"), "typed", clock.now
    )
    assert market.levels["VIX"].value == 31
    assert painter.paint().inputs.market is market
    desk.undo()
    assert painter.paint().inputs.market.levels["VIX"].value < 31
    assert quotes.loads == 1


def type_rate(desk: Desk, percent: str, on: date | None = None) -> None:
    edit = inputs_edit(desk, (TypedInput("rate.30", on or CLOCK.date(), Decimal(percent), "Treasury"),))
    assert isinstance(desk.do(edit), Change)


def test_the_next_picture_knows_what_the_alerts_were() -> None:
    painter, _, desk, clock = started()
    enter(desk, CONDOR)
    first = painter.paint()
    painter.attendance.look(first)
    clock.now += timedelta(seconds=20)
    second = painter.paint()
    states = first.attention.states
    assert states
    assert second.inputs.alerts_before == states


def test_a_market_that_cannot_be_read_leaves_what_is_booked_on_the_screen() -> None:
    painter, quotes, desk, clock = started()
    enter(desk, CONDOR)
    quotes.fault = KnownError("The market file is damaged.", "Delete it.")
    picture = painter.paint()
    assert painter.fault is quotes.fault
    assert picture.total.fees > 0
    assert picture.total.is_partial
    assert all(leg.value is not None and leg.value.mark is None for leg in _legs(picture))
    quotes.fault = None
    clock.now += timedelta(minutes=1)
    assert not painter.paint().total.is_partial
    assert painter.fault is None


def _legs(picture: Picture) -> list[LegLine]:
    campaigns = [campaign for sleeve in picture.sleeves for campaign in sleeve.campaigns]
    return [leg for campaign in campaigns for trade in campaign.trades for leg in trade.legs]


def test_the_picture_is_looked_at_through_the_lens_less_the_dates_that_have_passed() -> None:
    painter, _, desk, clock = started()
    enter(desk, CONDOR)
    soon, later = CLOCK + timedelta(hours=1), CLOCK + timedelta(days=2)
    painter.lens = Lens(preset="grind", dates=(soon, later))
    assert painter.paint().inputs.lens == painter.lens
    clock.now += timedelta(hours=2)
    picture = painter.paint()
    assert picture.inputs.lens == Lens(preset="grind", dates=(later,))
    assert not isinstance(picture.payoff, Problem)
    assert painter.relit(picture).inputs.lens == picture.inputs.lens


def test_the_session_tells_where_spx_has_been_since_the_last_picture_that_knew_it() -> None:
    """SPX 6700, session 6690 to 6710; then 6705 with a new high of 6725; then nothing is known; then 6702 with a low
    that has moved to 6685 while the high stands."""
    painter, quotes, _, clock = started()
    spx = MARKET.levels["SPX"]

    def see(value: int, high: int, low: int) -> Span | None:
        clock.now += timedelta(minutes=1)
        level = replace(spx, moment=clock.now, value=Decimal(value), high=Decimal(high), low=Decimal(low))
        quotes.made, quotes.fault = replace(MARKET, levels={**MARKET.levels, "SPX": level}), None
        backdrop = painter.paint().inputs.backdrop
        return None if backdrop is None else backdrop.span

    assert see(6700, 6710, 6690) is None
    assert see(6705, 6725, 6690) == Span(6705, 6725)
    assert see(6705, 6725, 6690) == Span(6705, 6705)
    clock.now += timedelta(minutes=1)
    quotes.fault = KnownError("The market cannot be read.", "Try again.")
    painter.paint()
    assert see(6702, 6725, 6685) == Span(6685, 6702)
