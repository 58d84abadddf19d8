"""From a typed price to an edit: the window and the `mark` command both come here."""

from datetime import datetime

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.inputs import today
from alvh_desktop.domain.edits.marks import EnterMarks, RemoveMark, mark_to_take_back
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.typed_marks import parse_price, parse_subject, typed_mark


def mark_edit(
    desk: Desk, subject: str, price: str, moment: datetime | None = None, source: str = TYPED_BY_HAND
) -> EnterMarks | Problem:
    """The edit behind a price as it was typed; it held at `moment`, else it holds now."""
    now = desk.clock()
    typed = parse_price(subject, price, moment or now, today(desk), source)
    return typed if isinstance(typed, Problem) else EnterMarks((typed_mark(desk.next_id, typed),), now)


def taking_mark_back_edit(desk: Desk, subject: str) -> RemoveMark | Problem:
    """The edit that takes away the newest price typed for a contract or index."""
    named = parse_subject(subject, today(desk))
    if isinstance(named, Problem):
        return named
    row = mark_to_take_back(desk.book, named, desk.clock())
    return row if isinstance(row, Problem) else RemoveMark(row.id)
