"""`lens` lists and removes saved lenses, `payoff --lens` looks through one; `days` names the edit behind a figure."""

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from support.command_line import SAMPLE_STANDS, ask, refusal, told
from support.founded_books import CLOCK, done
from support.recorded_books import WHOLE
from support.stored_books import desk_of, open_to_write

from alvh_desktop.domain.edits.lenses import SaveLens
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.lens_text import text_of

CLOSE_ONE = "+1 SPXW 4JAN27 6300/6350P 7125/7175C @2.00 at 2026-11-20T15:20"
"""Entered later for a moment before the day was recorded."""
GRIND = Lens(preset="grind", vix_after=None, clock="trading", trade_id=24)


@pytest.fixture
def looked(sample: Path) -> Path:
    """The sample with two saved lenses; one names a leg that it does not have."""
    with closing(open_to_write(sample)) as file:
        desk = desk_of(file)
        gone = Lens(preset="spike", chosen=frozenset({("leg", 901)}))
        for name, lens in (("Grind", GRIND), ("Gone", gone)):
            done(desk, SaveLens(desk.next_id, name, text_of(lens, CLOCK)))
    return sample


def test_lenses_are_listed_and_taken_away(looked: Path) -> None:
    found = told("lens", "--portfolio", looked)["lenses"]
    assert [(row["name"], row["lens"]["preset"], row["left_out"] is None) for row in found] == [
        ("Grind", "grind", True), ("Gone", "spike", False)
    ]  # fmt: skip
    assert ask("lens", "--portfolio", looked).out == (
        'Grind  clock "trading", preset "grind", trade_id 24\n'
        'Gone   chosen [["leg", 901]], preset "spike". Left out, for this portfolio does not hold it: leg 901, so '
        "that nothing is chosen and all is drawn.\n"
    )
    assert ask("lens", "--remove", "GRIND", "--portfolio", looked).out == "Remove lens Grind\n"
    assert [row["name"] for row in told("lens", "--portfolio", looked)["lenses"]] == ["Gone"]
    assert told("undo", "--portfolio", looked)["label"] == "Remove lens Grind"
    assert told("check", "--portfolio", looked)["findings"] == []


def test_without_lenses_it_says_so(empty: Path) -> None:
    assert ask("lens", "--portfolio", empty).out == "No lens is saved.\n"


def test_a_payoff_through_a_lens_is_that_of_its_options(looked: Path) -> None:
    through = told("payoff", "--lens", "grind", "--portfolio", looked)
    options = told("payoff", "--preset", "grind", "--clock", "trading", "--trade", 24, "--portfolio", looked)
    assert through.pop("lens") == {"name": "grind", "left_out": None}
    assert options.pop("lens") is None
    assert through == options
    further = told("payoff", "--lens", "Grind", "--dates", "+5", "--portfolio", looked)
    assert [curve["calendar_days"] for curve in further["curves"]][2:] == [5.0]


def test_what_had_to_be_left_out_is_said(looked: Path) -> None:
    said = told("payoff", "--lens", "Gone", "--portfolio", looked)["lens"]
    assert said["left_out"].startswith("Left out, for this portfolio does not hold it: leg 901")
    assert ask("payoff", "--lens", "Gone", "--portfolio", looked).out.endswith(f"! {said['left_out']}\n")


def test_refusals(looked: Path) -> None:
    named = ("--portfolio", looked)
    assert refusal("payoff", "--lens", "Crash", *named, code=2) == "lens: there is no lens 'Crash'; Grind, Gone"
    assert refusal("lens", "--remove", "x\ny", *named, code=2) == "lens: there is no lens 'x\\ny'; Grind, Gone"
    for option in (("--preset", "crash"), ("--vix", "30"), ("--futures-stay",), ("--clock", "calendar")):
        line = refusal("payoff", "--lens", "Grind", *option, *named, code=2)
        assert line == f"lens: it says itself what {option[0]} says; leave that out"


def test_the_edit_behind_a_corrected_figure_is_named(sample: Path) -> None:
    with closing(open_to_write(sample)) as file:
        book, last = file.load(), file.recent(1)[0].number
        campaign = next(each for each in book.campaigns.values() if each.name.startswith("SPXW 04JAN27"))
        held = [h for trade in book.trades.values() if trade.campaign_id == campaign.id
                for h in book.holdings_by_trade[trade.id]]  # fmt: skip
        realised, cash = (
            sum((getattr(h.position, name) for h in held), Decimal(0)) for name in ("realised", "cash_flow")
        )
        file.keep_days([replace(WHOLE, campaign_id=campaign.id, cash_flow=cash, realised=realised)])
    for command in (("report", "--as-of", SAMPLE_STANDS), ("days",)):
        assert "corrected since" not in ask(*command, "--portfolio", sample).out
    label = told("trade", CLOSE_ONE, "--portfolio", sample)["label"]
    (found,) = told("report", "--as-of", SAMPLE_STANDS, "--portfolio", sample)["as_of"]["corrected_since"]
    (edit,) = found["edits"]
    assert (edit["number"], edit["kind"], edit["label"]) == (last + 1, "edit", label)
    assert told("days", "--portfolio", sample)["corrected_since"] == [found]
    for command in (("report", "--as-of", SAMPLE_STANDS), ("days",)):
        assert (
            f"$; edit {last + 1} at 2026-11-20 15:45 New York: {label}\n" in ask(*command, "--portfolio", sample).out
        )
    told("undo", "--portfolio", sample)
    assert told("days", "--portfolio", sample)["corrected_since"] == []
