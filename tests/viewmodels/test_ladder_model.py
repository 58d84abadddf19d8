"""The hedge ladder in words: counts against targets, roll dates, returns, and what is not known."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.founded_books import CLOCK, IRA, moment
from support.laddered_books import (
    CONDOR,
    MEDIUM,
    WHOLE,
    as_second_engine,
    changed,
    laddered,
    picture,
    seen,
    vix_quotes,
)

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.series.xirr import Return
from alvh_desktop.viewmodels.empty_states import empty_ladder
from alvh_desktop.viewmodels.ladder import ROW_ROLE, LadderModel
from alvh_desktop.viewmodels.ladder_axis import DaysScale
from alvh_desktop.viewmodels.ladder_cells import AXIS, COLUMNS, return_cells
from alvh_desktop.viewmodels.ladder_rows import LadderRow, LayerGap, add_words, roll_words
from alvh_desktop.viewmodels.row_table import TONE_ROLE

TITLES = [column.title for column in COLUMNS]


@pytest.fixture
def model(qapp: object) -> LadderModel:
    model = LadderModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def rows_of(model: LadderModel, desk: Desk, units: int = 1, **more: object) -> dict[str, LadderRow]:
    model.show(picture(desk, **more), units)
    return {row.cells[0].text: row for row in model.rows}


def cell(row: LadderRow, title: str):
    return row.cells[TITLES.index(title)]


def at(day: str) -> tuple[Desk, dict]:
    now = moment(f"{day} 11:00")
    return laddered(*WHOLE, now=now), {"at_market": seen(at=now)}


def test_a_whole_ladder_in_words(model: LadderModel) -> None:
    rows = rows_of(model, laddered(*WHOLE))
    assert list(rows) == ["Hedge ladder \N{MIDDLE DOT} Main", "Short layer", "Medium layer", "Long layer"]
    assert [cell(row, "Held").text for row in rows.values()] == ["10 of 10", "4 of 4", "4 of 4", "2 of 2"]
    short = rows["Short layer"]
    assert [cell(short, title).text for title in ("Days", "Next roll", "Cost $", "Contracts", "Entry")] == [
        "26",
        "Mon 7 Dec",
        "963.16",
        "16DEC26 18C",
        "30 d at 0.50",
    ]
    assert cell(rows["Long layer"], "Next roll").text == "Fri 26 Feb 2027"
    assert short.told == "26 days left; entered at 30, rolls at 10, late at 5; next roll Mon 7 Dec"
    assert cell(short, "Delta").text == f"{float(cell(short, 'Delta').raw):.2f}"
    assert (short.gap, add_words(short), roll_words(short)) == (None, "Nothing is missing", "&Roll this layer…")


def test_what_is_missing_is_counted_and_offered(model: LadderModel) -> None:
    rows = rows_of(model, laddered(("+2 VIX 16DEC26 18C @2.40", "short"), WHOLE[1]))
    short, long = rows["Short layer"], rows["Long layer"]
    assert [cell(row, "Held").text for row in (short, long)] == ["2 of 4", "0 of 2, empty"]
    assert {cell(row, "Held").tone for row in (short, long)} == {"doubt"}
    assert (add_words(short), add_words(long)) == ("&Add the missing 2…", "&Add the missing 2…")
    assert long.gap == LayerGap("long", 2, "Main", "alvh", 220, Decimal("0.50"))
    assert (long.rolls, long.told, cell(long, "Days").text) == ((), "nothing is open", "")


def test_what_one_layer_has_over_completes_no_other(model: LadderModel) -> None:
    rows = rows_of(model, laddered(("+8 VIX 16DEC26 18C @2.40", "short"), ("+2 VIX 16JUN27 20C @3.60", "long")))
    group = next(iter(rows.values()))
    assert cell(group, "Held").text == "6 of 10"
    assert cell(group, "Held").tone == "doubt"
    assert cell(group, "Held").hint == "10 long calls stand in its layers; 4 missing"
    assert cell(rows["Short layer"], "Held").text == "8 of 4, 4 over"


def test_targets_follow_the_units(model: LadderModel) -> None:
    rows = rows_of(model, laddered(*WHOLE), units=2)
    assert cell(rows["Short layer"], "Held").text == "4 of 8"
    assert rows["Medium layer"].gap.count == 4


@pytest.mark.parametrize(
    ("day", "days", "roll", "tone"),
    [
        ("2026-12-04", "12", "Mon 7 Dec", ""),
        ("2026-12-07", "9", "today", "doubt"),
        ("2026-12-08", "8", "since Mon 7 Dec", "doubt"),
        ("2026-12-11", "5", "since Mon 7 Dec", "problem"),
    ],
)
def test_a_roll_falls_due_and_is_late(model: LadderModel, day: str, days: str, roll: str, tone: str) -> None:
    desk, market = at(day)
    short = rows_of(model, desk, **market)["Short layer"]
    assert (cell(short, "Days").text, cell(short, "Next roll").text) == (days, roll)
    assert cell(short, "Days").tone == cell(short, "Next roll").tone == tone
    assert [dot.state for dot in short.axis.dots] == [{"": "ahead", "doubt": "due", "problem": "late"}[tone]]


def test_calls_that_have_settled_are_told_and_not_counted(model: LadderModel) -> None:
    now = moment("2026-12-16 10:00")
    short = rows_of(model, laddered(*WHOLE, now=now), at_market=seen(at=now))["Short layer"]
    assert (cell(short, "Held").text, cell(short, "Days").text) == ("0 of 4", "settled")
    assert "4 more have settled and are not booked" in cell(short, "Held").hint
    assert (short.rolls, cell(short, "Delta").text, cell(short, "IRR %").text) == ((), "\N{EM DASH}", "\N{EM DASH}")
    assert short.told.endswith("settled and not booked")


def test_what_is_not_known_is_a_dash_with_its_reason(model: LadderModel) -> None:
    quotes = {contract: quote for contract, quote in vix_quotes().items() if contract.expiry != MEDIUM}
    rows = rows_of(model, laddered(*WHOLE), at_market=seen(quotes))
    group, medium = next(iter(rows.values())), rows["Medium layer"]
    for title in ("$ a day held", "$ a day to go", "IRR %", "Multiple", "$ a year"):
        for row in (group, medium):
            assert cell(row, title).text == "\N{EM DASH}", title
            assert cell(row, title).hint, title
            assert cell(row, title).raw == "", title
    assert cell(medium, "Cost $").text == "1,223.16"
    assert "1 of 1 open legs have no mark" in cell(medium, "Cost $").hint
    assert cell(medium, "Delta").hint.startswith("Not known: delta of VIX 17MAR27 19 C: no quote of")
    assert cell(rows["Short layer"], "IRR %").text != "\N{EM DASH}"


def test_returns_say_what_they_are() -> None:
    rate, multiple, a_year = return_cells(Return(100, -250.0, 0.75, -912.5, -0.6502, None, None))
    assert (rate.text, rate.raw, rate.tone) == ("\N{MINUS SIGN}65.0", "-65.0200", "loss")
    assert (multiple.text, a_year.text) == ("0.75\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}912")
    assert rate.hint == "\N{MINUS SIGN}250.00 $ over 100 days"
    few, multiple, a_year = return_cells(Return(12, 80.0, 1.4, why="12 days are too few"))
    assert (few.text, few.hint.splitlines()[0]) == ("\N{EM DASH}", "12 days are too few")
    assert (multiple.text, a_year.text) == ("1.40\N{MULTIPLICATION SIGN}", "\N{EM DASH}")
    doubted, *_ = return_cells(Return(100, 5.0, 1.1, 18.0, 0.1, None, "several rates fit"))
    assert (doubted.text, doubted.tone) == ("+10.0 ?", "doubt")
    unknown = return_cells(Problem("IRR", "1 of 2 open legs have no mark"))
    assert {(each.text, each.hint) for each in unknown} == {
        ("\N{EM DASH}", "Not known: 1 of 2 open legs have no mark")
    }


def test_the_second_engine_and_paper_are_named(model: LadderModel) -> None:
    desk = laddered(*WHOLE)
    as_second_engine(desk, ("+6 VIX 16DEC26 22C @0.90 at 2026-11-02T12:00", "short"))
    changed(desk, "accounts", kind="paper")
    assert rows_of(model, desk) == {}, "paper stands beside no real money"
    (account_id,) = {trade.account_id for trade in desk.book.trades.values()}
    names = list(rows_of(model, desk, lens=Lens(account_id=account_id)))
    assert "Second engine: Engine \N{MIDDLE DOT} Main (paper)" in names
    engine = model.rows[-1]
    assert (cell(engine, "Held").text, engine.gap) == ("6", None)


def test_condors_without_a_ladder_are_told(model: LadderModel) -> None:
    rows = rows_of(model, laddered(f"{CONDOR} in {IRA}"))
    name = f"No hedge ladder \N{MIDDLE DOT} {IRA}"
    assert cell(rows[name], "Held").text == "0 of 10"
    assert cell(rows[name], "Layer").hint.startswith(f"The condors in {IRA} name no ladder")
    assert {row.gap.account for row in rows.values() if row.gap} == {IRA}


def test_what_stands_in_no_layer_has_its_own_row(model: LadderModel) -> None:
    desk = laddered(*WHOLE, ("-1 VX 17MAR27 @19.80 fee 2.40/ct at 2026-11-02T12:00", None))
    future = rows_of(model, desk)["VX 17MAR27 (H7)"]
    assert (future.kind, cell(future, "Held").text, cell(future, "Next roll").text) == (
        "other",
        "\N{MINUS SIGN}1",
        "",
    )
    assert cell(future, "$ a day to go").text == "0.00"
    assert (roll_words(future), add_words(future)) == ("&Roll this trade…", "&Add what is missing…")
    (dot,) = future.axis.dots
    assert (dot.is_long, dot.state, future.axis.window, future.axis.entry) == (False, "no window", None, None)
    assert "nothing to earn a rate on" in cell(future, "IRR %").hint


def test_all_rows_share_one_axis(model: LadderModel) -> None:
    rows = rows_of(model, laddered(*WHOLE))
    axes = {name: row.axis for name, row in rows.items()}
    assert len({axis.ticks for axis in axes.values()}) == 1
    scale = DaysScale(220.0)
    short = axes["Short layer"]
    assert (short.entry, short.window, short.late) == (scale.place(30), scale.place(10), scale.place(5))
    assert short.dots[0].place == scale.place(26)
    assert short.roll == scale.place(9), "Monday 7 December is 9 days before the settlement"
    assert (axes["Long layer"].entry, scale.place(0), scale.place(500)) == (1.0, 0.0, 1.0)
    assert [row.axis.is_labelled for row in rows.values()] == [True, False, False, False]


def test_columns_are_copied_as_plain_numbers(model: LadderModel) -> None:
    model.show(picture(laddered(*WHOLE)))
    head, short = (line.split("\t") for line in model.text_of([1]).splitlines())
    assert head == [title for title in TITLES if title != "Days to settlement"]
    assert short[:4] == ["Short layer", "4", "26", "2026-12-07"]
    assert short[head.index("Cost $")] == "963.16"
    for title in ("Delta", "$ a day held", "$ a day to go", "IRR %", "Multiple", "$ a year"):
        float(short[head.index(title)])
    assert len(model.text_of([0, 1], with_headers=False).splitlines()) == 2


def test_a_screen_reader_hears_the_axis(model: LadderModel) -> None:
    model.show(picture(laddered(*WHOLE)))
    heard = model.index(1, AXIS).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("Days to settlement: 26 days left; entered at 30")
    assert model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Held: 4 of 4"
    for place, column in enumerate(COLUMNS):
        assert model.headerData(place, Qt.Orientation.Horizontal) == column.title
        assert model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == column.meaning


def test_another_price_changes_cells_and_resets_nothing(model: LadderModel) -> None:
    desk = laddered(*WHOLE)
    model.show(picture(desk))
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.dataChanged.connect(lambda first, last: told.append(f"row {first.row()}"))
    model.show(picture(desk))
    assert told == []
    quotes = {
        c: replace(q, ask=q.ask + Decimal("0.10")) if c.expiry == MEDIUM else q for c, q in vix_quotes().items()
    }
    model.show(picture(desk, seen(quotes)))
    assert told == ["row 0", "row 2"]
    model.show(picture(laddered(*WHOLE, "+1 VX 17MAR27 @19.80")))
    assert told[2:] == ["reset"]
    model.show(None)
    assert model.rowCount() == 0
    assert model.place_of("nowhere") is None


def test_roles_carry_the_row_and_its_tone(model: LadderModel) -> None:
    desk, market = at("2026-12-11")
    model.show(picture(desk, **market))
    days = model.index(1, TITLES.index("Days"))
    assert days.data(ROW_ROLE) is model.rows[1]
    assert days.data(TONE_ROLE) == "problem"
    assert "late" not in days.data()
    assert "Past the window: roll now" in days.data(Qt.ItemDataRole.ToolTipRole)


def test_the_empty_panel_says_what_it_is_for() -> None:
    assert empty_ladder(None).filler == "open"
    assert empty_ladder(picture(laddered())).filler == "enter"
    assert empty_ladder(picture(laddered())).sentence.startswith("The layers of the hedge stand here")
    assert empty_ladder(picture(laddered(WHOLE[0]))) is None
    assert empty_ladder(picture(laddered(f"{CONDOR} at {CLOCK:%Y-%m-%d}T10:00"))) is None
