"""The program's own list of positions: read as a whole or refused with its lines, whatever stands in it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import PRODUCTS, moment

from alvh_desktop.brokers.positions_csv import LARGEST_BYTES, read_positions
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.snapshots import LARGEST_QUANTITY, Snapshot
from alvh_desktop.domain.symbols import symbol

TODAY = date(2026, 11, 20)
LIST = """symbol,quantity
SPXW261218P06300000,-10
"SPXW  261218P06350000",10
.SPXW261218C7150,0
/VXF7,2
AAPL,100
cash,"25,000.50"
at,2026-11-20T16:15-05:00
complete,yes
"""


def read(text: str, encoding: str = "utf-8") -> Snapshot | Problem:
    return read_positions(text.encode(encoding), "list.csv", PRODUCTS, TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_of_a_list(encoding: str, end: str) -> None:
    found = read(LIST.replace("\n", end), encoding)
    assert isinstance(found, Snapshot), found
    assert {symbol(contract): quantity for contract, quantity in found.quantities.items()} == {
        "SPXW261218P06300000": -10,
        "SPXW261218P06350000": 10,
        "SPXW261218C07150000": 0,
        "VX_2027-01-20": 2,
    }
    assert (found.cash, found.is_complete) == (Decimal("25000.50"), True)
    assert found.moment == moment("2026-11-20 16:15")
    assert found.others == ("AAPL",)


def test_a_list_that_was_cut_off_is_never_a_complete_one() -> None:
    for length in range(len(LIST) - 2):
        found = read(LIST[:length])
        assert isinstance(found, Problem) or not found.is_complete


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("SPXW261218P06300000,-10", "line 10: line 2 tells of the same already"),
        ("cash,5", "line 10: line 7 tells of the same already"),
        ("VIX261216C00017000,NaN", "line 10: 'NaN' is not a number"),
        ("VIX261216C00017000,\u0663", "is not a number"),
        ("VIX261216C00017000,1e999999", "is not a number"),
        ("VIX261216C00017000,1_000", "is not a number"),
        ("VIX261216C00017000,Infinity", "is not a number"),
        ("VIX261216C00017000,0.5", "is no whole number"),
        ("VIX261216C00017000,", "line 10: '' is not a number"),
        (f"VIX261216C00017000,{LARGEST_QUANTITY + 1}", "too many for one position"),
        ("VIX261217C00017000,1", "line 10: VIX has no expiry on"),
        ("VIX,1", "line 10: "),
        ("VIX261216C00017000", "line 10: it has 1 cells, the first line has 2"),
        ("VIX261216C00017000,1,2", "line 10: it has 3 cells"),
        ('"VIX261216C00017000,1', "line 10: a quotation mark is left open"),
        ("a" * 200_000 + ",1", "characters"),
        ("VIX261216C00017000,1\0", "line 10 holds a NUL byte"),
        ("VIX261216C00017000,1", "line 9: complete,yes must be the last line"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_compared(line: str, reason: str) -> None:
    found = read(LIST + line + "\n")
    assert isinstance(found, Problem), found
    assert found.where == "list.csv"
    assert reason in found.message
    assert len(str(found)) < 600


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("<html><body>Log in</body></html>", "line 1 must be symbol,quantity"),
        ("quantity,symbol\n1,VIX261216C00017000", "line 1 must be symbol,quantity"),
        ("symbol,quantity\ncomplete,maybe", "complete is yes or no"),
        ("symbol,quantity\nat,2026-11-20", "write it as 2026-11-20T15:45"),
        ("symbol,quantity\n" + "x,y\n" * 20, "; and 14 more; nothing was compared"),
    ],
)
def test_a_file_that_is_no_such_list(text: str, reason: str) -> None:
    found = read(text)
    assert isinstance(found, Problem), found
    assert reason in found.message


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    assert "too many" in str(read_positions(b"\n" * (LARGEST_BYTES + 1), "list.csv", PRODUCTS, TODAY))


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_changed_gives_positions_or_a_sentence(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(LIST)))
    until = data.draw(st.integers(place, min(len(LIST), place + 12)))
    put_in = data.draw(st.text(max_size=12) | st.sampled_from(("\0", '"', ",", "\n", "-", "NaN", "9" * 300)))
    found = read_positions((LIST[:place] + put_in + LIST[until:]).encode("utf-8", "replace"), "x", PRODUCTS, TODAY)
    if isinstance(found, Snapshot):
        assert all(type(quantity) is int for quantity in found.quantities.values())
        assert found.cash is None or found.cash.is_finite()
        assert found.moment is None or found.moment.tzinfo is not None
    else:
        assert found.message
