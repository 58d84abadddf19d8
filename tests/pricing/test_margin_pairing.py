"""Pairing against trying everything: no pairing of sold and bought contracts needs less."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import PRODUCTS

from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.margin.pairing import Covering, Option, Pairing, exact_pairing, total_points
from alvh_desktop.pricing.margin.staged_pairing import cheapest_spreads, staged_pairing

SERIES = st.tuples(
    st.sampled_from(["SPX", "SPXW"]),
    st.sampled_from([date(2026, 12, 18), date(2027, 1, 15)]),
    st.sampled_from([80, 90, 95, 100, 105, 110, 130]),
    st.sampled_from("PC"),
)
COUNTS = st.integers(-2, 2).filter(bool)
BOOKS = st.dictionaries(SERIES, st.tuples(COUNTS, st.integers(0, 40), st.integers(0, 30)), min_size=1, max_size=5)
COVERINGS = st.builds(Covering, st.booleans(), st.booleans())


def option(series: tuple, quantity: int, risk: int = 1000, premium: int = 0) -> Option:
    root, expiry, strike, right = series
    return Option(
        Contract(root, expiry, Decimal(strike), right),
        quantity,
        settlement_moment(PRODUCTS[root], expiry),
        Decimal(risk + premium),
        Decimal(premium),
    )


def options_of(book: dict) -> list[Option]:
    return [option(series, *row) for series, row in book.items()]


# An account written anew, contract by contract: who stands alone, who with whom, and what that asks


def one_by_one(options: Sequence[Option], is_sold: bool, right: str) -> list[Option]:
    chosen = [o for o in options if (o.quantity < 0) == is_sold and o.contract.right == right]
    return [o for o in chosen for _ in range(abs(o.quantity))]


def covers(sold: list[Option], bought: list[Option], covering: Covering) -> Iterator[list[Option | None]]:
    """Every way to give each sold contract one bought one or none."""
    if not sold:
        yield []
        return
    for rest in covers(sold[1:], bought, covering):
        yield [None, *rest]
    for place, candidate in enumerate(bought):
        late = candidate.settles_at - sold[0].settles_at
        if late.total_seconds() == 0 or (covering.is_later_enough and late.total_seconds() > 0):
            for rest in covers(sold[1:], bought[:place] + bought[place + 1 :], covering):
                yield [candidate, *rest]


def need(put: tuple, call: tuple, covering: Covering) -> Decimal:
    """What a put side and a call side need together, each a sold contract and its cover or None."""
    alone = side_need(put) + side_need(call)
    (p, bought_put), (c, bought_call) = put, call
    if p.group != c.group:
        return alone
    if bought_put is None and bought_call is None:
        greater = max(p.uncovered, c.uncovered)
        others = [b.premium for a, b in ((p, c), (c, p)) if a.uncovered == greater]
        return min(alone, greater + max(others))
    if bought_put is None or bought_call is None or {bought_put.group, bought_call.group} != {p.group}:
        return alone
    wings = side_need(put), side_need(call)
    if 0 in wings or p.strike > c.strike:
        return alone
    if covering.needs_equal_wings and (wings[0] != wings[1] or p.strike == c.strike):
        return alone
    return max(wings)


def side_need(side: tuple) -> Decimal:
    sold, bought = side
    if bought is None:
        return sold.uncovered
    difference = bought.strike - sold.strike
    return max(difference if sold.contract.right == "C" else -difference, Decimal(0))


def least_by_trying_all(options: Sequence[Option], covering: Covering) -> Decimal:
    puts, calls = (one_by_one(options, True, right) for right in "PC")
    best = None
    for put_covers in covers(puts, one_by_one(options, False, "P"), covering):
        for call_covers in covers(calls, one_by_one(options, False, "C"), covering):
            put_sides = list(zip(puts, put_covers, strict=True))
            call_sides = list(zip(calls, call_covers, strict=True))
            found = least_together(put_sides, call_sides, covering)
            best = found if best is None else min(best, found)
    return best


def least_together(puts: list[tuple], calls: list[tuple], covering: Covering) -> Decimal:
    shorter, longer = sorted((puts, calls), key=len)
    alone = sum((side_need(side) for side in (*puts, *calls)), Decimal(0))
    if not shorter:
        return alone
    best = alone
    for chosen in permutations(longer, len(shorter)):
        total = sum((side_need(side) for side in longer if not any(side is c for c in chosen)), Decimal(0))
        for one, other in zip(shorter, chosen, strict=True):
            put, call = (one, other) if shorter is puts else (other, one)
            total += min(need(put, call, covering), side_need(put) + side_need(call))
        best = min(best, total)
    return best


@given(BOOKS, COVERINGS)
@settings(max_examples=80)
def test_no_pairing_of_five_series_needs_less(book: dict, covering: Covering) -> None:
    options = options_of(book)
    pairing = exact_pairing(options, covering)
    assert total_points(pairing) == least_by_trying_all(options, covering)


@given(BOOKS, COVERINGS)
@settings(max_examples=80)
def test_pairing_in_stages_is_a_pairing_and_at_best_the_least(book: dict, covering: Covering) -> None:
    options = options_of(book)
    staged = staged_pairing(options, covering)
    assert total_points(staged) >= least_by_trying_all(options, covering)
    assert_every_sold_contract_stands_once(staged, options)


@given(BOOKS, COVERINGS)
def test_every_sold_contract_stands_in_one_structure(book: dict, covering: Covering) -> None:
    options = options_of(book)
    assert_every_sold_contract_stands_once(exact_pairing(options, covering), options)


def assert_every_sold_contract_stands_once(pairing: Pairing, options: Sequence[Option]) -> None:
    used = dict.fromkeys(options, 0)
    for structure, count in pairing.items():
        assert count > 0
        for member in structure.members:
            used[member] += count
    for one, count in used.items():
        assert count == -one.quantity if one.quantity < 0 else count <= one.quantity


@given(
    st.dictionaries(
        SERIES.filter(lambda s: s[3] == "P"), st.tuples(COUNTS, st.integers(0, 40)), min_size=1, max_size=6
    )
)
@settings(max_examples=80)
def test_spreads_of_one_right_by_shortest_paths_are_the_cheapest(book: dict) -> None:
    options = [option(series, *row) for series, row in book.items()]
    counts = {one: abs(one.quantity) for one in options}
    spreads = cheapest_spreads(options, counts, Covering())
    covered = dict.fromkeys(options, 0)
    total = Decimal(0)
    for (sold, bought), count in spreads.items():
        total += side_need((sold, bought)) * count
        covered[sold] += count
        covered[bought] += count
    assert all(covered[one] <= counts[one] for one in options)
    total += sum((one.uncovered * (counts[one] - covered[one]) for one in options if one.quantity < 0), Decimal(0))
    assert total == least_by_trying_all(options, Covering())


@given(st.lists(st.tuples(st.sampled_from([5, 10, 25]), st.integers(1, 40)), min_size=3, max_size=40))
def test_many_condors_of_different_expiries_need_their_own_width_each(condors: list[tuple[int, int]]) -> None:
    options = []
    for day, (wing, count) in enumerate(condors):
        expiry = date.fromordinal(date(2026, 12, 1).toordinal() + day)
        for strike, right, side in ((5700 - wing, "P", 1), (5700, "P", -1), (6300, "C", -1), (6300 + wing, "C", 1)):
            options.append(option(("SPXW", expiry, strike, right), side * count, 600, 5))
    pairing = staged_pairing(options, Covering())
    assert total_points(pairing) == sum(wing * count for wing, count in condors)
    assert {structure.kind for structure in pairing} == {"condor"}


def test_wings_are_matched_so_that_condors_need_least() -> None:
    """Put spreads 10 and 50 wide, call spreads 50 and 10 wide: 60 together, not 100."""
    rows = {("P", 5690): 1, ("P", 5700): -1, ("P", 5550): 1, ("P", 5600): -1}
    rows |= {("C", 6300): -1, ("C", 6310): 1, ("C", 6400): -1, ("C", 6450): 1}
    options = [option(("SPXW", date(2026, 12, 18), k, right), count) for (right, k), count in rows.items()]
    assert total_points(exact_pairing(options, Covering())) == 60
    assert total_points(staged_pairing([option((o.contract.root, o.contract.expiry, int(o.strike), o.contract.right),
                                               o.quantity * 50) for o in options], Covering())) == 3000  # fmt: skip


def test_the_widest_wings_are_merged_first() -> None:
    """Put spreads 10 and 50 wide, one call spread 50 wide: it goes with the wider one, 60 and not 100 together."""
    rows = {("P", 5690): 30, ("P", 5700): -30, ("P", 5550): 30, ("P", 5600): -30, ("C", 6300): -29, ("C", 6350): 29}
    options = [option(("SPXW", date(2026, 12, 18), k, right), count) for (right, k), count in rows.items()]
    assert exact_pairing(options, Covering()) is None
    assert total_points(staged_pairing(options, Covering())) == 30 * 60


def test_stages_leave_a_strangle_whole_where_a_spread_would_need_more() -> None:
    day = date(2026, 12, 18)
    short_put, short_call = option(("SPXW", day, 5700, "P"), -1, 900, 5), option(("SPXW", day, 6300, "C"), -1, 915, 5)
    options = [short_put, short_call, option(("SPXW", day, 5650, "P"), 1)]
    for pairing in (exact_pairing(options, Covering()), staged_pairing(options, Covering())):
        assert total_points(pairing) == 925


def test_too_many_to_try_are_not_tried() -> None:
    many = [option(("SPXW", date(2026, 12, 18), 5000 + k, "P"), -1 - k % 2, 600) for k in range(40)]
    assert exact_pairing(many, Covering()) is None
    assert exact_pairing([many[0], option(("SPXW", date(2026, 12, 18), 4990, "P"), 1)], Covering()) is not None
