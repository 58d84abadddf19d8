"""A chart's table as CSV and on the clipboard, and the name of its file."""

import csv
import io
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.viewmodels.chart_files import cells_in, copied_table, csv_of, file_stem
from alvh_desktop.viewmodels.market_dock.axes import DayAxis
from alvh_desktop.viewmodels.market_dock.chart import Chart, joined_table

DAY = date(2026, 11, 20)
CELLS = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
NUMBERS = st.floats(-1e9, 1e9).map(lambda value: f"{value:.4f}")


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(NUMBERS | CELLS, min_size=n, max_size=n), min_size=2)))
def test_the_csv_holds_the_table_and_no_formula(rows: list[list[str]]) -> None:
    table = "\n".join("\t".join(row) for row in rows)
    read = list(csv.reader(io.StringIO(csv_of(table))))
    assert len(read) == len(rows)
    for line, row in zip(read, rows, strict=True):
        for cell, was in zip(line or [""], row, strict=True):
            assert cell in (was, f"'{was}")
            is_number = cell.lstrip("+-").replace(",", "").replace(".", "").removesuffix("%").isascii() and (
                cell.lstrip("+-")[:1].isdigit()
            )
            assert is_number or not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_stay_numbers_and_a_formula_becomes_text() -> None:
    table = "SPX\t=HYPERLINK(1)\n-44489.10\t\n6350.00\t@x"
    assert csv_of(table) == "SPX,'=HYPERLINK(1)\n-44489.10,\n6350.00,'@x\n"
    assert copied_table(table) == "SPX\t'=HYPERLINK(1)\n-44489.10\t\n6350.00\t'@x"
    assert cells_in("") == []


def test_the_name_of_a_file_is_one_that_every_system_takes() -> None:
    assert file_stem("Payoff over SPX", DAY) == "Payoff over SPX 2026-11-20"
    assert file_stem("Short tested: put 6350/call?", DAY) == "Short tested put 6350 call 2026-11-20"
    assert len(file_stem("x" * 300, DAY)) < 100


def charted(columns: dict[str, tuple[str, ...]]) -> Chart:
    return Chart("x", (), (), (0.0, 1.0), (0.0, 1.0), DayAxis(), np.zeros(0), lambda _: "", "", columns=columns)


def test_two_charts_over_one_axis_are_one_table() -> None:
    series = charted({"Day": ("2026-11-18", "2026-11-19"), "VIX": ("16.1", "17.2")})
    study = charted({"Day": ("2026-11-19", "2026-11-20"), "VIX": ("50", "51"), "line": ("1", "2")})
    assert joined_table((series, study)).split("\n") == [
        "Day\tVIX\tVIX\tline",
        "2026-11-18\t16.1\t\t",
        "2026-11-19\t17.2\t50\t1",
        "2026-11-20\t\t51\t2",
    ]
    assert joined_table((series,)) == series.table()
