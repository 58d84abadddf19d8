"""What a report looks at: all real accounts, one account, one sleeve; and how it says so."""

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scope import accounts_in
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve


def lens_on(book: Book, account: str | None, sleeve: Sleeve | None) -> Lens:
    """Raises RefusedError for an account that the book does not have."""
    if account is None:
        return Lens(sleeve=sleeve)
    found = account_named(book, account)
    if isinstance(found, Problem):
        raise RefusedError(f"account: {found.message}")
    return Lens(account_id=found.id, sleeve=sleeve)


def accounts_counted(picture: Picture) -> list[str]:
    """The accounts in the sums. Paper is never among real ones."""
    book, lens = picture.inputs.book, picture.inputs.lens
    counted = accounts_in(book, lens)
    return [account.name for account in book.accounts.values() if account.id in counted]


def seen_text(picture: Picture) -> str | None:
    """What is counted and what is not, where that is not the whole book."""
    book, lens = picture.inputs.book, picture.inputs.lens
    counted = accounts_counted(picture)
    left_out = [account.name for account in book.accounts.values() if account.name not in counted]
    if not left_out and lens.sleeve is None:
        return None
    told = f"Counted: {', '.join(counted) or 'no account'}"
    if lens.sleeve is not None:
        told += f", sleeve {lens.sleeve} alone"
    return told + (f"; not counted: {', '.join(left_out)}" if left_out else "")
