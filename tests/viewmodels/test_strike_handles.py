"""Handles of strikes: moves lead to listed strikes, keep the order of the legs, and go as far as they may."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import PRODUCTS

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.viewmodels.payoff import StrikeHandle, StrikeHandles, handles_of

DECEMBER, JANUARY = date(2026, 12, 18), date(2027, 1, 15)
EVERY_FIVE = tuple(float(strike) for strike in range(6000, 7005, 5))
KEYS = st.sampled_from("abcd")


def condor(
    strikes: tuple[float, float, float, float] = (6300, 6350, 6650, 6700), listed: tuple[float, ...] = EVERY_FIVE
) -> StrikeHandles:
    long_put, short_put, short_call, long_call = strikes
    return StrikeHandles(
        (
            StrikeHandle("a", long_put, "P", 1, DECEMBER, listed, "b"),
            StrikeHandle("b", short_put, "P", -1, DECEMBER, listed, "a"),
            StrikeHandle("c", short_call, "C", -1, DECEMBER, listed, "d"),
            StrikeHandle("d", long_call, "C", 1, DECEMBER, listed, "c"),
        )
    )


def is_in_order(handles: StrikeHandles) -> bool:
    """K1 < K2 <= K3 < K4, said once more and for four legs alone."""
    k1, k2, k3, k4 = handles.strikes.values()
    return k1 < k2 <= k3 < k4


@st.composite
def condors(draw: st.DrawFn) -> StrikeHandles:
    """On uneven lists, with strikes that need not be listed; put and call sold may be one strike."""
    gaps = draw(st.lists(st.sampled_from([5.0, 10.0, 25.0]), min_size=4, max_size=40))
    listed = tuple(6000.0 + sum(gaps[:place]) for place in range(len(gaps)))
    ends = st.floats(listed[0], listed[-1]).map(round).map(float)
    chosen = draw(st.lists(st.sampled_from(listed) | ends, min_size=4, max_size=4, unique=True))
    k1, k2, k3, k4 = sorted(chosen)
    return condor((k1, k2, k2 if draw(st.booleans()) else k3, k4), listed)


def moves() -> st.SearchStrategy[list[tuple[str, str, float]]]:
    how = st.sampled_from(["moved", "stepped", "wing_moved", "wing_stepped"])
    return st.lists(st.tuples(how, KEYS, st.floats(-40, 40)), max_size=8)


def after(handles: StrikeHandles, how: str, key: str, far: float) -> StrikeHandles:
    level = handles.of(key).strike + 10.0 * far
    match how:
        case "moved":
            return handles.moved(key, level)
        case "stepped":
            return handles.stepped(key, round(far))
        case "wing_moved":
            return handles.wing_moved(key, level)[0]
    return handles.wing_stepped(key, round(far))[0]


@given(condors(), moves())
def test_no_moves_exchange_strikes_or_leave_the_list(
    handles: StrikeHandles, made: list[tuple[str, str, float]]
) -> None:
    for how, key, far in made:
        before, handles = handles, after(handles, how, key, far)
        assert is_in_order(handles)
        changed = [now for was, now in zip(before.handles, handles.handles, strict=True) if was != now]
        allowed = before.wing(key) if "wing" in how else (key,)
        assert {handle.key for handle in changed} <= set(allowed)
        assert all(handle.strike in handle.listed for handle in changed)


@given(condors(), KEYS, st.floats(5900, 7100))
def test_a_strike_goes_to_the_nearest_it_may_have(handles: StrikeHandles, key: str, level: float) -> None:
    def with_strike(strike: float) -> StrikeHandles:
        return StrikeHandles(tuple(replace(h, strike=strike) if h.key == key else h for h in handles.handles))

    may_have = [strike for strike in handles.of(key).listed if is_in_order(with_strike(strike))]
    now = handles.moved(key, level).of(key).strike
    if may_have:
        assert now in may_have
        assert abs(now - level) == min(abs(strike - level) for strike in may_have)
    else:
        assert now == handles.of(key).strike


@given(condors(), KEYS, st.integers(-12, 12))
def test_so_many_steps_are_one_step_so_often(handles: StrikeHandles, key: str, steps: int) -> None:
    once = handles
    for _ in range(abs(steps)):
        once = once.stepped(key, 1 if steps > 0 else -1)
    assert handles.stepped(key, steps) == once


@given(condors(), KEYS, st.integers(-12, 12))
def test_a_wing_moves_both_by_one_number_of_listed_strikes(handles: StrikeHandles, key: str, steps: int) -> None:
    moved, made = handles.wing_stepped(key, steps)
    assert 0 <= made * (1 if steps >= 0 else -1) <= abs(steps)
    listed = handles.of(key).listed
    for each in handles.wing(key):
        was, now = handles.of(each).strike, moved.of(each).strike
        passed = [strike for strike in listed if min(was, now) <= strike <= max(was, now) and strike != was]
        assert len(passed) == abs(made)
    if made != steps and all(handle.strike in listed for handle in handles.handles):
        further = made + (1 if steps > 0 else -1)
        places = {each: listed.index(handles.of(each).strike) + further for each in handles.wing(key)}
        is_on_list = all(0 <= place < len(listed) for place in places.values())
        assert not is_on_list or not is_in_order(
            StrikeHandles(
                tuple(replace(h, strike=listed[places[h.key]]) if h.key in places else h for h in handles.handles)
            )
        ), "it went as far as it could"


@given(KEYS, st.floats(6000, 7000))
def test_a_wing_pulled_to_a_level_takes_the_held_strike_next_to_it(key: str, level: float) -> None:
    moved, made = condor().wing_moved(key, level)
    assert moved.of(key).strike == condor().of(key).strike + 5.0 * made
    free = condor((6300, 6350, 6350, 6350)).handles[:2]
    alone = StrikeHandles(free).wing_moved("b", min(max(level, 6100.0), 6900.0))[0]
    assert abs(alone.of("b").strike - min(max(level, 6100.0), 6900.0)) <= 2.5


def test_put_and_call_sold_may_meet_and_no_further() -> None:
    met = condor().moved("b", 6900.0)
    assert met.strikes == {"a": 6300, "b": 6650, "c": 6650, "d": 6700}
    assert met.stepped("b", 1) == met
    assert met.stepped("c", -1) == met
    assert condor().moved("a", 6900.0).of("a").strike == 6345.0, "bought and sold put never meet"


def test_a_wing_stops_where_one_of_it_would_leave_the_list_or_pass_another() -> None:
    moved, made = condor().wing_stepped("a", 100)
    assert (made, moved.strikes["a"], moved.strikes["b"]) == (60, 6600.0, 6650.0)
    moved, made = condor().wing_stepped("d", 100)
    assert (made, moved.strikes["c"], moved.strikes["d"]) == (60, 6950.0, 7000.0)


def test_from_between_two_listed_strikes_the_first_step_goes_to_the_next() -> None:
    between = condor((6300, 6352, 6650, 6700))
    assert between.stepped("b", 1).of("b").strike == 6355.0
    assert between.stepped("b", -1).of("b").strike == 6350.0


def test_without_a_listed_strike_nothing_moves() -> None:
    bare = condor(listed=())
    for how in ("moved", "stepped", "wing_moved", "wing_stepped"):
        assert after(bare, how, "b", 4.0) == bare


def test_strikes_of_different_expiries_pass_each_other() -> None:
    near = StrikeHandle("near", 6500.0, "C", -1, DECEMBER, EVERY_FIVE, "far")
    far = StrikeHandle("far", 6500.0, "C", 1, JANUARY, EVERY_FIVE, "near")
    calendar = StrikeHandles((near, far))
    assert calendar.moved("near", 6600.0).strikes == {"near": 6600.0, "far": 6500.0}
    assert calendar.wing_stepped("near", 3)[0].strikes == {"near": 6515.0, "far": 6515.0}
    assert calendar.label("near") == "sold 6500 C 18DEC26"


def test_the_next_handle_is_found_round_and_round() -> None:
    handles = condor()
    assert [handles.beside(None, 1), handles.beside(None, -1)] == ["a", "d"]
    assert [handles.beside("d", 1), handles.beside("a", -1), handles.beside("b", 1)] == ["a", "d", "c"]
    assert handles.label("b") == "sold 6350 P"


def option(root: str, strike: str, right: str, expiry: date = DECEMBER) -> Contract:
    return Contract(root, expiry, Decimal(strike), right)  # type: ignore[arg-type]


def test_legs_become_handles_in_the_order_of_their_strikes_with_their_wings() -> None:
    legs = [
        ("4", option("SPXW", "7200", "C"), 10),
        ("3", option("SPXW", "7150", "C"), -10),
        ("1", option("SPXW", "6300", "P"), 10),
        ("2", option("SPXW", "6350", "P"), -10),
    ]
    handles = handles_of(legs, PRODUCTS, lambda _: EVERY_FIVE).handles
    assert [(h.key, h.strike, h.sign, h.partner) for h in handles] == [
        ("1", 6300.0, 1, "2"), ("2", 6350.0, -1, "1"), ("3", 7150.0, -1, "4"), ("4", 7200.0, 1, "3"),
    ]  # fmt: skip


def test_what_has_no_strike_on_the_axis_of_spx_has_no_handle() -> None:
    legs = [
        ("1", option("VIX", "20", "C"), 4),
        ("2", Contract("VX", DECEMBER), 1),
        ("3", option("NONE", "20", "C"), 4),
    ]
    assert handles_of(legs, PRODUCTS, lambda _: EVERY_FIVE).handles == ()


def test_a_tenth_of_spx_stands_where_spx_would() -> None:
    handles = handles_of([("1", option("XSP", "635", "P"), -1)], PRODUCTS, lambda _: [630.0, 635.0, 640.0])
    assert handles.of("1").strike == pytest.approx(6350.0)
    assert handles.of("1").listed == pytest.approx((6300.0, 6350.0, 6400.0))
    assert handles.of("1").partner is None


def test_a_short_strike_prefers_the_partner_of_its_own_expiry() -> None:
    legs = [
        ("far", option("SPXW", "6345", "P", JANUARY), 1),
        ("near", option("SPXW", "6300", "P"), 1),
        ("sold", option("SPXW", "6350", "P"), -1),
    ]
    handles = handles_of(legs, PRODUCTS, lambda _: EVERY_FIVE)
    assert handles.wing("sold") == ("sold", "near")
    assert handles.wing("far") == ("far",)
