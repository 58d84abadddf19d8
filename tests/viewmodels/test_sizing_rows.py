"""The rows and words of the sizing worksheet, its choice of base, and what a ticket would buy."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.founded_books import CLOCK
from support.laddered_books import CONDOR, WHOLE, laddered
from support.sized_pictures import ladder, picture_of, whole

from alvh_desktop.desk.inputs import input_edit
from alvh_desktop.desk.picture import Picture, paint
from alvh_desktop.desk.sizing import Sizing, sizing_of
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.sizing import SizingSheet
from alvh_desktop.viewmodels.sizing_rows import (
    ROLE_COLUMNS,
    STEP_COLUMNS,
    role_rows,
    step_rows,
    ticket_words,
    words_of,
)


def sizing(picture: Picture | None = None) -> Sizing:
    return sizing_of(picture or whole())


def texts(found: Sizing) -> dict[str, tuple[str, ...]]:
    return {row.cells[0].text: tuple(cell.text for cell in row.cells[1:]) for row in step_rows(found)}


def test_every_step_and_cap_is_a_row_with_what_it_rests_on_its_age_and_its_effect() -> None:
    assert texts(sizing()) == {
        "1  Base: RSI of VIX (chosen)": ("RSI(14) of VIX 50", "today", "12.5 % (10.0 to 15.0 %)"),
        "2  Base: 4/4/2 overlay": (
            "Days the MACD histogram of the VX curve is above 0 (+) 3", "today", "16.5 % (15.0 to 18.0 %)"
        ),
        "3  Base: P/CF steps": ("P/CF not known", "", "not known"),
        "4  Second layer": ("Break-even alert none stands", "", "nothing added"),
        "5  Cost of capital (WACC)": ("10-year yield 4.2, Credit spread 1.8", "today", "nothing added"),
        "6  Soft cap": ("Regime neutral to bullish yes", "today", "at most 18.0 %"),
        "6  Hard cap": ("Regime neutral to bullish yes", "today", "at most 25.0 %"),
        "6  Cap of other regimes": ("Regime neutral to bullish yes", "today", "not in force"),
        "6  No increase": ("P/E, forward 20", "today", "not in force"),
        # 3.2 x $250,000 - $50,000 leaves $750,000, 15 times the notional
        "6  Leverage": ("Equity $250,000, Condor notional $50,000", "", "at most 1500.0 %"),
        "6  VIX vega": ("", "", "not known"),  # the condors are not quoted here
    }  # fmt: skip
    assert all(len(row.cells) == len(STEP_COLUMNS) for row in step_rows(sizing()))


def test_a_base_that_does_not_count_steps_back_and_what_is_missing_stands_out() -> None:
    rows = {row.key: row for row in step_rows(sizing())}
    assert {rows[key].cells[3].tone for key in (2, 3)} == {"dim"}
    chosen = {row.key: row for row in step_rows(sizing(picture_of(ladder(), **{"sizing.base": "3"})))}
    assert chosen[3].cells[3].tone == "doubt"
    assert chosen[1].cells[3].tone == "dim"


def test_the_contracts_stand_beside_those_held() -> None:
    found = sizing()
    rows = role_rows(found)
    assert all(len(row.cells) == len(ROLE_COLUMNS) for row in rows)
    short, medium, long = ({c.title: cell.text for c, cell in zip(ROLE_COLUMNS, r.cells, strict=True)} for r in rows)
    assert (short["Layer"], short["Held"], short["Counted as"]) == ("Short", "4", "as the 4 held stand")
    assert (medium["Held"], long["Held"]) == ("4", "2")
    # 12.5 % of $50,000 is $6,250, and the ladder of 4/4/2 is worth more: fewer contracts are aimed at
    target = found.target
    assert not isinstance(target, Problem)
    assert target.usd == pytest.approx(6_250)
    assert [int(each["Target"]) for each in (short, medium, long)] == [
        each.contracts for each in target.roles if not isinstance(target.roles, Problem)
    ]
    assert int(short["Target"]) + int(medium["Target"]) + int(long["Target"]) < 10


def test_the_words_say_the_target_and_what_is_held() -> None:
    words = words_of(sizing())
    assert words.headline.startswith("Target 12.5 % (10.0 to 15.0 %) of the programme: $6,250 by delta notional. ")
    assert "points above the band." in words.beside
    assert words.carry.startswith("Yearly carry of the target at the model's decay of today: \N{MINUS SIGN}$")
    assert words.carry.endswith(" % of equity.")
    # a limit that is not known leaves the result partial, and says why
    assert words.partial.startswith("Partial. Step 6, VIX vega: no quote of SPXW 18DEC26 6300 P")
    assert words.choices == (
        "Base 1: RSI of VIX, 12.5 %", "Base 2: 4/4/2 overlay, 16.5 %", "Base 3: P/CF steps, \N{EM DASH}",
    )  # fmt: skip
    assert words.chosen == 0
    assert words.missing == ()
    assert words.surplus
    assert ticket_words(words) == "Nothing to buy"


def test_what_is_missing_is_offered_as_a_ticket() -> None:
    large = dict.fromkeys(("base.least", "base.most", "sizing.cap_soft", "sizing.cap_hard"), "40")
    half = picture_of(laddered(WHOLE[0], CONDOR), **large)
    words = words_of(sizing_of(half))
    roles = [role for role, _ in words.missing]
    assert roles == ["short", "medium", "long"]
    named = ", ".join(f"{count} {role}" for role, count in words.missing)
    assert ticket_words(words) == f"Open a &ticket for {named}\N{HORIZONTAL ELLIPSIS}"
    # the layers that hold nothing are counted by the call that their own tenor and delta lead to
    counted = [row.cells[-1].text for row in role_rows(sizing_of(half))]
    assert counted[0] == "as the 4 held stand"
    assert counted[1].startswith("VIX 17MAR27")
    assert counted[2].startswith("VIX 16JUN27")


def test_without_closes_the_target_is_not_known_and_says_what_to_import() -> None:
    found = sizing(picture_of(ladder(), regime={}))
    words = words_of(found)
    assert words.headline == "The target is not known: vix.rsi is not known: no histories are at hand."
    assert role_rows(found) == ()
    assert ticket_words(words) == "Open a &ticket for the difference"


def test_a_partial_sheet_names_its_missing_steps() -> None:
    picture = picture_of(ladder(), regime={"vix__rsi": 50.0})
    words = words_of(sizing(picture))
    assert words.partial.startswith("Partial. Step 6, which caps count: ")
    assert words.headline.startswith("Target 12.5 %")


def test_chains_that_cannot_be_read_leave_the_contracts_unknown() -> None:
    why = Problem("market", "the quotes cannot be read")
    found = sizing_of(picture_of(laddered(WHOLE[0], CONDOR)), lambda: why)
    assert not isinstance(found.target, Problem)
    assert found.target.roles is why
    assert words_of(found).headline.endswith("In contracts it is not known: the quotes cannot be read.")


# The sheet


def shown(picture: Picture | None = None) -> SizingSheet:
    sheet = SizingSheet()
    sheet.show(picture or whole())
    return sheet


def test_the_choice_of_base_is_typed_as_its_input() -> None:
    desk, typed = laddered(*WHOLE, CONDOR), []

    def enter(name: str, value: str) -> Change | Problem:
        typed.append((name, value))
        edit = input_edit(desk, name, value)
        assert not isinstance(edit, Problem)
        return desk.do(edit)

    sheet = shown()
    sheet.serve(enter, None)
    sheet.show(whole())
    sheet.choose_base(1)
    assert typed == []  # it counts already
    sheet.choose_base(2)
    assert typed == [("sizing.base", "2")]
    assert [row.value for row in desk.book.inputs.values() if row.name == "sizing.base"] == [2]
    assert shown(picture_of(desk)).words.chosen == 1


def test_a_refused_choice_is_told_and_the_sheet_stays() -> None:
    sheet, told = shown(), []
    sheet.serve(lambda name, value: Problem("", "the portfolio is read only"), None)
    sheet.refused.connect(told.append)
    sheet.show(whole())
    sheet.choose_base(3)
    assert told == ["the portfolio is read only"]
    assert sheet.words is not None
    assert sheet.words.chosen == 0


def test_chains_are_read_once_a_minute_and_their_fault_is_told() -> None:
    asked = []

    def fail() -> object:
        asked.append(1)
        raise KnownError("The market file cannot be read.", "Import it again.")

    sheet = SizingSheet()
    sheet.serve(None, fail)  # type: ignore[arg-type]
    picture = picture_of(laddered(WHOLE[0], CONDOR))
    for seconds in (0, 30, 59):
        market = replace(picture.inputs.market, at=CLOCK + timedelta(seconds=seconds))
        sheet.show(paint(replace(picture.inputs, market=market)))
    assert len(asked) == 1
    assert sheet.words is not None
    assert "The market file cannot be read." in sheet.words.headline
    market = replace(picture.inputs.market, at=CLOCK + timedelta(seconds=60))
    sheet.show(paint(replace(picture.inputs, market=market)))
    assert len(asked) == 2


def test_without_a_portfolio_nothing_stands_there() -> None:
    sheet = shown()
    sheet.show(None)
    assert sheet.words is None
    assert sheet.steps.rows == sheet.roles.rows == ()
    assert sheet.sentence_of(1) == ""


def test_the_formula_of_a_row_is_told() -> None:
    assert shown().sentence_of(1).startswith("RSI 50.0: 60 or more gives 10 %, 40 or less 15 %, linear between")
