"""SPX now: calculated in the cash session, else told by a later chain, else not known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.founded_books import PRODUCTS, moment
from support.made_markets import chain, market

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.spot import Spot, spx_spot

FRIDAY_CLOSE = moment("2026-11-20 16:00")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
FROZEN = Problem("SPX", "SPX is not known: the cash index closed at 16:00 and its options trade on")


def spot(seen: Market) -> Spot | Problem:
    return spx_spot(seen, PRODUCTS)


def spxw(expiry: date, on: float, at: object) -> dict:
    return chain("SPXW", expiry, on, range(5600, 6825, 5), at=at)


@pytest.mark.parametrize(
    "at", ["2026-11-20 09:30", "2026-11-20 12:00", "2026-11-20 16:00", "2026-11-27 13:00", "2026-07-15 09:30"]
)
def test_in_the_cash_session_the_index_is_itself(at: str) -> None:
    now = moment(at)
    answer = spot(
        market(spxw(date(2026, 11, 30), 6500, now), at=now, spx="6700", levels_at=now - timedelta(minutes=1))
    )
    assert answer == Spot(6700.0, now - timedelta(minutes=1), "made")


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-20 16:00:01",
        "2026-11-20 16:59",
        "2026-11-22 20:15",
        # the night into the day after a holiday
        "2026-11-26 20:15",
        # early close, and the night into it
        "2026-11-27 13:00:01",
        "2026-11-27 08:00",
    ],
)
def test_while_it_is_frozen_and_its_options_trade_it_is_not_known(at: str) -> None:
    now = moment(at)
    assert spot(market(at=now, spx="6700", levels_at=now - timedelta(hours=1))) == FROZEN


def test_a_later_chain_speaks_discounted_to_today() -> None:
    now = moment("2026-11-22 21:00")
    answer = spot(market(spxw(MONDAY, 6650.0, now), at=now, spx="6700", levels_at=FRIDAY_CLOSE))
    assert isinstance(answer, Spot)
    # 19 hours at 4 %
    assert answer.value == pytest.approx(6650.0 * (1 - 0.04 * 19 / 8760), abs=0.02)
    assert (answer.moment, answer.source) == (now, "SPXW 2026-11-23 forward, parity at 7 strikes 6635-6665")


def test_the_nearest_expiry_quoted_since_is_taken() -> None:
    now = moment("2026-11-22 21:00")
    before = FRIDAY_CLOSE - timedelta(minutes=1)
    seen = market(
        spxw(MONDAY, 6700.0, before), spxw(TUESDAY, 6650.0, now), spxw(date(2026, 12, 18), 6610.0, now),
        at=now, spx="6700", levels_at=FRIDAY_CLOSE,
    )  # fmt: skip
    assert spot(seen).source.startswith("SPXW 2026-11-24 forward")
    only_old = market(spxw(MONDAY, 6700.0, before), at=now, spx="6700", levels_at=FRIDAY_CLOSE)
    assert spot(only_old) == FROZEN


def test_in_the_night_before_its_settlement_the_expiry_of_today_speaks() -> None:
    now = moment("2026-11-23 03:00")
    seen = market(spxw(MONDAY, 6650.0, now), at=now, spx="6700", levels_at=FRIDAY_CLOSE)
    # 13 hours at 4 % take 0.4 points off
    assert spot(seen).value == pytest.approx(6649.6, abs=0.1)
    assert spot(seen).source.startswith("SPXW 2026-11-23 forward")


def test_a_nearer_expiry_quoted_well_before_another_is_passed_over() -> None:
    now = moment("2026-11-22 21:00")
    early = now - timedelta(minutes=21)
    seen = market(spxw(MONDAY, 6700.0, early), spxw(TUESDAY, 6650.0, now), at=now, spx="6700", levels_at=FRIDAY_CLOSE)
    assert spot(seen).source.startswith("SPXW 2026-11-24 forward")
    together = market(
        spxw(MONDAY, 6700.0, early + timedelta(minutes=1)), spxw(TUESDAY, 6650.0, now),
        at=now, spx="6700", levels_at=FRIDAY_CLOSE,
    )  # fmt: skip
    assert spot(together).source.startswith("SPXW 2026-11-23 forward")


def test_an_expiry_that_is_settled_does_not_speak() -> None:
    now = moment("2026-11-20 16:10")
    of_today = spxw(date(2026, 11, 20), 6650.0, moment("2026-11-20 15:00"))
    still_shown = {contract: replace(quote, moment=now) for contract, quote in of_today.items()}
    assert spot(market(still_shown, at=now, spx="6700", levels_at=FRIDAY_CLOSE)) == FROZEN


def test_a_chain_without_a_forward_is_passed_over() -> None:
    now = moment("2026-11-22 21:00")
    calls = {c: q for c, q in spxw(MONDAY, 6650.0, now).items() if c.right == "C"}
    seen = market(calls, spxw(TUESDAY, 6655.0, now), at=now, spx="6700", levels_at=FRIDAY_CLOSE)
    assert spot(seen).source.startswith("SPXW 2026-11-24 forward")


def test_a_level_of_yesterday_gives_way_to_a_chain_of_today() -> None:
    now = moment("2026-11-23 10:00")
    seen = spxw(TUESDAY, 5650.0, now - timedelta(minutes=1))
    answer = spot(market(seen, at=now, spx="6700", levels_at=FRIDAY_CLOSE))
    assert answer.value == pytest.approx(5650, abs=2)
    # without the chain the old level is told, with its age
    assert spot(market(at=now, spx="6700", levels_at=FRIDAY_CLOSE)) == Spot(6700.0, FRIDAY_CLOSE, "made")


def test_a_level_seen_lately_stands_before_a_newer_chain() -> None:
    now = moment("2026-11-23 10:00")
    chain_of_now = spxw(TUESDAY, 6650.0, now)
    at_20_minutes = market(chain_of_now, at=now, spx="6700", levels_at=now - timedelta(minutes=20))
    assert spot(at_20_minutes).value == 6700.0
    at_21_minutes = market(chain_of_now, at=now, spx="6700", levels_at=now - timedelta(minutes=21))
    assert spot(at_21_minutes).value == pytest.approx(6650, abs=2)


def test_monthly_and_vix_chains_do_not_speak() -> None:
    now = moment("2026-11-22 21:00")
    seen = market(
        chain("SPX", date(2026, 12, 18), 6650.0, range(6600, 6700, 5), at=now),
        chain("VIX", date(2026, 12, 16), 18.0, range(10, 30), at=now),
        at=now, spx="6700", levels_at=FRIDAY_CLOSE,
    )  # fmt: skip
    assert spot(seen) == FROZEN


@pytest.mark.parametrize("at", ["2026-11-21 12:00", "2026-11-22 20:14", "2026-11-20 17:00", "2026-11-23 09:29:59"])
def test_while_nothing_trades_the_close_stands(at: str) -> None:
    now = moment(at)
    assert spot(market(at=now, spx="6700", levels_at=FRIDAY_CLOSE)) == Spot(6700.0, FRIDAY_CLOSE, "made")


def test_without_a_level_a_chain_speaks_at_any_time() -> None:
    for at in ("2026-11-20 12:00", "2026-11-21 12:00", "2026-11-22 21:00"):
        now = moment(at)
        assert spot(market(spxw(TUESDAY, 6650.0, now), at=now)).value == pytest.approx(6648, abs=3)


def test_nothing_at_all_is_not_known() -> None:
    assert spot(market(vix="16")) == Problem("SPX", "no SPX level is known: import a chain or type one")


def test_a_book_without_spxw_still_answers() -> None:
    products = {root: product for root, product in PRODUCTS.items() if root != "SPXW"}
    now = moment("2026-11-22 21:00")
    seen = market(spxw(MONDAY, 6650.0, now), at=now, spx="6700", levels_at=FRIDAY_CLOSE)
    assert spx_spot(seen, products) == FROZEN


# What index futures imply, outside the hours of the index


def implied_at(text: str, value: str = "6620") -> Level:
    return Level("SPX.implied", moment(text), "typed", Decimal(value))


def in_the_evening(*levels: Level, chains: dict | None = None, at: str = "2026-11-22 21:00") -> Spot | Problem:
    seen = market(chains or {}, at=moment(at), spx="6700", levels_at=FRIDAY_CLOSE)
    return spot(replace(seen, levels={**seen.levels, **{level.index: level for level in levels}}))


def test_without_quotes_what_futures_imply_stands_in() -> None:
    told = Spot(6620.0, moment("2026-11-22 20:30"), "implied by futures, typed")
    assert in_the_evening(implied_at("2026-11-22 20:30")) == told
    # typed when futures opened, before the options did; its age is told by its moment
    assert in_the_evening(implied_at("2026-11-22 18:05")).value == 6620.0
    assert in_the_evening(implied_at("2026-11-20 16:00"), at="2026-11-20 16:05").value == 6620.0


def test_what_futures_implied_before_the_close_says_nothing_of_the_evening() -> None:
    assert in_the_evening(implied_at("2026-11-20 15:59")) == FROZEN
    assert in_the_evening(implied_at("2026-11-22 20:30", "0")) == FROZEN


def test_quotes_of_the_evening_stand_before_it_unless_they_are_well_older() -> None:
    quotes = spxw(MONDAY, 6650.0, moment("2026-11-22 20:40"))
    assert in_the_evening(implied_at("2026-11-22 20:59"), chains=quotes).value == pytest.approx(6650, abs=1)
    assert in_the_evening(implied_at("2026-11-22 21:01"), chains=quotes, at="2026-11-22 21:02").value == 6620.0


def test_in_the_cash_session_and_while_nothing_trades_it_is_not_asked() -> None:
    assert in_the_evening(implied_at("2026-11-21 10:00"), at="2026-11-21 12:00").value == 6700.0
    assert in_the_evening(implied_at("2026-11-23 09:31"), at="2026-11-23 09:32").value == 6700.0
    only = market(at=moment("2026-11-22 21:00"))
    assert spot(replace(only, levels={"SPX.implied": implied_at("2026-11-22 20:30")})).value == 6620.0
