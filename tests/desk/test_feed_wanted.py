"""What a feed keeps of a chain, and how its state is said."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.founded_books import moment

from alvh_desktop.desk.feed import BANDS, FeedState, Wanted, delivered_state, state_text, wanted_for
from alvh_desktop.domain.calendar import is_possible_expiry
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import load_products

NOW = moment("2026-11-20 15:00")
HELD = Contract("SPXW", date(2026, 12, 18), Decimal(2000), "P")
SPX = Decimal(6850)


def test_what_is_held_is_wanted_at_any_strike_and_without_a_level() -> None:
    for level in (None, SPX, Decimal(1)):
        assert wanted_for([HELD], NOW).holds(HELD, "SPX", level)
    assert not Wanted().holds(HELD, "SPX", SPX)


def test_of_a_chain_the_strikes_around_the_index_are_wanted() -> None:
    wanted = Wanted(chains=frozenset({("SPXW", HELD.expiry)}))
    strikes = [5820, 5825, 6850, 7535, 7540]
    found = [wanted.holds(Contract("SPXW", HELD.expiry, Decimal(k), "P"), "SPX", SPX) for k in strikes]
    assert found == [False, True, True, True, False]
    assert not wanted.holds(Contract("SPX", HELD.expiry, SPX, "P"), "SPX", SPX)
    assert not wanted.holds(Contract("SPXW", HELD.expiry, SPX, "P"), "SPX", None)
    assert not wanted.holds(Contract("SPXW", HELD.expiry, SPX, "P"), "NDX", SPX)


def test_charts_need_the_held_chains_and_rolls_the_expiries_to_come() -> None:
    far, gone = Contract("VIXW", date(2027, 9, 8), Decimal(20), "C"), Contract("SPXW", date(2026, 11, 19), SPX, "C")
    chains = wanted_for([far, gone], NOW).chains
    by_root = {root: sorted(f"{expiry}" for name, expiry in chains if name == root) for root, _ in chains}
    assert by_root["SPXW"] == [
        "2026-11-20", "2026-11-23", "2026-11-24", "2026-12-11", "2026-12-18", "2027-01-08", "2027-01-15",
    ]  # fmt: skip
    assert by_root["SPX"] == ["2026-11-20", "2026-12-18", "2027-01-15"]
    assert by_root["VIX"] == [
        "2026-12-16", "2027-01-20", "2027-02-17", "2027-03-17",
        "2027-04-21", "2027-05-18", "2027-06-16", "2027-07-21",
    ]  # fmt: skip
    assert by_root["VIXW"] == ["2027-09-08"]


@pytest.mark.parametrize("at", ["2026-01-02 10:00", "2026-03-31 23:59", "2026-12-31 12:00", "2027-06-17 09:00"])
def test_every_chain_that_is_wanted_can_exist(at: str) -> None:
    for root, expiry in wanted_for((), moment(at)).chains:
        assert is_possible_expiry(load_products()[root], expiry) is None
        assert expiry >= moment(at).date() - timedelta(days=1)
    assert {product.underlying for product in load_products().values()} <= BANDS.keys()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (FeedState("off"), "off"),
        (FeedState("off", because="played to its end"), "off: played to its end"),
        (FeedState("live", NOW), "live"),
        (FeedState("delayed", NOW - timedelta(minutes=15, seconds=20)), "delayed by 15 min"),
        (FeedState("delayed", NOW - timedelta(hours=4)), "showing the quotes of 2026-11-20 11:00 New York"),
        (FeedState("delayed"), "no quotes yet"),
        (
            FeedState("retrying", NOW, "the server answered 503", NOW + timedelta(seconds=40)),
            "retrying in 40 s because the server answered 503",
        ),
        (FeedState("retrying", None, "it fails", NOW + timedelta(minutes=32)), "retrying in 32 min because it fails"),
        (FeedState("retrying", None, "it fails", NOW - timedelta(minutes=1)), "retrying in 0 s because it fails"),
        (
            FeedState("waiting", until=moment("2026-11-22 20:15")),
            "waiting for the market to open at 2026-11-22 20:15 New York",
        ),
        (FeedState("live", NOW, not_kept="the disk is full"), "live; not kept: the disk is full"),
    ],
)
def test_a_state_is_said_in_words(state: FeedState, words: str) -> None:
    assert state_text(state, NOW) == words


def test_quotes_are_live_for_a_minute() -> None:
    assert delivered_state(NOW - timedelta(seconds=59), NOW).kind == "live"
    assert delivered_state(NOW - timedelta(seconds=60), NOW).kind == "delayed"
    assert delivered_state(None, NOW).kind == "delayed"
