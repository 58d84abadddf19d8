"""Templates: shipped ones with a portfolio's own over them, filled with what is known when a note starts."""

import re

import pytest
from support.founded_books import CLOCK, done, founded_desk
from support.window_parts import CONDOR, MARKET, SHORT_CALLS, UNQUOTED, desk_with, picture_of

from alvh_desktop.desk.journal.templates import (
    PLACEHOLDERS,
    SHIPPED_ID,
    known_at,
    shipped_templates,
    started_from,
    template_called,
    templates_of,
)
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.edits.notes import RemoveTemplate, SaveTemplate, note_problem, template_problem
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Note, NoteTemplate

NAMES = ["Entry plan", "Roll decision", "Post-mortem", "Daily review"]


@pytest.mark.parametrize("template", shipped_templates(), ids=NAMES)
def test_shipped_ones_are_whole(template: NoteTemplate) -> None:
    assert template.id == SHIPPED_ID
    assert template_problem(template) is None
    placeholders = re.findall(r"\{(.*?)\}", template.text)
    assert placeholders
    assert set(placeholders) <= PLACEHOLDERS.keys()
    begun = started_from(template, {})
    assert "{" not in begun
    assert begun.count("not known") == len(placeholders)
    assert note_problem(Note(1, CLOCK, begun, template.tags)) is None
    assert "- [ ]" in template.text


def test_ones_own_stand_over_the_shipped_and_behind_them() -> None:
    desk = founded_desk()
    assert [each.name for each in templates_of(desk.book)] == NAMES
    done(desk, SaveTemplate(NoteTemplate(desk.next_id, "roll decision", "Mine {spx}")))
    for name in ("Weekly", "a review"):
        done(desk, SaveTemplate(NoteTemplate(desk.next_id, name, "x")))
    found = templates_of(desk.book)
    assert [each.name for each in found] == ["Entry plan", "roll decision", *NAMES[2:], "a review", "Weekly"]
    own = template_called(desk.book, " ROLL decision ")
    assert isinstance(own, NoteTemplate)
    assert own.text == "Mine {spx}"
    done(desk, RemoveTemplate(own.id))
    assert [each.name for each in templates_of(desk.book)][:4] == NAMES
    assert template_called(desk.book, "Monthly") == Problem(
        "template", f"there is no template 'Monthly': {', '.join(NAMES)}, a review, Weekly"
    )


def test_what_is_no_placeholder_stays_as_it_is() -> None:
    template = NoteTemplate(1, "x", "{spx} {SPX} {my own} {} {profit} {{day}}")
    assert started_from(template, {"spx": "6,700.00", "day": "today"}) == (
        "6,700.00 {SPX} {my own} {} not known {today}"
    )


def test_what_a_picture_knows() -> None:
    picture = picture_of(CONDOR, SHORT_CALLS)
    condor, ladder = picture.inputs.book.campaigns
    known = known_at(picture, condor)
    amounts = {line.campaign.id: line.amounts for line in picture.campaigns}
    assert known.keys() == PLACEHOLDERS.keys()
    assert (known["day"], known["time"], known["spx"], known["vix"]) == ("2026-11-20", "15:30", "6,700.00", "17.10")
    assert known["curve"] == "VX 16DEC26 18.05, VX 17MAR27 19.05"
    assert known["campaign"] == f"{condor} SPXW 18DEC26 condor"
    assert known["position"] == "10 SPXW 18DEC26 6300/6350P 7150/7200C"
    assert (known["credit"], known["days_left"]) == ("+3,200.00 $", "28")
    assert known["profit"] == f"{amounts[condor].profit:+,.2f} $"
    assert known["allocation"].endswith(" %")
    assert known_at(picture, ladder)["position"] == "4 VIX 16DEC26 20C"
    assert set(PLACEHOLDERS) - known_at(picture).keys() == {"campaign", "position", "credit", "profit", "days_left"}


def test_a_profit_of_legs_without_a_mark_is_not_known() -> None:
    picture = paint(Inputs(desk_with(UNQUOTED).book, MARKET))
    known = known_at(picture, next(iter(picture.inputs.book.campaigns)))
    assert "profit" not in known
    assert known["credit"] == "-2,000.00 $"
