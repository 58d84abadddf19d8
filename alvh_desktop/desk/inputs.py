"""From a typed value to an edit: the window and the `input` command both come here."""

from datetime import date

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits.inputs import EnterInputs, RemoveInput, input_to_take_back
from alvh_desktop.domain.inputs import TYPED_BY_HAND, TypedInput, parse_typed
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input


def today(desk: Desk) -> date:
    """The day on which the desk stands, in New York."""
    return desk.clock().astimezone(NEW_YORK).date()


def input_edit(
    desk: Desk, name: str, value: str, on: date | None = None, source: str = TYPED_BY_HAND
) -> EnterInputs | Problem:
    """The edit behind a value as it was typed; it counts from `on`, else from today."""
    typed = parse_typed(name, on or today(desk), value, source)
    return typed if isinstance(typed, Problem) else inputs_edit(desk, (typed,))


def inputs_edit(desk: Desk, typed: tuple[TypedInput, ...]) -> EnterInputs:
    """One edit for all of them, with the next ids."""
    rows = (Input(desk.next_id + place, t.name, t.on, t.value, t.source) for place, t in enumerate(typed))
    return EnterInputs(tuple(rows))


def taking_back_edit(desk: Desk, name: str, on: date | None = None) -> RemoveInput | Problem:
    """The edit that takes away the value in force on a day, else today."""
    row = input_to_take_back(desk.book, name.strip(), on or today(desk))
    return row if isinstance(row, Problem) else RemoveInput(row.id)
