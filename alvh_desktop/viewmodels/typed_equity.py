"""The equity that a person types: what counts while cash is not kept in every account that trades."""

from __future__ import annotations

from alvh_desktop.desk.inputs import today
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import input_on
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.session import Session

_NAME = "equity"


class TypedEquity:
    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def told(self) -> str:
        """What was typed last, and whether anything is measured by it."""
        portfolio, picture = self._session.portfolio, self._session.picture
        if portfolio is None or picture is None:
            return ""
        from alvh_desktop.desk.equity import cash_of
        from alvh_desktop.desk.scope import real_book

        book = portfolio.desk.book
        row = input_on(book.inputs, _NAME, today(portfolio.desk))
        typed = "none was typed" if row is None else f"typed for {row.on.isoformat()}: {row.value:,.2f} $"
        if cash_of(real_book(book)) is not None:
            return f"Not used: equity follows from cash and marks ({typed})."
        return f"Counts while cash is not kept in every real account that trades; {typed}."

    def enter(self, value: str) -> Change | Problem:
        """A value as it was typed, from today on."""
        return self._session.enter_input(_NAME, value)
