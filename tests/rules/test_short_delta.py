"""hedge.short_delta on whole books: the mean of the short layer's calls, each on its own future."""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, done, enter, founded_desk, moment
from support.made_markets import Quotes, chain, future, market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.alerts import Alert

NEAR, NEXT = date(2026, 12, 16), date(2026, 12, 23)


def the_alert(desk: Desk, seen: Market, before: dict | None = None) -> Alert:
    (alert,) = (a for a in paint(Inputs(desk.book, seen, before or {})).alerts if a.rule.id == "hedge.short_delta")
    return alert


def ladder(*lines: str, now: datetime = CLOCK) -> Desk:
    desk = founded_desk(now=now)
    for line in lines or ("+4 VIX 16DEC26 25C @1.10",):
        enter(desk, line, role="short")
    return desk


def vix_chain(expiry: date, on: float, strikes=(15, 20, 25, 30), root: str = "VIX", **more) -> Quotes:
    return chain(root, expiry, on, strikes, vol=0.9, half_spread="0.02", **more)


def delta(on: float, strike: float, expiry: date = NEAR) -> float:
    """N(d1) by the error function, with the years counted by hand."""
    days = (expiry - date(2026, 11, 20)).days - 6 / 24  # from 15:30 to 09:30
    s = 0.9 * math.sqrt(days / 365)
    return 0.5 * (1 + math.erf((math.log(on / strike) / s + s / 2) / math.sqrt(2)))


def test_it_is_the_mean_by_contracts_each_on_its_own_future() -> None:
    desk = ladder("+3 VIX 16DEC26 25C @1.10", "+1 VIXW 23DEC26 20C @2.10")
    seen = market(
        vix_chain(NEAR, 18.0), future(NEAR, "18"), vix_chain(NEXT, 21.5, root="VIXW"), future(NEXT, "21.50")
    )
    alert = the_alert(desk, seen)
    by_hand = (3 * delta(18.0, 25) + delta(21.5, 20, NEXT)) / 4
    assert alert.value == pytest.approx(by_hand, abs=0.004)
    assert alert.sentence.startswith("Mean forward delta of the short layer is (3 x 0.")
    assert f"lowest {delta(18.0, 25):.2f}" in alert.sentence


@pytest.mark.parametrize(("on", "level"), [(20.0, "quiet"), (18.0, "act"), (30.0, "quiet"), (10.0, "act")])
def test_it_acts_below_15_hundredths(on: float, level: str) -> None:
    alert = the_alert(ladder(), market(vix_chain(NEAR, on), future(NEAR, str(on))))
    assert alert.level == level
    assert (delta(on, 25) < 0.15) == (level == "act")


def test_it_is_re_armed_at_18_hundredths() -> None:
    desk = ladder()
    before, levels = {}, []
    for on in (18.0, 18.8, 19.2, 19.6, 19.2):
        alert = the_alert(desk, market(vix_chain(NEAR, on), future(NEAR, str(on))), before)
        before = {(alert.rule.id, alert.subject): alert.state}
        levels.append((alert.level, round(alert.value, 2)))
    assert levels == [("act", 0.11), ("act", 0.14), ("act", 0.16), ("quiet", 0.18), ("quiet", 0.16)]


@pytest.mark.parametrize("vix", [None, "9", "80"])
def test_spot_vix_never_matters(vix: str | None) -> None:
    quotes = vix_chain(NEAR, 18.0), future(NEAR, "18")
    assert the_alert(ladder(), market(*quotes, vix=vix)) == the_alert(ladder(), market(*quotes))


def test_without_the_future_the_calls_own_parity_serves() -> None:
    with_future = the_alert(ladder(), market(vix_chain(NEAR, 18.0), future(NEAR, "18")))
    alone = the_alert(ladder(), market(vix_chain(NEAR, 18.0)))
    assert alone.value == pytest.approx(with_future.value, abs=0.005)


def test_one_call_that_is_not_known_makes_the_mean_not_known() -> None:
    desk = ladder("+3 VIX 16DEC26 25C @1.10", "+1 VIX 20JAN27 20C @2.10")
    alert = the_alert(desk, market(vix_chain(NEAR, 15.0), future(NEAR, "15")))
    assert (alert.level, alert.value, alert.could_act) == ("quiet", None, True)
    assert alert.unknown.startswith("not known: delta of VIX 20JAN27 20 C: no quote of VIX 20JAN27 20 C up to")


def test_a_call_past_its_settlement_makes_it_not_known() -> None:
    now = moment("2026-12-16 09:30")
    desk = ladder("+4 VIX 16DEC26 25C @1.10 at 2026-11-20T15:30", now=now)
    alert = the_alert(desk, market(vix_chain(NEAR, 18.0, at=CLOCK), at=now))
    assert "settled 2026-12-16 09:30 New York, VRO is not booked yet" in alert.unknown


def test_only_long_calls_of_the_short_layer_count() -> None:
    desk = ladder("+4 VIX 16DEC26 25/30C @0.8", "+2 VIX 16DEC26 20P @1.0", "-1 VX 16DEC26 @19.8")
    enter(desk, "+4 VIX 16DEC26 15C @4.10", role="medium")
    alert = the_alert(desk, market(vix_chain(NEAR, 18.0), future(NEAR, "18")))
    assert alert.value == pytest.approx(delta(18.0, 25), abs=0.004)


def test_no_short_layer_is_silent_and_says_why() -> None:
    desk = founded_desk()
    alert = the_alert(desk, market())
    assert (alert.level, alert.unknown, alert.could_act) == ("quiet", None, False)
    assert alert.silent_because == "no VIX call is held in a short layer"
    enter(desk, "+4 VIX 17FEB27 25C @1.10", role="medium")
    assert the_alert(desk, market()).silent_because == "no VIX call is held in a short layer"


def test_a_relabelled_trade_counts_where_it_stands() -> None:
    desk = ladder()
    (trade_id,) = desk.book.trades
    seen = market(vix_chain(NEAR, 15.0), future(NEAR, "15"))
    assert the_alert(desk, seen).level == "act"
    done(desk, AssignLayer(trade_id, "medium"))
    assert the_alert(desk, seen).silent_because is not None


def test_stale_quotes_may_ring_and_are_never_fine() -> None:
    desk, old = ladder(), CLOCK - timedelta(minutes=21)
    fine = market(vix_chain(NEAR, 20.0, at=old), future(NEAR, "20", at=old))
    assert (the_alert(desk, fine).level, the_alert(desk, fine).unknown) == ("quiet", "on data 21 min old")
    low = market(vix_chain(NEAR, 15.0, at=old), future(NEAR, "15", at=old))
    assert the_alert(desk, low).level == "act"


@pytest.mark.parametrize("stale", ["future", "chain"])
def test_the_older_of_volatility_and_future_counts(stale: str) -> None:
    old = CLOCK - timedelta(minutes=25)
    ages = {"future": CLOCK, "chain": CLOCK, stale: old}
    seen = market(vix_chain(NEAR, 18.0, at=ages["chain"]), future(NEAR, "18", at=ages["future"]))
    assert the_alert(ladder(), seen).unknown == "on data 25 min old"


def test_a_delta_from_the_smile_is_as_old_as_the_smile() -> None:
    desk, old = ladder(), CLOCK - timedelta(minutes=40)
    quotes = vix_chain(NEAR, 18.0, strikes=(15, 20, 30), at=old)
    alert = the_alert(desk, market(quotes, future(NEAR, "18")))
    assert alert.value == pytest.approx(delta(18.0, 25), abs=0.01)
    assert alert.unknown == "on data 40 min old"


def test_quotes_of_friday_s_close_are_not_stale_on_a_sunday() -> None:
    """No option traded since, so nothing can have changed."""
    close, sunday = moment("2026-11-20 17:00"), moment("2026-11-22 20:00")
    seen = market(vix_chain(NEAR, 18.0, at=close), future(NEAR, "18", at=close), at=sunday)
    assert the_alert(ladder(now=sunday), seen).unknown is None
    assert Decimal("0.15") == the_alert(ladder(now=sunday), seen).rule.act
