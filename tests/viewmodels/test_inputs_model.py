"""The table of typed values: follows every door, takes what is right, and keeps what was refused as it was typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from support.founded_books import MemoryLedger, done
from support.window_parts import desk_with, portfolio_of

from alvh_desktop.desk.inputs import inputs_edit
from alvh_desktop.domain.inputs import TypedInput, input_kinds, value_on
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.input_cells import COLUMNS, VALUE
from alvh_desktop.viewmodels.input_groups import ASKED_GROUP
from alvh_desktop.viewmodels.inputs import FIND_ROLE, LINE_ROLE, TONE_ROLE, InputsModel
from alvh_desktop.viewmodels.session import Session

Role = Qt.ItemDataRole
DAY = date(2026, 11, 20)
TITLES = [title for title, _ in COLUMNS]


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with()))
    return session


@pytest.fixture
def model(session: Session) -> InputsModel:
    model = InputsModel(session)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def value_of(session: Session, name: str) -> Decimal | None:
    assert session.portfolio is not None
    return value_on(session.portfolio.desk.book.inputs, name, DAY)


def cell(model: InputsModel, name: str, title: str, role: int = Role.DisplayRole) -> object:
    return model.find(name).siblingAtColumn(TITLES.index(title)).data(role)


def type_value(model: InputsModel, name: str, text: str) -> bool:
    return model.setData(model.find(name).siblingAtColumn(VALUE), text)


def heard(model: InputsModel) -> list[tuple[bool, str]]:
    said: list[tuple[bool, str]] = []
    model.told.connect(lambda is_wrong, sentence: said.append((is_wrong, sentence)))
    return said


def names_in(model: InputsModel) -> dict[str, list[str]]:
    found = {}
    for place in range(model.rowCount()):
        group = model.index(place, 0)
        found[group.data()] = [model.index(row, 0, group).data() for row in range(model.rowCount(group))]
    return found


def test_every_kind_stands_once_under_its_group(model: InputsModel) -> None:
    groups = names_in(model)
    assert [name for names in groups.values() for name in names] == list(input_kinds())
    assert list(groups) == [
        "Joint response to SPX", "Smile and clock", "Margin", "Portfolio margin", "Account", "Hedge",
        "Sizing worksheet", "Entry of condors", "Quotes", "Prices and the dollar", "Yields and spreads",
        "Valuation of the market", "Breadth of the market",
    ]  # fmt: skip
    assert groups["Account"] == ["equity"]
    assert groups["Hedge"][0] == "hedge.cash"
    assert groups["Smile and clock"] == ["skew_stickiness", "clock.overnight", "clock.weekend"]


def test_a_line_tells_value_unit_day_default_and_meaning(model: InputsModel) -> None:
    assert [cell(model, "response.cap", title) for title in TITLES] == [
        "response.cap", "150", "VIX points", "", "", "", "", "150",
        "The level that spot VIX nears in the worst crash and does not pass.",
    ]  # fmt: skip
    assert type_value(model, "response.cap", "120")
    assert [cell(model, "response.cap", title) for title in TITLES[1:8]] == [
        "120", "VIX points", "2026-11-20", "today", "\N{EM DASH}", "", "150",
    ]  # fmt: skip
    assert cell(model, "response.cap", "Value", TONE_ROLE) == "strong"
    assert cell(model, "response.floor", "Value", TONE_ROLE) == "dim"
    hint = str(cell(model, "response.cap", "Name", Role.ToolTipRole))
    assert "From 60 to 500 (fit of 2010-2026 daily data)." in hint
    assert hint.endswith("Typed; counts since 2026-11-20.")


def test_what_nobody_typed_and_nobody_can_guess_is_no_number(model: InputsModel) -> None:
    assert [cell(model, "equity", title) for title in ("Value", "Default")] == ["\N{EM DASH}", "none"]
    assert cell(model, "equity", "Value", Role.EditRole) == ""


def test_only_values_of_lines_can_be_typed(model: InputsModel) -> None:
    editable = Qt.ItemFlag.ItemIsEditable
    group, line = model.index(0, VALUE), model.find("response.a")
    assert not group.flags() & editable
    assert [bool(line.siblingAtColumn(column).flags() & editable) for column in range(len(COLUMNS))] == [
        title == "Value" for title in TITLES
    ]
    assert not model.setData(model.index(0, VALUE), "1")
    assert not model.setData(line, "1")
    assert not model.setData(QModelIndex(), "1")


def test_a_typed_value_goes_through_the_door_and_back_by_undo(session: Session, model: InputsModel) -> None:
    told: list[str] = []
    session.noticed.connect(told.append)
    assert type_value(model, "response.a", " 0.09 ")
    assert told == ["Entered: Input response.a 0.09 from 2026-11-20"]
    assert value_of(session, "response.a") == Decimal("0.09")
    session.undo()
    session.paint_now()
    assert cell(model, "response.a", "Value") == "0.078"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("7.8", "7.8 lies outside the range of response.a, 0 to 0.5 (log VIX per sigma); did you mean 0.078?"),
        ("0,09", "'0,09' holds a comma: write the decimal point as '.', without thousands marks."),
        ("x", "'x' is not a number."),
    ],
)
def test_a_refused_text_stays_with_its_reason_and_the_value_that_counts(
    session: Session, model: InputsModel, text: str, sentence: str
) -> None:
    said = heard(model)
    assert not type_value(model, "response.a", text)
    assert said == [(True, sentence)]
    assert cell(model, "response.a", "Value") == text
    assert cell(model, "response.a", "Value", Role.EditRole) == text
    assert cell(model, "response.a", "Meaning") == sentence
    assert [cell(model, "response.a", title, TONE_ROLE) for title in ("Value", "Meaning")] == ["problem", "problem"]
    assert cell(model, "response.a", "Name", Role.ToolTipRole) == f"{sentence} So 0.078 still counts."
    assert value_of(session, "response.a") == Decimal("0.078")
    session.paint_now()
    assert cell(model, "response.a", "Value") == text, "a repaint leaves what was typed"


RIGHT: dict[str, Callable[[InputsModel], object]] = {
    "the right number": lambda model: type_value(model, "response.a", "0.08"),
    "no text": lambda model: type_value(model, "response.a", ""),
    "the button": lambda model: model.take_back(model.find("response.a")),
}


@pytest.mark.parametrize("act", RIGHT.values(), ids=RIGHT)
def test_a_refused_text_goes_by(model: InputsModel, act: Callable[[InputsModel], object]) -> None:
    type_value(model, "response.a", "7.8")
    said = heard(model)
    assert model.can_take_back(model.find("response.a"))
    act(model)
    assert cell(model, "response.a", "Value") in ("0.08", "0.078")
    assert cell(model, "response.a", "Meaning", TONE_ROLE) == ""
    assert said[0] == (False, "")


def test_another_portfolio_has_no_refused_text(session: Session, model: InputsModel) -> None:
    type_value(model, "response.a", "7.8")
    session.hold(portfolio_of(desk_with()))
    assert cell(model, "response.a", "Value") == "0.078"
    session.hold(None)
    assert model.rowCount() == 0
    assert model.day is None
    assert not model.is_editable


def test_a_text_that_changes_nothing_is_no_edit(session: Session, model: InputsModel) -> None:
    told: list[str] = []
    session.noticed.connect(told.append)
    assert not type_value(model, "response.a", "0.078")
    assert not type_value(model, "equity", "")
    assert type_value(model, "response.a", "0.09")
    assert not type_value(model, "response.a", "0.09")
    assert type_value(model, "response.a", "0.090"), "the same number is no mistake"
    assert cell(model, "response.a", "Meaning", TONE_ROLE) == ""
    assert told == ["Entered: Input response.a 0.09 from 2026-11-20"]


def test_an_old_value_is_called_old_and_can_be_confirmed_as_it_stands(session: Session, model: InputsModel) -> None:
    assert session.portfolio is not None
    desk = session.portfolio.desk
    done(desk, inputs_edit(desk, (TypedInput("equity", date(2026, 11, 18), Decimal(250000), "broker"),)))
    model.refresh()
    assert [cell(model, "equity", title) for title in ("Since", "Age")] == ["2026-11-18", "2 d, limit 1"]
    assert cell(model, "equity", "Age", TONE_ROLE) == "doubt"
    assert "too old: type the value of today" in str(cell(model, "equity", "Name", Role.ToolTipRole))
    assert type_value(model, "equity", "250000")
    assert [cell(model, "equity", title) for title in ("Since", "Age")] == ["2026-11-20", "today"]
    assert cell(model, "equity", "Age", TONE_ROLE) == "dim"


def test_what_rules_wait_for_is_missing_and_says_for_which(model: InputsModel) -> None:
    assert cell(model, "pcf.average", "Age") == "missing"
    assert cell(model, "pcf.average", "Age", TONE_ROLE) == "doubt"
    assert cell(model, "pcf.average", "Needed by") == "hedge.no_add, worksheet.roll_or_close"
    hint = str(cell(model, "pcf.average", "Name", Role.ToolTipRole))
    assert hint.startswith("Never typed, and nothing can stand in for it.")
    assert hint.endswith("Needed by hedge.no_add, worksheet.roll_or_close.")
    assert cell(model, "ppi.expected", "Age") == "", "nothing hangs on it"
    assert cell(model, "response.cap", "Age") == "", "its default counts"


@pytest.mark.parametrize(
    ("then", "now", "told"), [("4.1", "4.35", "+0.25"), ("4.35", "4.1", "\N{MINUS SIGN}0.25"), ("4.1", "4.1", "0")]
)
def test_the_trend_is_signed(session: Session, model: InputsModel, then: str, now: str, told: str) -> None:
    assert session.portfolio is not None
    desk = session.portfolio.desk
    rows = [TypedInput("yield.10y", date(2026, *day), Decimal(value), "FRED")
            for day, value in (((10, 20), then), ((11, 19), now))]  # fmt: skip
    done(desk, inputs_edit(desk, tuple(rows)))
    model.refresh()
    assert cell(model, "yield.10y", "30 days") == told
    assert cell(model, "reer", "30 days") == "", "never typed: nothing to tell"


def test_missing_and_stale_come_first_and_stay_until_asked_anew(session: Session, model: InputsModel) -> None:
    before = names_in(model)
    count = model.asked_count
    model.put_asked_first(True)
    groups = names_in(model)
    top = next(iter(groups))
    assert (top, len(groups[top])) == (f"{ASKED_GROUP}: {count}", count)
    assert {"equity", "pcf.market"} <= set(groups[top])
    assert "response.cap" not in groups[top]
    assert sorted(name for names in groups.values() for name in names) == sorted(input_kinds())
    assert type_value(model, "pcf.market", "10.5")
    assert names_in(model) == {
        f"{ASKED_GROUP}: {count - 1}" if name == top else name: names for name, names in groups.items()
    }
    session.undo()
    model.refresh()
    assert names_in(model) == groups
    session.redo()
    model.put_asked_first(True)
    assert len(names_in(model)[f"{ASKED_GROUP}: {count - 1}"]) == count - 1
    model.put_asked_first(False)
    assert names_in(model) == before


def test_a_value_of_a_later_day_is_told(session: Session, model: InputsModel) -> None:
    assert session.portfolio is not None
    desk = session.portfolio.desk
    done(desk, inputs_edit(desk, (TypedInput("response.cap", date(2026, 12, 1), Decimal(120), "typed"),)))
    model.refresh()
    assert cell(model, "response.cap", "Value") == "150"
    assert str(cell(model, "response.cap", "Name", Role.ToolTipRole)).endswith("From 2026-12-01 it is 120.")


def test_the_button_takes_one_typed_value_away_at_a_time(session: Session, model: InputsModel) -> None:
    assert session.portfolio is not None
    desk = session.portfolio.desk
    assert not model.can_take_back(model.find("response.a"))
    assert not model.can_take_back(model.index(0, 0))
    done(desk, inputs_edit(desk, (TypedInput("response.a", date(2026, 11, 2), Decimal("0.085"), "typed"),)))
    type_value(model, "response.a", "0.09")
    seen = []
    while model.can_take_back(model.find("response.a")):
        model.take_back(model.find("response.a"))
        seen.append(cell(model, "response.a", "Value"))
    assert seen == ["0.085", "0.078"]
    model.take_back(model.index(0, 0))
    model.take_back(QModelIndex())


def test_a_rate_is_added_in_its_place_and_leaves_with_undo(session: Session, model: InputsModel) -> None:
    assert model.enter_member("rate", "90", "3.68") == "rate.90"
    assert model.enter_member("rate", " 30 ", "3.71") == "rate.30"
    assert model.enter_member("margin.VX", "1", "7600") == "margin.VX.1"
    assert names_in(model)["Interest rates"] == ["rate.30", "rate.90"]
    assert names_in(model)["Margin"][-1] == "margin.VX.1"
    assert model.enter_member("rate", "30", "3.72") == "rate.30"
    assert cell(model, "rate.30", "Value") == "3.72"
    for _ in range(4):
        session.undo()
    session.paint_now()
    assert "Interest rates" not in names_in(model)


@pytest.mark.parametrize(
    ("number", "value", "where", "told"),
    [
        ("", "4", "number", "type a whole number from 1 to 3700"),
        ("4000", "4", "number", "type a whole number from 1 to 3700"),
        ("1.5", "4", "number", "type a whole number from 1 to 3700"),
        ("30", "", "value", "type a number; it counts in % a year"),
        ("30", "425", "value", "425 lies outside the range of rate.30, -5 to 50 (% a year); did you mean 4.25?"),
    ],
)
def test_a_rate_that_cannot_be_added_is_named_by_its_field(
    model: InputsModel, number: str, value: str, where: str, told: str
) -> None:
    assert model.enter_member("rate", number, value) == Problem(where, told)
    assert "Interest rates" not in names_in(model)


def test_only_what_differs_is_told_as_changed(session: Session, model: InputsModel, qtbot: QtBot) -> None:
    changed: list[str] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.data()))
    with qtbot.assertNotEmitted(model.modelReset):
        type_value(model, "response.a", "0.09")
        session.paint_now()
    assert set(changed) == {"response.a"}


def test_a_full_disk_leaves_the_value_and_the_typed_text(qapp: object) -> None:
    ledger = MemoryLedger()
    session = Session(Background())
    session.hold(portfolio_of(desk_with(ledger=ledger)))
    model = InputsModel(session)
    ledger.fault = KnownError("The disk is full.", "Free some space.")
    failed: list[KnownError] = []
    session.failed.connect(failed.append)
    assert not type_value(model, "response.a", "0.09")
    assert failed == [ledger.fault]
    assert cell(model, "response.a", "Value") == "0.09"
    assert cell(model, "response.a", "Name", Role.ToolTipRole) == "Nothing was booked. So 0.078 still counts."
    ledger.fault = None
    assert type_value(model, "response.a", "0.09"), "the same text again, once there is room"
    assert value_of(session, "response.a") == Decimal("0.09")


def test_a_portfolio_that_is_only_read_takes_nothing(session: Session) -> None:
    session.hold(replace(portfolio_of(desk_with()), read_only_because="another program has it open"))
    model = InputsModel(session)
    assert not model.is_editable
    assert not model.find("response.a").siblingAtColumn(VALUE).flags() & Qt.ItemFlag.ItemIsEditable


def test_a_line_is_found_by_its_words_and_told_to_a_screen_reader(model: InputsModel) -> None:
    words = str(cell(model, "clock.weekend", "Name", FIND_ROLE))
    for part in ("clock.weekend", "Weight of the weekend", "without a session", "Smile and clock"):
        assert part in words
    assert cell(model, "response.cap", "Value", Role.AccessibleTextRole) == "Value: 150"
    assert cell(model, "response.cap", "Name", LINE_ROLE) is not None
    assert model.index(0, 0).data(LINE_ROLE) is None
