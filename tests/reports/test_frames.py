"""Results as a table of pandas: the same exact sums by another way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from support.made_results import START, made_result, results

from alvh_desktop.domain.money import from_units
from alvh_desktop.reports.frames import frame_of
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import report_of


@given(results())
def test_sums_of_pandas_are_those_of_the_reports(made: Results) -> None:
    frame = frame_of(made.closed)
    core = frame[frame["sleeve"] == "core"]
    for column, by in (("strategy", "strategy"), ("account", "account")):
        grouped = core.groupby(column)
        told = {group.key: group for group in report_of(made, by).groups}
        assert set(grouped.groups) == set(told)
        for key, units in grouped["profit_units"].sum().items():
            assert from_units(int(units)) == told[str(key)].total
        for key, units in grouped["fees_units"].sum().items():
            assert from_units(int(units)) == told[str(key)].fees


def test_what_is_not_known_is_missing() -> None:
    frame = frame_of([made_result(7, margin=None), made_result(8)])
    assert list(frame.index) == [7, 8]
    assert frame["margin_units"].isna().tolist() == [True, False]
    assert frame["hedge_units"].isna().all()
    assert frame["closed_at"][7] == START + timedelta(days=1)
    assert frame_of([]).empty


def test_an_amount_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="8 decimal places"):
        frame_of([made_result(profit=Decimal("0.000000001"))])
    half = Decimal(5) * 10**10
    assert frame_of([made_result(1, profit=half)])["profit_units"].sum() == 5 * 10**18
    with pytest.raises(OverflowError, match="column profit"):
        frame_of([made_result(1, profit=half), made_result(2, profit=-half)])
