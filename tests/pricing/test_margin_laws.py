"""Strategy margin: the laws every account obeys."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK
from support.margined_legs import CONDOR, NO_SPX, SPX, VIX, asked, condor, leg, legs, report, values_of

from alvh_desktop.pricing.margin import MarginSettings, joined, strategy_margin

STRIKES = st.sampled_from([5500, 5600, 5650, 5700, 5900, 6000, 6100, 6250, 6300, 6350])
MARKS = st.sampled_from(["0.05", "2", "20", "75.5"])
NAMES = st.builds(
    "{} {} {}{}".format, st.just("SPXW"), st.sampled_from(["18DEC26", "21DEC26"]), STRIKES, st.sampled_from("PC")
)
ROWS = st.lists(
    st.tuples(st.integers(-3, 3).filter(bool), NAMES, MARKS), min_size=1, max_size=5, unique_by=lambda row: row[1]
)
SETTINGS = st.builds(MarginSettings, broker_condor_equal_wings=st.booleans())


@given(ROWS, NAMES, st.integers(1, 3), MARKS, SETTINGS)
def test_another_long_never_raises_the_requirement(
    rows: list[tuple], name: str, quantity: int, mark: str, chosen: MarginSettings
) -> None:
    marks = {leg(1, row[1]).leg.contract: row[2] for row in rows}
    price = marks.get(leg(1, name).leg.contract, mark)
    assert asked(*rows, (quantity, name, price), settings=chosen) <= asked(*rows, settings=chosen)


@given(ROWS, st.randoms(use_true_random=False), SETTINGS)
def test_the_order_of_legs_is_irrelevant(rows: list[tuple], random: object, chosen: MarginSettings) -> None:
    holdings = list(legs(*rows))
    first = report(holdings, settings=chosen)
    random.shuffle(holdings)
    assert report(holdings, settings=chosen) == first


@given(ROWS, st.integers(1, 5), SETTINGS)
def test_trades_may_be_cut_anyhow(rows: list[tuple], part: int, chosen: MarginSettings) -> None:
    cut = [(part, *row[1:]) for row in rows] + [(row[0] - part, *row[1:]) for row in rows if row[0] != part]
    assert asked(*cut, settings=chosen) == asked(*rows, settings=chosen)


@given(st.integers(1, 60), st.integers(0, 60), st.sampled_from([5, 10, 25, 75]), st.sampled_from([5, 25, 50]))
def test_a_condor_split_into_two_trades_changes_nothing(first: int, second: int, puts: int, calls: int) -> None:
    names = (
        f"SPXW 18DEC26 {5700 - puts}P",
        "SPXW 18DEC26 5700P",
        "SPXW 18DEC26 6300C",
        f"SPXW 18DEC26 {6300 + calls}C",
    )
    split = report(legs(*condor(-first, names), *(condor(-second, names) if second else [])))
    whole = report(legs(*condor(-first - second, names)))
    assert (split.total_usd, split.credit_usd) == (whole.total_usd, whole.credit_usd)
    assert split.total_usd == max(puts, calls) * 100 * (first + second)


@given(st.lists(st.sampled_from(["", "0", "0.05", "12", "400"]), min_size=4, max_size=4), st.booleans())
def test_a_condor_needs_its_wider_side_whatever_its_marks_and_the_level(prices: list[str], is_known: bool) -> None:
    rows = legs(*condor(-5, ("SPXW 18DEC26 5625P", *CONDOR[1:])))
    marks = dict(zip(("SPXW 18DEC26 5625 P", *(f"{n[:-1]} {n[-1]}" for n in CONDOR[1:])), prices, strict=True))
    found = report(rows, marks, spx=SPX if is_known else NO_SPX)
    assert (found.total_usd, found.problems) == (Decimal("37500.00"), ())


@given(ROWS, st.integers(2, 30), SETTINGS)
@settings(max_examples=40)
def test_a_book_many_times_over_needs_no_more_than_so_many_times(
    rows: list[tuple], times: int, chosen: MarginSettings
) -> None:
    many = asked(*[(row[0] * times, *row[1:]) for row in rows], settings=chosen)
    assert many <= times * asked(*rows, settings=chosen)


@given(ROWS)
def test_accounts_side_by_side_never_need_less_than_one(rows: list[tuple]) -> None:
    holdings = legs(*rows)
    apart = joined([report([held]) for held in holdings])
    assert report(holdings).total_usd <= apart.total_usd


@given(ROWS)
def test_the_lines_add_up_and_name_every_leg(rows: list[tuple]) -> None:
    holdings = legs(*rows)
    found = report(holdings)
    assert found.total_usd == sum(line.amount_usd for line in found.requirements)
    assert {leg_id for line in found.requirements for leg_id in line.leg_ids} == {h.leg.id for h in holdings}
    assert all(line.amount_usd >= 0 and f"${line.amount_usd:,.2f}" in line.formula for line in found.requirements)


@given(ROWS)
def test_time_alone_changes_nothing(rows: list[tuple]) -> None:
    """Strategy margin knows no time but settlement: only what has settled leaves it."""
    holdings = legs(*rows)
    later = strategy_margin(holdings, values_of(holdings, now=CLOCK + timedelta(days=20)), SPX, VIX)
    assert later.total_usd == report(holdings).total_usd


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from([16, 17, 18]), st.integers(0, 6)), min_size=4, max_size=7)
)
@settings(max_examples=25)
def test_another_long_never_raises_a_large_account_of_condors(condors: list[tuple[int, int, int]]) -> None:
    rows: list[tuple] = []
    for count, day, step in condors:
        names = [f"SPXW {day}DEC26 {int(n[-5:-1]) + 5 * step}{n[-1]}" for n in CONDOR]
        rows += condor(-count, names)
    before = asked(*rows)
    for name in ("SPXW 17DEC26 5690P", "SPXW 18DEC26 6305C", "SPXW 21DEC26 6320C"):
        assert asked(*rows, (3, name, "1")) <= before
