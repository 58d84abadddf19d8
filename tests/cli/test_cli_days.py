"""`days` and `report --as-of`: what was recorded, what was missed, and the past with the marks of then."""

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from support.command_line import SAMPLE_OPENED, SAMPLE_STANDS, ask, refusal, told
from support.recorded_books import WHOLE
from support.stored_books import open_to_write

CALLS = "+4 VIX 20JAN27 20C @1.85 fee 0.79/ct"
EVENING, TUESDAY = "2026-11-20T18:00-05:00", "2026-11-24T18:00-05:00"


def test_the_past_is_told_as_it_was_told_then(sample: Path) -> None:
    told("trade", CALLS, "--portfolio", sample)
    then = told("report", "--portfolio", sample)
    past = told("report", "--portfolio", sample, "--as-of", SAMPLE_STANDS)
    assert past["as_of"]["marks_from"] == "recorded moment"
    assert past["as_of"]["reason"] == "fill"
    assert {key: value for key, value in past.items() if key != "as_of"} == then


def test_a_deleted_market_file_changes_nothing_booked_or_recorded(sample: Path) -> None:
    told("trade", CALLS, "--portfolio", sample)
    told("days", "--fill-gaps", "--portfolio", sample, "--at", EVENING)
    before = told("report", "--portfolio", sample, "--as-of", SAMPLE_STANDS)
    days, checked = (told(name, "--portfolio", sample, "--at", TUESDAY) for name in ("days", "check"))
    content = sample.read_bytes()
    sample.with_suffix(".market").unlink()
    assert told("report", "--portfolio", sample, "--as-of", SAMPLE_STANDS) == before
    assert told("days", "--portfolio", sample, "--at", TUESDAY) == days
    assert told("check", "--portfolio", sample, "--at", TUESDAY) == checked
    assert sample.read_bytes() == content
    refilled = told("days", "--fill-gaps", "--portfolio", sample, "--at", TUESDAY)
    assert (refilled["filled"], refilled["days"]) == (0, days["days"])


def test_before_anything_was_held_it_says_so(sample: Path) -> None:
    past = told("report", "--portfolio", sample, "--as-of", "2026-11-19T12:00-05:00")
    assert (past["legs"], past["as_of"]["marks_from"], past["as_of"]["recorded_at"]) == ([], "nothing", None)
    said = ask("report", "--portfolio", sample, "--as-of", "2026-11-19T12:00-05:00").out
    assert said.startswith("As of 2026-11-19 12:00 New York, as the book stands today; nothing was held then\n")


def test_quotes_of_then_stand_in_where_nothing_was_recorded(sample: Path) -> None:
    past = told("report", "--portfolio", sample, "--as-of", SAMPLE_OPENED)
    assert past["as_of"]["marks_from"] == "market file"
    opened = told("report", "--portfolio", sample, "--at", SAMPLE_OPENED)
    assert past["totals"] == opened["totals"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("report", "--as-of", "2026-11-20T15:46-05:00"),
            "as-of: 2026-11-20 15:46 New York is still to come; it is 2026-11-20 15:45 New York",
        ),
        (
            ("report", "--as-of", SAMPLE_OPENED, "--at", SAMPLE_STANDS),
            "as-of: it sets the clock itself; leave --at out",
        ),
        (("days", "--campaign", "99"), "campaign: there is no campaign 99; 'report --json' lists them"),
    ],
)
def test_refusals(sample: Path, arguments: tuple[str, ...], expected: str) -> None:
    assert refusal(*arguments, "--portfolio", sample, code=2) == expected


def test_recorded_filled_and_missed_days_stand_in_one_list(sample: Path) -> None:
    with closing(open_to_write(sample)) as file:
        file.keep_days(
            [replace(WHOLE, campaign_id=23, market_value=None, unrealised=None, unmarked=4, note="4 of 4 not known")]
        )
    found = told("days", "--portfolio", sample, "--at", EVENING)
    assert [(line["campaign"], line["source"], line["profit_usd"]) for line in found["days"]] == [
        (23, "recorded", None)
    ]
    assert [gap["campaign"] for gap in found["gaps"]] == [10, 33]
    found = told("days", "--fill-gaps", "--portfolio", sample, "--at", EVENING)
    assert (found["filled"], found["gaps"]) == (2, [])
    sources = {line["campaign"]: line["source"] for line in found["days"]}
    assert sources == {10: "filled from imported closes", 23: "recorded", 33: "filled from imported closes"}
    said = ask("days", "--campaign", "23", "--portfolio", sample, "--at", EVENING).out
    assert "recorded 2026-11-20 15:30 New York; partial: 4 of 4 not known" in said
    assert told("days", "--campaign", "23", "--portfolio", sample, "--at", TUESDAY)["gaps"] == [
        {"day": day, "campaign": 23, "why": None} for day in ("2026-11-23", "2026-11-24")
    ]


def test_a_recorded_figure_that_was_corrected_since_stands_beside_the_new_one(sample: Path) -> None:
    with closing(open_to_write(sample)) as file:
        file.keep_days([replace(WHOLE, campaign_id=23, cash_flow=Decimal("8000.00"))])
    past = told("report", "--portfolio", sample, "--as-of", SAMPLE_STANDS)
    (found,) = past["as_of"]["corrected_since"]
    assert (found["cash_flow_usd_recorded"], found["cash_flow_usd_now"]) == ("8000.00", "8374.00")
    assert [line["campaign"] for line in past["as_of"]["recorded_that_day"]] == [23]
    for command in (("report", "--as-of", SAMPLE_STANDS), ("days", "--at", EVENING)):
        said = ask(*command, "--portfolio", sample).out
        assert "cash +8,000.00 $; the book was corrected since and says -26.00 $ and +8,374.00 $" in said


def test_a_book_of_ones_own_without_days_says_so(empty: Path) -> None:
    assert ask("days", "--portfolio", empty, "--at", TUESDAY).out == "No day is recorded, and none was missed.\n"
