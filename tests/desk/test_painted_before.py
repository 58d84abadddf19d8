"""What was painted before spares work and changes nothing: lines of untouched trades are taken over as they stand."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, enter
from support.window_parts import CONDOR, MARKET, MEDIUM_CALLS, SHORT_CALLS, UNQUOTED, desk_with

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.position_rows import ShownRows, position_rows

BOOK = (CONDOR, SHORT_CALLS, MEDIUM_CALLS, UNQUOTED)

edits = st.lists(
    st.tuples(
        st.sampled_from(["price", "quantity", "order", "layer", "undo", "redo", "market", "sleeve"]),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=8,
)


def do(desk: Desk, kind: str, number: int) -> None:
    fills = list(desk.book.fills)
    fill = desk.book.fills[fills[number % len(fills)]] if fills else None
    if kind == "price" and fill is not None:
        desk.do(CorrectFill(fill.id, CLOCK, price=Decimal(number) / 8))
    elif kind == "quantity" and fill is not None:
        desk.do(CorrectFill(fill.id, CLOCK, quantity=number - 20))
    elif kind == "order":
        enter(desk, f"+{1 + number} VIX 16DEC26 {12 + number % 20}C @1.10")
    elif kind == "layer" and desk.book.trades:
        trades = list(desk.book.trades)
        desk.do(AssignLayer(trades[number % len(trades)], "long"))
    elif kind == "undo":
        desk.undo()
    elif kind == "redo":
        desk.redo()


def same(one: Picture, other: Picture) -> None:
    for name in ("seen", "spot", "values", "campaigns", "sleeves", "total", "alerts", "problems"):
        assert getattr(one, name) == getattr(other, name), name
    if isinstance(other.payoff, Problem):
        assert one.payoff == other.payoff
        return
    assert isinstance(one.payoff, Payoff)
    for name in ("condors_usd", "hedge_usd", "vix"):
        assert np.allclose(
            getattr(one.payoff, name), getattr(other.payoff, name), rtol=0.0, atol=1e-6, equal_nan=True
        )
    for name in ("dates", "strikes", "gaps_usd", "problems"):
        assert getattr(one.payoff, name) == getattr(other.payoff, name), name
    for name in ("break_evens", "unhedged_break_evens"):
        assert np.allclose(getattr(one.payoff, name), getattr(other.payoff, name), rtol=0.0, atol=1e-6), name
    for name in ("troughs", "net_extremes", "unhedged_extremes"):
        assert str(_rounded(getattr(one.payoff, name))) == str(_rounded(getattr(other.payoff, name))), name


def _rounded(told: object) -> object:
    """The $ of troughs and extremes to the cent; where they stand is told by the searches' own laws."""
    if isinstance(told, tuple):
        return [_rounded(each) for each in told]
    return [
        f"{usd + 0.0:.1f}" for name in dir(told) if name.endswith("usd") and (usd := getattr(told, name)) is not None
    ]


@given(edits)
@settings(max_examples=15)
def test_a_picture_is_the_same_whatever_was_painted_before(steps: list[tuple[str, int]]) -> None:
    desk, market, lens = desk_with(*BOOK), replace(MARKET), Lens()
    before = paint(Inputs(desk.book, market, lens=lens))
    shown = ShownRows(before, position_rows(before))
    for kind, number in steps:
        if kind == "market":
            market = replace(market, levels={**MARKET.levels} if number % 2 else {})
        elif kind == "sleeve":
            lens = Lens(sleeve="alvh" if number % 2 else None)
        do(desk, kind, number)
        inputs = Inputs(desk.book, market, before.inputs.alerts_before, lens)
        painted, fresh = paint(inputs, before), paint(replace(inputs, market=_unworked(market)))
        same(painted, replace(fresh, inputs=inputs))
        rows = position_rows(painted, shown)
        assert rows == position_rows(fresh)
        before, shown = painted, ShownRows(painted, rows)


def _unworked(market: Market) -> Market:
    """The same market on which nothing was worked out yet."""
    return replace(market)


def test_another_price_of_one_leg_leaves_the_lines_of_other_trades_as_they_are() -> None:
    desk = desk_with(*BOOK)
    before = paint(Inputs(desk.book, MARKET))
    rows = position_rows(before)
    change = desk.do(CorrectFill(next(iter(desk.book.fills)), CLOCK, price=Decimal(3)))
    assert isinstance(change, Change)
    after = paint(Inputs(desk.book, MARKET), before)
    pairs = list(zip(before.campaigns, after.campaigns, strict=True))
    assert [one is other for one, other in pairs] == [False] + [True] * (len(pairs) - 1)
    shown = position_rows(after, ShownRows(before, rows))
    kept = [
        one is other
        for a, b in zip(rows, shown, strict=True)
        for one, other in zip(a.children, b.children, strict=True)
    ]
    assert kept.count(False) == 1
    assert len(kept) == len(pairs)
