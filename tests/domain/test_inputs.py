"""Typed values: which one counts on a day, what may be typed, and what is told of everything else."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.inputs import (
    COLUMNS,
    InputKind,
    TypedInput,
    asked_kinds,
    family_on,
    input_families,
    input_kinds,
    input_lines,
    input_on,
    is_stale,
    kind_of,
    parse_input_rows,
    parse_typed,
    range_problem,
    trend_on,
    unknown_inputs,
    value_on,
    value_text,
)
from alvh_desktop.domain.money import SCALE
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input

DAY = date(2026, 11, 20)
NAMES = ("response.a", "equity", "rate.30", "rate.90", "rate.9", "margin.VX.1", "margin.VXM.1")
days = st.dates(DAY - timedelta(days=20), DAY + timedelta(days=20))
EVERY = [*input_kinds().values(), *(f.member(n) for f in input_families().values() for n in (f.first, f.last))]
OF_THE_MARKET = (
    "cpi.expected", "cpi.actual", "cpi.yoy", "ppi.expected", "ppi.actual", "ppi.yoy", "reer", "rate_differential",
    "yield.10y", "credit_spread", "risk_free", "equity_premium", "pe.forward", "pe.trailing", "pcf.market",
    "pcf.average", "fair_value.spx", "quick_ratio.financials", "concentration.top10", "breadth.advances",
    "breadth.declines",
)  # fmt: skip
RULES = {
    "condor.credit_band", "condor.wing_choice", "condor.short_near", "condor.short_tested", "condor.break_even",
    "book.leverage", "book.capital_at_risk", "book.one_settlement", "book.beta", "hedge.short_delta", "hedge.irr",
    "hedge.liquidity", "hedge.calendar_entry", "hedge.event_layer", "hedge.add_vvix", "hedge.add_financials",
    "hedge.second_layer", "hedge.no_add", "worksheet.sizing", "worksheet.roll_or_close",
}  # fmt: skip
every_kind = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)


@st.composite
def books(draw: st.DrawFn) -> Mapping[int, Input]:
    numbers = draw(st.lists(st.integers(1, 60), unique=True, max_size=25))
    values = st.integers(0, 500).map(lambda n: Decimal(n) / 1000)
    return {n: Input(n, draw(st.sampled_from(NAMES)), draw(days), draw(values), "typed") for n in numbers}


def known(name: str) -> InputKind:
    kind = kind_of(name)
    assert isinstance(kind, InputKind), kind
    return kind


def unknown(name: str) -> str:
    problem = kind_of(name)
    assert isinstance(problem, Problem)
    assert problem.where == "name"
    return problem.message


# Laws


@given(books(), st.sampled_from(NAMES), days)
def test_the_newest_row_up_to_the_day_counts_and_of_one_day_the_last_typed(
    inputs: Mapping[int, Input], name: str, day: date
) -> None:
    found = input_on(inputs, name, day)
    rivals = [row for row in inputs.values() if row.name == name and row.on <= day]
    if found is None:
        assert not rivals
        assert value_on(inputs, name, day) == known(name).default
    else:
        assert found in rivals
        assert all(row.on < found.on or (row.on == found.on and row.id <= found.id) for row in rivals)
        assert value_on(inputs, name, day) == found.value


@given(books(), st.sampled_from(NAMES), days)
def test_a_row_of_a_later_day_changes_nothing(inputs: Mapping[int, Input], name: str, day: date) -> None:
    later = Input(99, name, day + timedelta(days=1), Decimal("0.25"), "typed")
    assert input_on({**inputs, 99: later}, name, day) == input_on(inputs, name, day)


@given(books(), days)
def test_a_family_is_its_members_each_alone(inputs: Mapping[int, Input], day: date) -> None:
    for family in input_families():
        found = family_on(inputs, family, day)
        assert list(found) == sorted(found)
        expected = {}
        for name in NAMES:
            head, _, tail = name.rpartition(".")
            if head == family and (row := input_on(inputs, name, day)) is not None:
                expected[int(tail)] = row
        assert found == expected


@given(books(), days)
def test_the_lines_tell_every_kind_once_and_what_counts(inputs: Mapping[int, Input], day: date) -> None:
    lines = input_lines(inputs, day)
    names = [line.kind.name for line in lines]
    assert len(names) == len(set(names))
    assert set(names) == {*input_kinds(), *(row.name for row in inputs.values())}
    for line in lines:
        assert line.typed == input_on(inputs, line.kind.name, day)
        assert line.value == value_on(inputs, line.kind.name, day)
        later = [row.on for row in inputs.values() if row.name == line.kind.name and row.on > day]
        assert (line.next_typed.on if line.next_typed else None) == min(later, default=None)


@given(st.text(max_size=80))
def test_any_name_is_a_kind_or_is_answered_in_one_sentence(name: str) -> None:
    answer = kind_of(name)
    if isinstance(answer, InputKind):
        assert answer.name == name
    else:
        assert answer.message


@given(st.sampled_from(EVERY), st.decimals(allow_nan=False, allow_infinity=False, places=SCALE))
def test_a_value_is_taken_just_inside_its_range(kind: InputKind, value: Decimal) -> None:
    is_legal = kind.low <= value <= kind.high and (not kind.is_whole or value == int(value))
    problem = range_problem(kind, value)
    assert (problem is None) == is_legal
    if problem is not None:
        assert kind.name in problem.message
        assert value_text(value) in problem.message


@given(st.decimals(-(10**9), 10**9, places=SCALE))
def test_the_text_of_a_value_is_the_value(value: Decimal) -> None:
    assert Decimal(value_text(value)) == value
    assert "E" not in value_text(value)


@given(st.text(max_size=200))
def test_any_text_is_rows_or_faults_and_never_both(text: str) -> None:
    rows = parse_input_rows(text, "a.csv")
    assert rows
    assert len({type(row) for row in rows}) == 1


# What is declared


@every_kind
def test_a_kind_is_declared_whole(kind: InputKind) -> None:
    assert kind.low < kind.high
    assert kind.default is None or range_problem(kind, kind.default) is None
    assert kind.meaning.endswith(".")
    assert "{n}" not in kind.title + kind.meaning
    assert kind.title
    assert kind.unit
    assert kind.source
    assert kind.group[0].isupper(), "a group is shown under words of its own"
    for value in (kind.low, kind.high):
        assert value == round(value, SCALE)


def test_the_constants_of_the_joint_response_are_those_of_the_fit() -> None:
    """Copied by hand from the description of the fit."""
    fitted = {
        "a": "0.078", "eta": "0.10", "b": "0.0113", "cap": "150", "floor": "8", "tau": "17", "p": "0.61", "k": "0.75",
        "decay": "50", "c": "10.7", "pi": "0.545", "g": "0.56", "vvix_cap": "220",
    }  # fmt: skip
    names = {name.removeprefix("response.") for name in input_kinds() if name.startswith("response.")}
    assert names == set(fitted)
    for name, value in fitted.items():
        assert known(f"response.{name}").default == Decimal(value)
        assert known(f"response.{name}").source == "fit of 2010-2026 daily data"


def test_every_other_default() -> None:
    told = {name: kind.default for name, kind in input_kinds().items() if not name.startswith("response.")}
    assert told == {
        "skew_stickiness": 1, "clock.overnight": Decimal("0.3"), "clock.weekend": Decimal("0.1"),
        "margin.initial_share": Decimal("1.1"), "margin.vix_base": 0, "margin.broker_condor_equal_wings": 0,
        "margin.vix_calendar_nets": 0, "pm.spx_down": -8, "pm.spx_up": 6, "pm.vix_down": -20, "pm.vix_up": 40,
        "pm.minimum_per_contract": Decimal("0.375"), "equity": None, "hedge.cash": None,
        "age.limit_minutes": 20, "spx.implied": None, "notional.programme": 0, "hedge.measure": 0,
        "hedge.unit_notional": 60000, "hedge.pe": 0, "hedge.calendar_share": Decimal("0.15"), "base.least": 10,
        "base.most": 15, "base.rsi_low": 40, "base.rsi_high": 60, "credit_band.low": 15, "credit_band.high": 25,
        "credit_band.shift": 0, "credit_band.wacc": Decimal("0.9"), "entry_phase.unit": 0,
        "sizing.base": 1, "sizing.overlay_low": 12, "sizing.overlay_middle": 15, "sizing.overlay_high": 18,
        "sizing.pcf_top": 11, "sizing.pcf_steps": 4, "sizing.pcf_least": 12, "sizing.pcf_rise": 4,
        "sizing.pcf_band": 2, "sizing.second_least": 5, "sizing.second_most": 8, "sizing.wacc_add": 4,
        "sizing.cap_soft": 18, "sizing.cap_hard": 25, "sizing.cap_other": 28, "roll.confirmations": 3,
        "entry_phase.low": Decimal("0.4"), "entry_phase.high": Decimal("0.6"), "entry_phase.target": 0,
        "slippage.event_multiple": 3, "irr.floor_kind": 0, "irr.floor": 0,
        "mark.close_at": 1,
        **dict.fromkeys(OF_THE_MARKET),
    }  # fmt: skip


def test_what_the_method_asks_of_the_market_ages_and_is_needed() -> None:
    """The list of methodology.md, and rules and worksheets that it names."""
    for name in OF_THE_MARKET:
        kind = known(name)
        assert kind.stale_after_days is not None
        assert kind.source
    assert {name for name in OF_THE_MARKET if not known(name).needed_by} == {"ppi.expected", "ppi.actual"}
    assert {rule for kind in input_kinds().values() for rule in kind.needed_by} <= RULES


def test_a_share_is_not_a_rate() -> None:
    assert range_problem(known("breadth.advances"), Decimal("1500.5")) is not None
    assert range_problem(known("yield.10y"), Decimal(425)) is not None
    assert range_problem(known("pe.forward"), Decimal(0)) is not None


# The trend of thirty days


def reer(number: int, days_ago: int, value: str) -> tuple[int, Input]:
    return number, Input(number, "reer", DAY - timedelta(days=days_ago), Decimal(value), "BIS")


@pytest.mark.parametrize(
    ("typed", "trend"),
    [
        ([], None),
        ([(0, "110")], None),
        ([(30, "108.5"), (0, "110")], "1.5"),
        ([(31, "108.5"), (29, "109"), (0, "107")], "-1.5"),
        ([(29, "108.5"), (0, "110")], None),
        # one value in force on both days, not stale on either: it has not changed
        ([(40, "108.5")], "0"),
        # one that nobody renewed is no calm: 45 trading days are some 64
        ([(80, "108.5")], None),
        # the value of thirty days before was stale on its own day
        ([(120, "100"), (0, "110")], None),
        ([(30, "108.5"), (-1, "110")], "0"),
    ],
)
def test_the_trend_is_the_change_against_thirty_days_before_or_not_known(
    typed: list[tuple[int, str]], trend: str | None
) -> None:
    inputs = dict(reer(number, *one) for number, one in enumerate(typed, 1))
    wanted = None if trend is None else Decimal(trend)
    assert trend_on(inputs, "reer", DAY) == wanted
    (line,) = (line for line in input_lines(inputs, DAY) if line.kind.name == "reer")
    assert line.trend == wanted


def test_a_name_of_another_version_has_no_trend() -> None:
    assert trend_on({1: Input(1, "moon", DAY, Decimal(1), "x")}, "moon", DAY) is None


@pytest.mark.parametrize(
    ("family", "first", "last", "low", "high"),
    [("rate", 1, 3700, -5, 50), ("margin.VX", 1, 12, 0, 10**6), ("margin.VXM", 1, 12, 0, 10**6)],
)
def test_a_family_has_a_kind_a_number(family: str, first: int, last: int, low: int, high: int) -> None:
    for number in (first, last):
        kind = known(f"{family}.{number}")
        assert (kind.low, kind.high, kind.default) == (low, high, None)
        assert str(number) in kind.title
    for number in (first - 1, last + 1):
        assert unknown(f"{family}.{number}").endswith(f"the names are {family}.{first} to {family}.{last}")
        with pytest.raises(ValueError, match=f"{family} has no {number}"):
            input_families()[family].member(number)


# Names


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("respons.a", "response.a"), ("Response.Cap", "response.cap"), ("equty", "equity"), ("rate.030", "rate.30"),
        ("rates.30", "rate.30"), ("margin.vx.3", "margin.VX.3"), ("margin.vxm.3", "margin.VXM.3"),
        ("vix_base", "margin.vix_base"), ("skew", "skew_stickiness"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    assert unknown(typed) == f"there is no input {typed!r}: did you mean {meant}?"


def test_a_family_without_a_number_and_a_name_like_no_other() -> None:
    assert unknown("rate") == "'rate' needs a number: the names are rate.1 to rate.3700"
    assert unknown("zzz") == "there is no input 'zzz': 'inputs' lists every name"
    assert len(unknown("x" * 9000)) < 150
    for name in ("rate.²", "rate.٣", "rate.1 ", "rate.-1", "rate.1e1", "rate." + "9" * 5000):
        unknown(name)


# Values


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("response.a", "7.8", "0.078"),
        ("margin.initial_share", "110", "1.1"),
        ("clock.weekend", "10", "0.1"),
        ("pm.spx_down", "-0.08", "-8"),
        ("pm.vix_up", "0.4", "40"),
        ("rate.30", "425", "4.25"),
    ],
)
def test_a_percentage_typed_as_a_fraction_or_the_other_way_round_is_refused_with_what_was_meant(
    name: str, value: str, meant: str
) -> None:
    problem = range_problem(known(name), Decimal(value))
    assert problem is not None
    assert problem.message.endswith(f"; did you mean {meant}?")


def test_a_range_is_told_with_its_unit() -> None:
    assert range_problem(known("response.cap"), Decimal(15)) == Problem(
        "value", "15 lies outside the range of response.cap, 60 to 500 (VIX points)"
    )
    for value in ("0.5", "2", "-1"):
        told = range_problem(known("margin.vix_base"), Decimal(value))
        assert told == Problem("value", f"{value} is no value of margin.vix_base: it is 0 or 1")


def test_equity_is_stale_after_a_trading_day_and_a_constant_never() -> None:
    row = Input(1, "equity", DAY, Decimal(1), "typed")
    # Friday's value still counts on Monday, the next trading day, and not on Tuesday
    assert [is_stale(known("equity"), row, DAY + timedelta(days=n)) for n in (0, 3, 4)] == [False, False, True]
    assert not is_stale(known("response.a"), row, DAY + timedelta(days=9000))
    assert not is_stale(known("equity"), None, DAY)
    (line,) = (each for each in input_lines({1: row}, DAY + timedelta(days=4)) if each.kind.name == "equity")
    assert line.is_stale


def test_what_rules_wait_for_is_asked_until_it_is_typed_and_again_when_it_is_old() -> None:
    noon = datetime(2026, 11, 20, 17, tzinfo=UTC)
    asked = [kind.name for kind in asked_kinds({}, noon)]
    assert set(asked) == {"equity", "hedge.cash", *OF_THE_MARKET} - {"ppi.expected", "ppi.actual"}
    row = Input(1, "yield.10y", date(2026, 11, 16), Decimal("4.1"), "FRED")
    assert "yield.10y" not in [kind.name for kind in asked_kinds({1: row}, noon)]
    week_later = noon + timedelta(days=5)
    asked_again = asked_kinds({1: row}, week_later)
    lines = input_lines({1: row}, week_later.date())
    awake = (line for line in lines if line.kind.name != "spx.implied")
    assert tuple(line.kind for line in awake if line.is_missing or line.is_stale) == asked_again
    (old,) = (line for line in lines if line.kind.name == "yield.10y")
    assert (old.is_stale, old.is_missing, old.age_days) == (True, False, 7)


def test_spx_of_the_futures_is_asked_only_while_options_trade_and_the_index_does_not() -> None:
    friday = datetime(2026, 11, 20, tzinfo=UTC)
    told = {hour: "spx.implied" in [kind.name for kind in asked_kinds({}, friday + timedelta(hours=hour))]
            for hour in (8, 17, 21.5, 40)}  # fmt: skip
    assert told == {8: True, 17: False, 21.5: True, 40: False}, "night, noon, curb, Saturday"


def test_names_of_a_later_version_are_kept_and_named() -> None:
    rows = {1: Input(1, "cape", DAY, Decimal(30), "x"), 2: Input(2, "equity", DAY, Decimal(30), "x")}
    assert unknown_inputs(rows) == (
        Problem("cape", "this version knows no input of that name; it is kept and not used"),
    )
    assert value_on(rows, "cape", DAY) == 30
    with pytest.raises(KeyError, match="there is no input 'cape'"):
        value_on({}, "cape", DAY)
    with pytest.raises(KeyError):
        family_on(rows, "cape", DAY)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        (("cap", DAY, "1", "typed"), "name"),
        (("equity", DAY, "1,5", "typed"), "value"),
        (("equity", DAY, "nan", "typed"), "value"),
        (("equity", DAY, "1e5", "typed"), "value"),
        (("equity", DAY, "4 %", "typed"), "value"),
        (("equity", DAY, "2000000000", "typed"), "value"),
        (("equity", DAY, "0.123456789", "typed"), "value"),
        (("equity", date(2206, 11, 20), "1", "typed"), "on"),
        (("equity", DAY, "1", "  "), "source"),
        (("equity", DAY, "1", "a\nb"), "source"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(typed: tuple[str, date, str, str], where: str) -> None:
    problem = parse_typed(*typed)
    assert isinstance(problem, Problem)
    assert problem.where == where


# Files

HEADER = ",".join(COLUMNS)


def test_a_file_of_values_in_any_order_of_columns() -> None:
    expected = (
        TypedInput("rate.30", DAY, Decimal("4.25"), "the Treasury, at noon"),
        TypedInput("equity", DAY, Decimal("-1.5"), "mine.csv"),
    )
    one = f'{HEADER}\r\nrate.30,2026-11-20,4.25,"the Treasury, at noon"\r\n\r\n equity , 2026-11-20 , -1.5 ,\r\n'
    other = 'Value,Source,Name,Date\n4.25,"the Treasury, at noon",rate.30,2026-11-20\n-1.5,,equity,2026-11-20'
    assert parse_input_rows(one, "mine.csv") == expected
    assert parse_input_rows(other, "mine.csv") == expected


def test_each_bad_line_is_named_by_its_number_and_nothing_is_answered_beside() -> None:
    lines = [
        HEADER,
        "rate.30,2026-11-20,4.25,x",
        "rate.30,20/11/2026,4.25,x",
        "",
        "rats.30,2026-11-20,4.25,x",
        "rate.30,2026-11-20,425,x",
        "rate.30,2026-11-20,4,25,x",
        "rate.30,2026-11-20",
        '"rate.30,2026-11-20,4.25,x',
    ]
    faults = parse_input_rows("\n".join(lines), "a.csv")
    assert [str(fault).partition(":")[0] for fault in faults] == [f"line {n}" for n in (3, 5, 6, 7, 8, 9)]
    assert str(faults[0]) == "line 3: '20/11/2026' is no day: write it like 2026-11-20"
    assert str(faults[3]) == "line 7: it has 5 cells, the first line has 4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "file: it is empty"),
        ("\n \n", "file: it is empty"),
        (HEADER, "file: it holds no values below its first line"),
        ("rate.30,2026-11-20,4.25,x", "line 1: the first line must be name,date,value,source"),
        ("name,date,value\nrate.30,2026-11-20,4", "line 1: the first line must be name,date,value,source"),
        (f"{HEADER},source\n", "line 1: the first line must be name,date,value,source"),
    ],
)
def test_a_file_without_its_first_line_or_without_values(text: str, expected: str) -> None:
    assert [str(fault) for fault in parse_input_rows(text, "a.csv")] == [expected]
