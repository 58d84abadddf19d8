"""Contracts by role for a programme: whole numbers by largest remainder, beside what the layers hold."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, enter, moment
from support.ticketed_books import IN_PAPER, PAPER_ID, desk_of, with_inputs, with_paper

from alvh_desktop.domain.records import Role
from alvh_desktop.rules.hedge_units import ROLES, hedge_units, held_counts, role_counts, target_counts

CLASSIC: dict[Role, int] = {"short": 4, "medium": 4, "long": 2}
counts = st.fixed_dictionaries({role: st.integers(0, 12) for role in ROLES})
units = st.fractions(0, 40, max_denominator=600)


def shared(of: Fraction | str, per_unit: dict[Role, int] = CLASSIC) -> tuple[int, ...]:
    return tuple(target_counts(Fraction(of), per_unit).values())


@given(units, counts)
def test_the_targets_sum_to_the_nearest_whole_number_and_none_is_off_by_one(of: Fraction, per_unit: dict) -> None:
    found, exact = target_counts(of, per_unit), {role: of * per_unit[role] for role in ROLES}
    total = sum(exact.values())
    assert abs(sum(found.values()) - total) <= Fraction(1, 2)
    assert all(abs(found[role] - exact[role]) < 1 for role in ROLES)
    # who was rounded up had no smaller a remainder than who was rounded down
    up = [exact[role] % 1 for role in ROLES if found[role] > exact[role]]
    down = [exact[role] % 1 for role in ROLES if found[role] < exact[role]]
    assert min(up, default=1) >= max(down, default=0)


@given(st.integers(0, 50), counts)
def test_whole_units_are_shared_exactly(of: int, per_unit: dict) -> None:
    assert target_counts(Fraction(of), per_unit) == {role: of * per_unit[role] for role in ROLES}


@pytest.mark.parametrize(
    ("of", "targets"),
    [
        ("1", (4, 4, 2)),
        ("0.5", (2, 2, 1)),
        # 4.4, 4.4, 2.2 make 11: the tie goes to the shorter
        ("1.1", (5, 4, 2)),
        # 4.8, 4.8, 2.4 make 12
        ("1.2", (5, 5, 2)),
        # 0.6, 0.6, 0.3 make 1.5, a half goes up: 2
        ("0.15", (1, 1, 0)),
        # 0.4, 0.4, 0.2 make 1
        ("0.1", (1, 0, 0)),
        ("0.04", (0, 0, 0)),
        ("0", (0, 0, 0)),
        ("2.5", (10, 10, 5)),
    ],
)
def test_largest_remainder_by_hand(of: str, targets: tuple[int, ...]) -> None:
    assert shared(of) == targets


def test_a_unit_is_60_000_unless_typed() -> None:
    book = desk_of().book
    assert hedge_units(book, Decimal(60_000), CLOCK) == 1
    assert hedge_units(book, Decimal(66_000), CLOCK) == Fraction(11, 10)
    typed = with_inputs(book, {"hedge.unit_notional": "40000"})
    assert hedge_units(typed, Decimal(60_000), CLOCK) == Fraction(3, 2)


def test_targets_stand_beside_what_the_layers_hold() -> None:
    desk = desk_of()
    for line, role in (
        ("+3 VIX 16DEC26 18C @2", "short"),
        ("+1 VIXW 23DEC26 18C @2", "short"),
        ("+6 VIX 17MAR27 20C @3", "medium"),
        ("-2 VIX 17MAR27 20C @3", None),
    ):
        enter(desk, line, role=role)
    enter(desk, f"+7 VIX 17MAR27 20C @3{IN_PAPER}", role="medium")
    book = with_paper(desk.book)
    found = {
        count.role: (count.target, count.held, count.missing) for count in role_counts(book, Decimal(66_000), CLOCK)
    }
    assert found == {"short": (5, 4, 1), "medium": (4, 4, 0), "long": (2, 0, 2)}
    assert role_counts(book, Decimal(66_000), CLOCK)[0].exact == pytest.approx(4.4)
    assert held_counts(book, CLOCK, PAPER_ID) == {"short": 0, "medium": 7, "long": 0}
    # at 9:30 of its day the December call has settled
    assert held_counts(book, moment("2026-12-16 09:30"))["short"] == 1


def test_only_long_calls_count_not_what_is_sold_against_them() -> None:
    desk = desk_of()
    enter(desk, "+4 VIX 16DEC26 18/25C @1.50", role="short")
    assert held_counts(desk.book, CLOCK)["short"] == 4
