"""The rulebook as a table: typed over, refused in its cell, tried out, restored, and changed as a whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from support.founded_books import CLOCK
from support.window_parts import CONDOR, desk_with, portfolio_of

from alvh_desktop.desk.recorded import FactDay
from alvh_desktop.desk.rulebook import Proposal
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import input_kinds
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import Reading, Subject
from alvh_desktop.rules.rule_texts import field_text
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.edited_table import CHOICES_ROLE
from alvh_desktop.viewmodels.row_table import TONE_ROLE, Role
from alvh_desktop.viewmodels.rule_cells import FIELDS
from alvh_desktop.viewmodels.rulebook import RulebookModel
from alvh_desktop.viewmodels.session import Session

NEAR = "condor.short_near"


@pytest.fixture(autouse=True)
def made_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The condor stands 0.85 expected moves from its short strike, whatever the market; its delta is 0.20."""
    for fact_id, value in (("short_distance_em", 0.85), ("short_delta", 0.20)):
        readings = (Reading(Subject("trade 1", "Condor 1"), value, f"{value} read"),)
        fact = Fact(
            fact_id, f"Made {fact_id}", "units", "trade", "made of", "no condor", lambda _, r=readings: r, 0, 3
        )
        monkeypatch.setitem(FACTS, fact_id, fact)  # type: ignore[arg-type]


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR)))
    session.paint_now()
    yield session
    session.hold(None)


@pytest.fixture
def model(session: Session) -> RulebookModel:
    model = RulebookModel(session)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def rule(session: Session, rule_id: str = NEAR) -> Rule:
    assert session.portfolio is not None
    return session.portfolio.desk.book.rules[rule_id]


def cell(model: RulebookModel, field: str, rule_id: str = NEAR) -> QModelIndex:
    place = model.place_of(rule_id)
    assert place is not None
    return model.index(place, FIELDS.index(field))


def test_rules_stand_in_groups_with_conditions_under_them(model: RulebookModel) -> None:
    titles = [model.index(row, FIELDS.index("title")).data() for row in range(model.rowCount())]
    assert [title for row, title in enumerate(titles) if model.rule_at(model.index(row, 0)) is None] == [
        "Condor rules", "Book rules", "Hedge rules"
    ]  # fmt: skip
    place = titles.index("Short strike near")
    assert titles[place + 1].strip() == "or Delta of the short"
    assert titles[titles.index("Break-even near") + 1].strip() == "and Break-even in expected moves"
    assert cell(model, "fact").data() == "Made short_distance_em, expected moves"
    assert cell(model, "hold_seconds").data() == "next look"
    assert cell(model, "hold_seconds", "condor.short_tested").data() == "at once"


def test_a_cell_typed_over_is_one_undo_step_and_is_marked(session: Session, model: RulebookModel) -> None:
    assert cell(model, "watch").data(TONE_ROLE) == ""
    assert model.setData(cell(model, "watch"), "0.75")
    assert rule(session).watch == Decimal("0.75")
    assert (cell(model, "watch").data(), cell(model, "watch").data(TONE_ROLE)) == ("0.75", "strong")
    assert cell(model, "title").data(TONE_ROLE) == "strong"
    assert "its default is 0.8" in cell(model, "watch").data(Role.ToolTipRole)
    assert cell(model, "watch").data(Role.AccessibleTextRole) == "Watch: 0.75, changed"
    assert model.changed_count == 1
    session.undo()
    model.refresh()
    assert (rule(session).watch, model.changed_count) == (Decimal("0.80"), 0)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("watch", "0,75", "comma"),
        ("watch", "nan", "not a number"),
        ("watch", "4", "lies outside the range"),
        ("watch", "", "one threshold at least"),
        ("warn", "0.9", "must lie under watch"),
        ("rearm", "-1", "0 or more"),
        ("hold_seconds", "soon", "is no hold time"),
        ("stale_after_minutes", "0", "1 to 10,080"),
        ("advice", "", "is empty"),
    ],
)
def test_a_bad_text_stays_in_its_cell_with_its_reason(
    session: Session, model: RulebookModel, field: str, text: str, message: str
) -> None:
    before = rule(session)
    index = cell(model, field)
    assert not model.setData(index, text)
    assert (index.data(), index.data(TONE_ROLE)) == (text, "problem")
    assert message in index.data(Role.ToolTipRole)
    assert rule(session) == before
    model.setData(index, "" if field == "warn" else field_text(before, field))
    assert index.data(TONE_ROLE) == "", "what stands there takes the refusal back"


def test_which_cells_are_typed_and_which_are_chosen(model: RulebookModel) -> None:
    def is_typed(field: str, rule_id: str = NEAR) -> bool:
        return bool(model.flags(cell(model, field, rule_id)) & model.flags(QModelIndex()).ItemIsEditable)

    assert [field for field in FIELDS if not is_typed(field)] == ["title", "fact", "comparison"]
    assert not is_typed("hold_seconds", "condor.short_near.delta")
    assert cell(model, "is_on").data(CHOICES_ROLE) == (("on", "on"), ("off", "off"))
    assert [text for text, _ in cell(model, "inclusive", "condor.short_tested").data(CHOICES_ROLE)][:4] == [
        "none", "watch", "warn", "act"
    ]  # fmt: skip
    assert cell(model, "watch").data(CHOICES_ROLE) is None


def test_a_change_is_tried_out_while_it_is_typed(session: Session, model: RulebookModel) -> None:
    """0.85 moves away is quiet under 0.80 and watch under 0.90."""
    tried = model.try_out(cell(model, "watch"), "0.9")
    assert not isinstance(tried, Problem)
    now, past = tried
    assert now == ("1 of 1 would change now.", "Condor 1: quiet becomes watch. 0.85 read")
    assert past == ("The last 60 days are not known: nothing is logged of this portfolio.",)
    assert rule(session).watch == Decimal("0.80")
    assert isinstance(model.try_out(cell(model, "watch"), "0,9"), Problem)
    assert model.try_out(cell(model, "watch")) == (("As it is now:", "Condor 1: quiet. 0.85 read"), past)
    assert model.try_out(model.index(0, 0)) == ((), ())


def test_the_last_days_are_counted_from_the_log(session: Session, model: RulebookModel) -> None:
    class Log:
        def fact_days(
            self, fact: str | None = None, first: date | None = None, subject_key: str | None = None
        ) -> tuple[FactDay, ...]:
            moment: datetime = CLOCK
            line = FactDay(date(2026, 11, 19), NEAR, "trade 1", "Condor 1", 2.0, 0.85, 2.0, 1.0, moment)
            return (replace(line, fact=fact or ""),) if fact == "short_distance_em" else ()

    assert session.portfolio is not None
    session.portfolio = replace(session.portfolio, alert_log=Log())  # type: ignore[arg-type]
    tried = model.try_out(cell(model, "watch"), "0.9")
    assert not isinstance(tried, Problem)
    assert tried[1] == (
        "Since 2026-09-21, by the worst value of each recorded day:",
        "As it is: never.",
        "So changed: watch 1, on 1 day.",
        "44 trading days have no record: what would have fired there is not known.",
    )


def test_details_say_what_the_rule_hangs_on_and_what_is_never_reached(model: RulebookModel) -> None:
    details = model.details(cell(model, "watch", "hedge.irr"))
    assert details is not None
    assert details.inputs == tuple(name for name, kind in input_kinds().items() if "hedge.irr" in kind.needed_by)
    assert details.inputs
    assert model.details(model.index(0, 0)) is None
    model.setData(cell(model, "act", "condor.break_even.moves"), "")
    found = model.details(cell(model, "act", "condor.break_even"))
    assert found is not None
    assert "act is never reached: Break-even in expected moves must hold too" in found.lines[-1]


def test_a_rule_of_ones_own_is_added_changed_and_removed(session: Session, model: RulebookModel) -> None:
    typed = {"title": "Delta too big", "comparison": "above", "watch": "0.25"}
    assert isinstance(model.add("short_delta", typed), Change)
    assert isinstance(model.add("short_delta", typed), Change)
    index = cell(model, "title", "own.delta_too_big")
    assert rule(session, "own.delta_too_big").rearm == Decimal("0.0125"), "a twentieth of 0.25"
    assert model.place_of("own.delta_too_big_2") is not None
    assert model.setData(index, "Delta large")
    assert rule(session, "own.delta_too_big").title == "Delta large"
    assert (model.can_remove(index), model.can_remove(cell(model, "title"))) == (True, False)
    assert isinstance(model.remove(index), Change)
    assert model.place_of("own.delta_too_big") is None
    assert model.add("short_delta", {"title": ""}) == Problem("title", "say what the rule is called")
    problem = model.add("short_delta", {"title": "x", "watch": "9"})
    assert isinstance(problem, Problem)
    assert problem.where == "watch"


def test_defaults_and_profiles_are_shown_before_they_are_taken(session: Session, model: RulebookModel) -> None:
    model.setData(cell(model, "rearm"), "0.2")
    proposal = model.proposed_profile("Promoter")
    assert isinstance(proposal, Proposal)
    assert "Short strike near: watch 0.8 becomes 0.6" in [str(change) for change in proposal.changes]
    assert rule(session).watch == Decimal("0.80")
    assert isinstance(model.take(proposal), Change)
    assert (rule(session).watch, rule(session).rearm, model.profile) == (Decimal("0.60"), Decimal("0.2"), "Promoter")
    assert model.can_restore(cell(model, "watch"))
    assert isinstance(model.restore(cell(model, "watch")), Change)
    assert (rule(session).rearm, model.can_restore_all) == (Decimal("0.10"), False)
    assert isinstance(model.proposed_defaults(), Problem)


def test_a_file_is_written_read_and_refused(session: Session, model: RulebookModel, tmp_path: Path) -> None:
    file = tmp_path / "Rules.toml"
    model.setData(cell(model, "watch"), "0.75")
    assert model.write_file(file) is None
    session.undo()
    model.refresh()
    read = model.read_file(file)
    assert not isinstance(read, Problem)
    assert isinstance(model.take(read[1]), Change)
    assert rule(session).watch == Decimal("0.75")
    file.write_text("nothing", encoding="utf-8")
    bad = model.read_file(file)
    assert isinstance(bad, Problem)
    assert bad.message.startswith("Rules.toml: it is no rulebook")
    assert isinstance(model.read_file(tmp_path / "None.toml"), Problem)
    assert isinstance(model.write_file(tmp_path / "none" / "Rules.toml"), Problem)
    assert list(tmp_path.iterdir()) == [file]
