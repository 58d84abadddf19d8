"""What a person says of the rows of a statement, from choices to choices."""

from support.founded_books import MAIN, founded_desk
from support.made_statements import CONDOR_ROWS, HEDGE_ROWS, ORPHAN, STATEMENT, statement_of

from alvh_desktop.desk.statements.preview import NOTHING_CHOSEN, Choices, SeenRow, StatementPreview, preview_of
from alvh_desktop.domain.statements import Statement
from alvh_desktop.viewmodels.statements.choosing import (
    apart,
    as_stated,
    can_leave_out,
    can_say,
    in_one_order,
    is_in,
    left_out_or_in,
    said_to,
)

NOBODY: frozenset[str] = frozenset()


def seen(statement: Statement = STATEMENT, choices: Choices = NOTHING_CHOSEN) -> StatementPreview:
    desk = founded_desk()
    account = next(account.id for account in desk.book.accounts.values() if account.name == MAIN)
    preview = preview_of(desk.book, account, statement, "hash", desk.clock(), desk.next_id, choices)
    assert isinstance(preview, StatementPreview)
    return preview


def trades(rows: tuple[SeenRow, ...]) -> list[int | None]:
    return [row.trade_id for row in rows]


def test_leaving_out_and_taking_in_again_is_nothing_said_also_on_rows_of_an_older_preview() -> None:
    rows = seen().rows
    out = left_out_or_in(NOTHING_CHOSEN, rows[:2], NOBODY)
    assert [row.finding for row in seen(choices=out).rows[:3]] == ["left out", "left out", "new"]
    assert [is_in(out, row, NOBODY) for row in rows[:3]] == [False, False, True]
    assert left_out_or_in(out, rows[:2], NOBODY) == NOTHING_CHOSEN
    assert left_out_or_in(out, seen(choices=out).rows[:2], NOBODY) == NOTHING_CHOSEN


def test_where_one_of_them_is_in_all_are_left_out() -> None:
    rows = seen().rows
    out = left_out_or_in(NOTHING_CHOSEN, rows[:1], NOBODY)
    assert left_out_or_in(out, rows[:2], NOBODY).left_out == {rows[0].key, rows[1].key}


def test_what_was_left_out_of_an_earlier_statement_is_taken_in_and_the_known_stay() -> None:
    earlier = SeenRow("a", CONDOR_ROWS[0], "left out")
    known = SeenRow("b", CONDOR_ROWS[1], "known")
    stood = frozenset({"a", "b"})
    assert [can_leave_out(row, stood, NOTHING_CHOSEN) for row in (earlier, known)] == [True, False]
    taken = left_out_or_in(NOTHING_CHOSEN, [earlier, known], stood)
    assert taken == Choices(taken=frozenset({"a"}))
    assert left_out_or_in(taken, [SeenRow("a", CONDOR_ROWS[0], "new")], stood) == NOTHING_CHOSEN


def test_two_orders_become_one_trade_and_one_order_two() -> None:
    statement = statement_of(*HEDGE_ROWS)
    rows = seen(statement).rows
    assert len(set(trades(rows))) == 2
    together = in_one_order(NOTHING_CHOSEN, rows, NOBODY)
    assert len(set(trades(seen(statement, together).rows))) == 1
    condor = statement_of(*CONDOR_ROWS)
    rows = seen(condor).rows
    assert len(set(trades(rows))) == 1
    puts = in_one_order(NOTHING_CHOSEN, rows[:2], NOBODY)
    halves = in_one_order(puts, rows[2:], NOBODY)
    assert len(set(halves.groups.values())) == 2
    assert len(set(trades(seen(condor, halves).rows))) == 2
    assert len(set(trades(seen(condor, apart(NOTHING_CHOSEN, rows, NOBODY)).rows))) == 4


def test_a_close_of_nothing_is_said_to_open() -> None:
    statement = statement_of(ORPHAN)
    rows = seen(statement).rows
    assert [row.finding for row in rows] == ["waiting"]
    opens = said_to(NOTHING_CHOSEN, rows, "open", NOBODY)
    assert [row.finding for row in seen(statement, opens).rows] == ["new"]
    assert said_to(NOTHING_CHOSEN, rows, "open", frozenset(row.key for row in rows)) == NOTHING_CHOSEN


def test_expired_by_hand_can_be_said_to_be_a_fill_again_and_what_the_statement_calls_an_end_stays_one() -> None:
    statement = statement_of(ORPHAN)
    expired = said_to(NOTHING_CHOSEN, seen(statement).rows, "expired", NOBODY)
    (row,) = seen(statement, expired).rows
    assert row.row.kind == "expired"
    back = said_to(expired, [row], "close", NOBODY)
    assert (back.kinds, list(back.effects.values())) == ({}, ["close"])
    assert not can_say(row, "open", NOBODY, NOTHING_CHOSEN)


def test_as_the_statement_says_takes_all_back_of_these_rows_alone() -> None:
    rows = seen().rows
    said = said_to(left_out_or_in(NOTHING_CHOSEN, rows[:1], NOBODY), rows, "expired", NOBODY)
    said = in_one_order(said, rows[1:], NOBODY)
    assert as_stated(said, rows) == NOTHING_CHOSEN
    assert rows[1].key in as_stated(said, rows[:1]).kinds
