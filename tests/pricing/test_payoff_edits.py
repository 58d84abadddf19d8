"""An edit of one leg prices one leg, and other dates price nothing else."""

from collections.abc import Iterator

import numpy as np
import pytest
from support.founded_books import enter, moment
from support.hedged_books import (
    CONDOR,
    HEDGE,
    curves,
    desk_with,
    seen,
)

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff, redated
from alvh_desktop.pricing.scenario import sheet
from alvh_desktop.pricing.scenario.direct import Direct, Priced


def test_other_dates_are_the_curves_that_were_painted_with_them() -> None:
    desk, at_market = desk_with(f"-10 {CONDOR} @3.20", *HEDGE), seen()
    dates = (moment("2026-12-01 12:00"), moment("2026-12-17 12:00"))
    painted_with = curves(desk, at_market, Lens(dates=dates))
    dragged = redated(curves(desk, at_market, Lens(dates=(moment("2026-11-25 12:00"),))), dates)
    assert isinstance(dragged, Payoff)
    assert dragged.dates == painted_with.dates
    assert dragged.problems == painted_with.problems
    assert dragged.net_usd == pytest.approx(painted_with.net_usd, abs=0.001)
    assert dragged.vix == pytest.approx(painted_with.vix)
    assert dragged.break_evens == painted_with.break_evens
    back = redated(dragged, ())
    assert isinstance(back, Payoff)
    assert back.net_usd == pytest.approx(curves(desk, at_market).net_usd, abs=0.001)
    assert isinstance(redated(dragged, (moment("2026-11-20 15:30"),)), Problem)


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the contracts that sheets price from here on."""
    seen_legs: list[str] = []
    blocks = sheet._blocks

    def counted(axes: object, columns: object, of_spx: object) -> object:
        seen_legs.extend(
            f"{leg.contract.root} {leg.contract.strike}{leg.contract.right or ''}" for leg in columns.legs
        )  # type: ignore[attr-defined]
        return blocks(axes, columns, of_spx)  # type: ignore[arg-type]

    monkeypatch.setattr(sheet, "_blocks", counted)
    return seen_legs


def test_another_quantity_prices_nothing_and_another_leg_prices_that_leg(priced: list[str]) -> None:
    at_market = seen()
    desk = desk_with(f"-10 {CONDOR} @3.20", *HEDGE)
    first = curves(desk, at_market)
    assert len(priced) == 7
    priced.clear()
    enter(desk, f"-4 {CONDOR} @3.10")
    more = curves(desk, at_market)
    assert priced == []
    assert more.condors_usd == pytest.approx(1.4 * first.condors_usd - 40.0, abs=0.01)
    enter(desk, "+1 SPXW 18DEC26 6700C @90.5")
    one_more = curves(desk, at_market)
    assert priced == ["SPXW 6700C"]
    # the same as pricing all of it at a market nobody looked at yet
    fresh = curves(desk, seen())
    assert np.array_equal(one_more.spots, fresh.spots)
    assert one_more.net_usd == pytest.approx(fresh.net_usd, abs=0.001)


def test_another_price_moves_the_places_by_its_cash_and_prices_them_nowhere_but_at_zeros(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_market = seen()
    desk = desk_with(f"-10 {CONDOR} @3.20", *HEDGE)
    first = curves(desk, at_market)
    looked_at: list[int] = []
    priced_at = Direct.priced

    def counted(self: Direct, spots: np.ndarray) -> Iterator[Priced]:
        looked_at.append(spots.size)
        return priced_at(self, spots)

    assert first.troughs
    monkeypatch.setattr(Direct, "priced", counted)
    fill = next(iter(desk.book.fills.values()))
    assert isinstance(desk.do(CorrectFill(fill.id, fill.moment, price=fill.price + 1)), Change)
    other = curves(desk, at_market)
    usd = -100.0 * fill.quantity
    assert other.net_usd == pytest.approx(first.net_usd + usd)
    assert [(t.side, t.spot) for t in other.troughs] == [(t.side, t.spot) for t in first.troughs]
    assert [t.usd for t in other.troughs] == pytest.approx([t.usd + usd for t in first.troughs])
    assert [t.unhedged_usd for t in other.troughs] == pytest.approx([t.unhedged_usd + usd for t in first.troughs])
    assert other.break_evens != first.break_evens
    fresh = curves(desk, seen())
    assert other.break_evens == pytest.approx(fresh.break_evens)
    assert max(looked_at[: looked_at.index(fresh.at_settlement._ground.far.size)]) < 100
    for one, again in zip(other.troughs, fresh.troughs, strict=True):
        assert (one.side, one.spot) == (again.side, again.spot)
        assert (one.usd, one.unhedged_usd) == pytest.approx((again.usd, again.unhedged_usd))
    extremes, again_extremes = other.net_extremes, fresh.net_extremes
    assert (extremes.best_usd, extremes.worst_usd) == pytest.approx(
        (again_extremes.best_usd, again_extremes.worst_usd)
    )
