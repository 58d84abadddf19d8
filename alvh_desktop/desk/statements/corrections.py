"""What a broker said otherwise later: the fill is corrected, and both rows of the statements stay to be seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from alvh_desktop.desk.statements.keys import execution_key
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import replaced
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import Fill, StatedRow
from alvh_desktop.domain.statements import StatementRow


@dataclass(frozen=True, slots=True)
class Corrections:
    """By the key of the correcting row: what it does in words (`named`), or why it cannot be done (`refused`)."""

    named: Mapping[str, str]
    refused: Mapping[str, str]
    news: Mapping[str, StatementRow]
    old: Mapping[str, StatedRow]
    fills: Mapping[str, Fill]

    def rows(self, row_ids: Mapping[str, int]) -> Iterator[Row]:
        for key, fill in self.fills.items():
            row, old = self.news[key], self.old[key]
            after = replace(
                fill, quantity=row.quantity, price=row.price or fill.price, fee=row.fee, moment=row.moment,
                row_id=row_ids[key],
            )  # fmt: skip
            yield replaced("stated_rows", old, replace(old, state="corrected"))
            yield replaced("fills", fill, after)


def corrections_of(
    book: Book, broker: str, news: Mapping[str, StatementRow], stood: Mapping[str, StatedRow]
) -> Corrections:
    """Rows that replace one of an earlier statement."""
    named: dict[str, str] = {}
    refused: dict[str, str] = {}
    old: dict[str, StatedRow] = {}
    fills: dict[str, Fill] = {}
    replacing = {key: row for key, row in news.items() if row.replaces}
    if not replacing:
        return Corrections(named, refused, news, old, fills)
    by_row: dict[int | None, list[Fill]] = {}
    for fill in book.fills.values():
        by_row.setdefault(fill.row_id, []).append(fill)
    for key, row in replacing.items():
        before = stood.get(execution_key(broker, row.replaces))
        if before is None:
            continue  # what it replaces never came in: it is a row like any other
        booked = by_row.get(before.id, [])
        if before.contract != row.contract or len(booked) != 1 or booked[0].quantity * row.quantity <= 0:
            told = f"it corrects line {before.line} of an earlier statement"
            refused[key] = f"{told}, whose fill is no longer one fill of that contract and side: correct it by hand"
            named[key] = ""
            continue
        old[key], fills[key] = before, booked[0]
        price = "" if row.price is None else f" at {money_text(row.price)}"
        named[key] = f"corrects {before.quantity:+d} of an earlier statement to {row.quantity:+d}{price}"
    return Corrections(named, refused, news, old, fills)
