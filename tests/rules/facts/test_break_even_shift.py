"""Break-even shift: against the payoff chart's own break-evens, and by hand where the hedge has settled too."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.fact_scenes import QUOTES, aged, book_of, reading, readings, scene_of, seen
from support.founded_books import CLOCK, moment

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import payoff_of
from alvh_desktop.rules.facts.break_even_shift import Shift, shift_of
from alvh_desktop.rules.facts.standing import Standing, standing_of
from alvh_desktop.rules.scene import Scene

SHIFT = "break_even_shift"
CONDOR = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
LADDER = (
    ("+4 VIX 16DEC26 20C @1.10", "short"),
    ("+4 VIX 17MAR27 20C @2.00", "medium"),
    ("+2 VIX 16JUN27 20C @2.50", "long"),
)


def found(scene: Scene) -> Shift:
    answer = shift_of(scene)
    assert isinstance(answer, Shift), answer
    return answer


def of_the_chart(scene: Scene) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Break-evens with the hedge and without, as the payoff chart draws them at the condors' first settlement."""
    standing, spot = standing_of(scene), scene.spot
    assert isinstance(standing, Standing)
    assert not isinstance(spot, Problem)
    end = min(v.settles_at for key, v in scene.values.items() if scene.book.legs[key].root == "SPXW")
    payoff = payoff_of(standing.position.pieces, standing.world, spot, settles_at=end)
    assert not isinstance(payoff, Problem)
    places = payoff.at_settlement
    assert places is not None
    return places.break_evens, places.unhedged_break_evens


@pytest.mark.parametrize("more", [(), ("-4 SPXW 15JAN27 6300/6350P 7150/7200C @9",)])
def test_it_agrees_with_the_payoff_chart(more: tuple[str, ...]) -> None:
    scene = scene_of(book_of(CONDOR, *more, *LADDER))
    hedged, alone = of_the_chart(scene)
    spot = 6690.0
    lower, upper = found(scene).sides
    assert lower.alone == pytest.approx(max(z for z in alone if z < spot), abs=0.05)
    assert upper.alone == pytest.approx(min(z for z in alone if z > spot), abs=0.05)
    assert lower.hedged == pytest.approx(max(z for z in hedged if z < spot), abs=0.05)
    assert upper.hedged == pytest.approx(min(z for z in hedged if z > spot), abs=0.05)
    assert lower.shift is not None
    assert upper.shift is not None
    assert reading(SHIFT, scene).value == pytest.approx(min(lower.shift, upper.shift))


def test_of_condors_alone_nothing_shifts_and_the_reach_is_the_wing_less_the_credit() -> None:
    scene = scene_of(book_of(CONDOR))
    lower, upper = found(scene).sides
    assert (lower.alone, upper.alone) == (pytest.approx(6344), pytest.approx(7156))
    assert (lower.shift, upper.shift) == (pytest.approx(0), pytest.approx(0))
    assert (lower.reachable, upper.reachable) == (pytest.approx(44), pytest.approx(44))
    assert reading(SHIFT, scene).value == pytest.approx(0)


def test_a_hedge_that_settles_before_shifts_by_what_it_pays_over_what_the_condors_lose_a_point() -> None:
    """Calls of 16 December struck at 60 pay nothing at either break-even: they cost $240, which is 0.2 of a point of
    twelve condors, on each side inward."""
    scene = scene_of(book_of(CONDOR, ("+4 VIX 16DEC26 58C @0.60", "short")))
    lower, upper = found(scene).sides
    assert (lower.shift, upper.shift) == (pytest.approx(-0.2, abs=0.001), pytest.approx(-0.2, abs=0.001))
    told = reading(SHIFT, scene).sentence
    assert "inward" in told
    assert "the hedge loses $240 at the condors' break-even" in told


def test_a_long_hedge_moves_the_upper_side_inward_and_says_so() -> None:
    scene = scene_of(book_of(CONDOR, *LADDER))
    _, upper = found(scene).sides
    assert (upper.shift or 0) < 0
    assert reading(SHIFT, scene).value == upper.shift
    told = reading(SHIFT, scene).sentence
    assert "aim 1.2-1.8 %" in told
    # 1.2 % of 6690 are 80 points, and the wing is 44 away
    assert "the aim lies beyond the wing and cannot be reached" in told
    assert told.endswith("A long VIX hedge moves the upper break-even inward.")


def test_books_of_days_aim_at_points_and_say_how_many_units_reach_them() -> None:
    """Twelve condors that settle the same day: eight points below the break-even they lose 12 x 100 x 8 = $9,600."""
    at = moment("2026-12-18 10:00")
    quotes = {key: replace(quote, moment=at) for key, quote in QUOTES.items() if key.expiry >= at.date()}
    ladder = [
        ("+4 VIX 17MAR27 20C @1.00 at 2026-12-17T10:00", "medium"),
        ("+2 VIX 16JUN27 20C @1.00 at 2026-12-17T10:00", "long"),
    ]
    book = book_of(f"{CONDOR} at 2026-12-18T09:45", *ladder, now=at)
    scene = scene_of(book, seen(quotes, at=at))
    shift = found(scene)
    assert shift.is_of_days
    lower = shift.sides[0]
    assert lower.aim == (8.0, 12.0)
    assert lower.factor is not None
    assert 9600 / lower.factor == pytest.approx(lower.hedge_usd, rel=0.1), (
        "eight points farther the hedge is worth more"
    )
    # six of ten calls are 0.6 units
    assert f"{lower.factor * 0.6:.1f} units in place of 0.6 would reach the aim" in reading(SHIFT, scene).sentence
    assert "aim 8-12 points" in reading(SHIFT, scene).sentence


def test_a_hedge_that_costs_more_than_the_credit_leaves_no_break_even() -> None:
    found_ = reading(SHIFT, scene_of(book_of(CONDOR, ("+200 VIX 16DEC26 58C @0.60", "short"))))
    # 7,200 of credit, 12,000 paid; the nearer break-even, 6344, stands 346 points away
    assert found_.value == pytest.approx(-346)
    assert "the condors make $7,200 and the book $-4,800" in found_.sentence


def test_beyond_a_break_even_it_is_not_known() -> None:
    found_ = reading(SHIFT, scene_of(book_of(CONDOR, *LADDER), seen(spx="6320")))
    assert (found_.value, found_.not_judged) == (None, None)
    assert "SPX stands beyond a break-even of the condors" in found_.sentence


@pytest.mark.parametrize(
    "at_market", [seen(vix=None), seen({key: q for key, q in QUOTES.items() if key.root not in ("VIX", "VX")})]
)
def test_what_is_missing_leaves_it_unknown(at_market: object) -> None:
    found_ = reading(SHIFT, scene_of(book_of(CONDOR, *LADDER), at_market))
    assert (found_.value, found_.not_judged) == (None, None)
    assert found_.sentence.startswith("not known: ")


def test_old_quotes_are_said_and_no_condor_is_nothing_to_read() -> None:
    scene = scene_of(book_of(CONDOR, *LADDER))
    assert reading(SHIFT, aged(scene, CLOCK + timedelta(minutes=25))).doubt == "on data 25 min old"
    assert not readings(SHIFT, scene_of(book_of(*LADDER)))
