"""Contracts of each ladder against its template: by hand for one unit of $60,000, which asks for 4/4/2."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.fact_scenes import book_of, reading, readings, scene_of, seen, with_inputs
from support.founded_books import CLOCK, done, enter, founded_desk, moment

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Role
from alvh_desktop.rules.reading import Reading

UNIT = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6 at 2026-11-19T10:00"
IN_IRA = " in IRA account"
EXPIRIES: dict[Role, str] = {"short": "16DEC26", "medium": "17MAR27", "long": "16JUN27"}
GAP = "structure_gap"
LATER = moment("2026-11-23 10:00")


def calls(role: Role, count: int, at: str = "2026-11-19T10:00", where: str = "") -> tuple[str, Role]:
    return f"+{count} VIX {EXPIRIES[role]} 20C @2 at {at}{where}", role


def ladder(short: int, medium: int, long: int) -> list[tuple[str, Role]]:
    counts: dict[Role, int] = {"short": short, "medium": medium, "long": long}
    return [calls(role, count) for role, count in counts.items() if count]


def gap(*lines: object) -> Reading:
    return reading(GAP, scene_of(book_of(*lines)))


@pytest.mark.parametrize(
    ("held", "value"),
    [((4, 4, 2), 0), ((5, 4, 2), 1), ((4, 3, 2), 1), ((4, 4, 0), 2), ((0, 4, 2), 4), ((4, 9, 2), 5)],
)
def test_the_largest_difference_of_a_role_counts(held: tuple[int, int, int], value: int) -> None:
    found = gap(UNIT, *ladder(*held))
    assert found.value == value
    assert found.not_judged is None
    assert found.subject.key == f"campaign {found.subject.campaign_id}"
    assert "$60,000 makes 1.00 units and asks for 4 short, 4 medium, 2 long" in found.sentence


def test_targets_follow_the_programme_and_the_unit() -> None:
    # 0.15 units make 1 short, 1 medium, 0 long: 0.6, 0.6, 0.3 make 1.5, a half goes up
    small = "-1 SPXW 18DEC26 6260/6350P 7150/7240C @9 at 2026-11-19T10:00"
    assert gap(small, *ladder(1, 1, 0)).value == 0
    book = with_inputs(book_of(UNIT, *ladder(8, 8, 4)), {"hedge.unit_notional": "30000"})
    assert reading(GAP, scene_of(book)).value == 0
    typed = with_inputs(book_of(UNIT, *ladder(8, 8, 4)), {"notional.programme": "120000"})
    assert reading(GAP, scene_of(typed)).value == 0


def test_condors_without_any_ladder_are_not_silent() -> None:
    found = gap(UNIT)
    assert found.value == 4
    assert found.subject.key == "account 2"
    assert found.subject.text == "Main: no hedge ladder"


def test_a_missing_wing_leaves_it_unknown() -> None:
    found = gap("-1 SPXW 18DEC26 6300P @1 at 2026-11-19T10:00", *ladder(4, 4, 2))
    assert found.value is None
    assert found.not_judged is None
    assert "a leg is missing" in found.sentence


def test_a_hedge_without_a_programme_is_not_judged() -> None:
    found = gap(*ladder(4, 4, 2))
    assert found.not_judged is not None
    assert "no condor was open in the last 5 trading days" in found.not_judged


def test_a_flat_book_has_nothing_to_read() -> None:
    assert not readings(GAP, scene_of(book_of()))


def test_a_layer_is_passed_over_on_its_fill_day_and_the_others_are_not() -> None:
    today = calls("short", 1, "2026-11-20T10:00")
    found = gap(UNIT, today, calls("medium", 4), calls("long", 2))
    assert (found.value, found.not_judged) == (0, None)
    assert "The short layer was filled today." in found.sentence
    # the missing long layer speaks on
    assert gap(UNIT, today, calls("medium", 4)).value == 2
    every = [calls(role, 1, "2026-11-20T10:00") for role in EXPIRIES]
    assert gap(UNIT, *every).not_judged is not None


def test_the_day_after_it_is_judged() -> None:
    book = book_of(UNIT, calls("short", 1, "2026-11-20T10:00"), calls("medium", 4), calls("long", 2))
    assert reading(GAP, scene_of(book, replace(seen(), at=LATER))).value == 3


# After a peel-off


def desk_with(*lines: tuple[str, Role] | str) -> Desk:
    desk = founded_desk()
    for line in lines:
        order, role = (line, None) if isinstance(line, str) else line
        enter(desk, order, role=role)
    return desk


def priced(quantity: int, expiry: date = date(2026, 12, 16)) -> PricedLeg:
    return PricedLeg(Contract("VIX", expiry, Decimal(20), "C"), quantity, Decimal(2), "own", Decimal(0))


def sold(desk: Desk, count: int) -> None:
    (trade_id,) = (t.id for t in desk.book.trades.values() if t.structure and _is_short_layer(desk, t.layer_id))
    done(desk, CloseTrade(trade_id, (priced(-count),), CLOCK, desk.next_id))


def _is_short_layer(desk: Desk, layer_id: int | None) -> bool:
    return layer_id is not None and desk.book.layers[layer_id].role == "short"


def later(desk: Desk) -> Reading:
    return reading(GAP, scene_of(desk.book, replace(seen(), at=LATER)))


def test_after_a_peel_off_the_layer_is_silent_until_its_next_roll() -> None:
    desk = desk_with(UNIT, *ladder(4, 4, 2))
    sold(desk, 3)  # 30 % of ten, the shortest first
    found = later(desk)
    assert (found.value, found.not_judged) == (0, None)
    assert "3 of the short layer were peeled off: it is judged from its next roll on." in found.sentence
    (trade_id,) = (t.id for t in desk.book.trades.values() if _is_short_layer(desk, t.layer_id))
    roll = RollTrade(trade_id, (priced(-1),), (priced(1, date(2027, 1, 20)),), CLOCK, desk.next_id)
    done(desk, roll)
    assert later(desk).value == 3


def test_more_than_a_peel_off_takes_is_a_gap() -> None:
    desk = desk_with(UNIT, *ladder(5, 3, 2))
    sold(desk, 4)
    assert later(desk).value == 3


def test_an_empty_layer_is_never_passed_over_for_a_peel_off() -> None:
    desk = desk_with(UNIT, *ladder(2, 6, 2))
    sold(desk, 2)
    assert later(desk).value == 4


def test_what_is_held_beyond_the_target_is_no_peel_off() -> None:
    desk = desk_with(UNIT, *ladder(8, 4, 2))
    sold(desk, 1)
    assert later(desk).value == 3


# More accounts than one


def test_each_account_s_ladder_stands_against_its_own_condors() -> None:
    other = UNIT + IN_IRA
    lines = [UNIT, other, *ladder(4, 4, 2), *(calls(role, 4, where=IN_IRA) for role in EXPIRIES)]
    found = readings(GAP, scene_of(book_of(*lines)))
    assert sorted(each.value or 0 for each in found.values()) == [0, 2]


def test_an_account_that_lacks_a_ladder_is_told_apart() -> None:
    other = UNIT + IN_IRA
    found = readings(GAP, scene_of(book_of(UNIT, *ladder(4, 4, 2), other)))
    assert found["account 90"].value == 4
    assert sorted(each.value or 0 for each in found.values()) == [0, 4]


def test_a_ladder_that_another_account_s_condors_name_covers_both() -> None:
    other = UNIT + IN_IRA
    book = book_of(UNIT, *ladder(8, 8, 4), other)
    (ladder_id,) = (c.id for c in book.campaigns.values() if c.sleeve == "alvh")
    campaigns = {
        key: replace(c, ladder_id=ladder_id) if c.sleeve == "core" else c for key, c in book.campaigns.items()
    }
    found = reading(GAP, scene_of(replace(book, campaigns=campaigns)))
    assert (found.value, found.subject.key) == (0, f"campaign {ladder_id}")
