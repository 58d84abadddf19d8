"""Days left and delta of the layers: the mean of the short layer's calls, each on its own future."""

import math
from datetime import date, datetime, timedelta

import pytest
from support.fact_scenes import book_of, reading, readings, scene_of
from support.founded_books import CLOCK, done, enter, founded_desk, moment
from support.made_markets import Quotes, chain, future, market

from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.reading import Reading

NEAR, NEXT = date(2026, 12, 16), date(2026, 12, 23)
SHORT = "+4 VIX 16DEC26 25C @1.10"
DELTA = "short_layer_delta"


def vix_chain(expiry: date, on: float, strikes=(15, 20, 25, 30), root: str = "VIX", **more) -> Quotes:
    return chain(root, expiry, on, strikes, vol=0.9, half_spread="0.02", **more)


def delta(on: float, strike: float, expiry: date = NEAR) -> float:
    """N(d1) by the error function, with the years counted by hand."""
    days = (expiry - date(2026, 11, 20)).days - 6 / 24  # from 15:30 to 09:30
    s = 0.9 * math.sqrt(days / 365)
    return 0.5 * (1 + math.erf((math.log(on / strike) / s + s / 2) / math.sqrt(2)))


def mean_of(seen: Market, *lines: str, now: datetime = CLOCK) -> Reading:
    return reading(DELTA, scene_of(book_of(*((line, "short") for line in lines or (SHORT,)), now=now), seen))


def on(level: float, **more) -> Market:
    return market(vix_chain(NEAR, level, **more), future(NEAR, str(level), **more))


def test_it_is_the_mean_by_contracts_each_on_its_own_future() -> None:
    seen = market(
        vix_chain(NEAR, 18.0), future(NEAR, "18"), vix_chain(NEXT, 21.5, root="VIXW"), future(NEXT, "21.50")
    )
    found = mean_of(seen, "+3 VIX 16DEC26 25C @1.10", "+1 VIXW 23DEC26 20C @2.10")
    by_hand = (3 * delta(18.0, 25) + delta(21.5, 20, NEXT)) / 4
    assert found.value == pytest.approx(by_hand, abs=0.004)
    assert found.sentence.startswith("Mean forward delta of the short layer is (3 x 0.")
    assert f"lowest {delta(18.0, 25):.2f}" in found.sentence
    assert len(found.subject.leg_ids) == 2
    assert found.subject.layer_id is not None
    assert found.subject.key == f"layer {found.subject.layer_id} of campaign {found.subject.campaign_id}"


@pytest.mark.parametrize("level", [18.0, 18.8, 19.6, 30.0])
def test_it_falls_with_the_future(level: float) -> None:
    assert mean_of(on(level)).value == pytest.approx(delta(level, 25), abs=0.004)


@pytest.mark.parametrize("vix", [None, "9", "80"])
def test_spot_vix_never_matters(vix: str | None) -> None:
    quotes = vix_chain(NEAR, 18.0), future(NEAR, "18")
    assert mean_of(market(*quotes, vix=vix)) == mean_of(market(*quotes))


def test_one_call_that_is_not_known_makes_the_mean_not_known() -> None:
    found = mean_of(on(15.0), "+3 VIX 16DEC26 25C @1.10", "+1 VIX 20JAN27 20C @2.10")
    assert found.value is None
    assert found.at_most == "act"
    assert found.not_judged is None
    assert found.sentence.startswith("not known: delta of VIX 20JAN27 20 C: no quote of VIX 20JAN27 20 C up to")


def test_calls_past_their_settlement_are_not_known_until_they_are_booked() -> None:
    now = moment("2026-12-16 09:30")
    seen = market(vix_chain(NEAR, 18.0, at=CLOCK), at=now)
    found = mean_of(seen, "+4 VIX 16DEC26 25C @1.10 at 2026-11-20T15:30", now=now)
    assert found.value is None
    assert "settled 2026-12-16 09:30 New York, VRO is not booked yet" in found.sentence
    scene = scene_of(book_of(("+4 VIX 16DEC26 25C @1.10 at 2026-11-20T15:30", "short"), now=now), seen)
    assert reading("tenor_short", scene).value == 0


def test_only_long_calls_of_the_short_layer_count() -> None:
    lines = "+4 VIX 16DEC26 25/30C @0.8", "+2 VIX 16DEC26 20P @1.0", "-1 VX 16DEC26 @19.8"
    book = book_of(*((line, "short") for line in lines), ("+4 VIX 16DEC26 15C @4.10", "medium"))
    assert reading(DELTA, scene_of(book, on(18.0))).value == pytest.approx(delta(18.0, 25), abs=0.004)


def test_without_a_short_layer_nothing_is_read() -> None:
    assert not readings(DELTA, scene_of(book_of(), market()))
    assert not readings(DELTA, scene_of(book_of(("+4 VIX 17FEB27 25C @1.10", "medium")), market()))


def test_a_relabelled_trade_counts_where_it_stands() -> None:
    desk = founded_desk()
    enter(desk, SHORT, role="short")
    (trade_id,) = desk.book.trades
    assert readings(DELTA, scene_of(desk.book, on(15.0)))
    done(desk, AssignLayer(trade_id, "medium"))
    scene = scene_of(desk.book, on(15.0))
    assert not readings(DELTA, scene)
    assert not readings("tenor_short", scene)
    assert reading("tenor_medium", scene).value == 26


def test_a_stale_value_stays_and_says_how_old_it_is() -> None:
    old = CLOCK - timedelta(minutes=21)
    found = mean_of(on(20.0, at=old))
    assert found.doubt == "on data 21 min old"
    assert found.value == pytest.approx(delta(20.0, 25), abs=0.004)


@pytest.mark.parametrize("stale", ["future", "chain"])
def test_the_older_of_volatility_and_future_counts(stale: str) -> None:
    ages = {"future": CLOCK, "chain": CLOCK, stale: CLOCK - timedelta(minutes=25)}
    seen = market(vix_chain(NEAR, 18.0, at=ages["chain"]), future(NEAR, "18", at=ages["future"]))
    assert mean_of(seen).doubt == "on data 25 min old"


def test_a_delta_from_the_smile_is_as_old_as_the_smile() -> None:
    quotes = vix_chain(NEAR, 18.0, strikes=(15, 20, 30), at=CLOCK - timedelta(minutes=40))
    found = mean_of(market(quotes, future(NEAR, "18")))
    assert found.value == pytest.approx(delta(18.0, 25), abs=0.01)
    assert found.doubt == "on data 40 min old"


def test_quotes_of_friday_s_close_are_not_stale_on_a_sunday() -> None:
    """No option traded since, so nothing can have changed."""
    close, sunday = moment("2026-11-20 17:00"), moment("2026-11-22 20:00")
    seen = market(vix_chain(NEAR, 18.0, at=close), future(NEAR, "18", at=close), at=sunday)
    assert mean_of(seen, now=sunday).doubt is None


# Days left


def test_the_call_that_settles_first_counts_and_is_marked() -> None:
    book = book_of(
        ("+4 VIX 16DEC26 25C @1.10", "short"), ("+1 VIXW 23DEC26 20C @2.10", "short"),
        ("+4 VIX 17MAR27 25C @2", "medium"), ("+2 VIX 16JUN27 25C @2", "long"),
    )  # fmt: skip
    scene = scene_of(book, market())
    # from 20 November: 26 to 16 December, 117 to 17 March, 208 to 16 June
    found = {name: reading(f"tenor_{name}", scene) for name in ("short", "medium", "long")}
    assert {name: each.value for name, each in found.items()} == {"short": 26, "medium": 117, "long": 208}
    (first,) = found["short"].subject.leg_ids
    assert book.legs[first].expiry == NEAR
    assert len({each.subject.key for each in found.values()}) == 3
    assert [each.value for each in readings("layer_days_left", scene).values()] == [26, 117, 208]
    assert "2026-12-16 less 2026-11-20 = 26 days left" in found["short"].sentence


def test_days_are_those_of_new_york() -> None:
    # 23:30 on the 20th in New York is the 21st in UTC
    now = moment("2026-11-20 23:30")
    assert reading("tenor_short", scene_of(book_of((SHORT, "short"), now=now), market(at=now))).value == 26


def test_what_is_sold_or_closed_leaves_the_layer() -> None:
    book = book_of((SHORT, "short"), ("-1 VX 16DEC26 @19", "short"))
    assert len(reading("tenor_short", scene_of(book, market())).subject.leg_ids) == 1
    assert not readings("tenor_long", scene_of(book, market()))
