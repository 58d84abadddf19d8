"""The report of a past moment: where its marks come from, and what was recorded that day beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.day_answers import correction_json, correction_text, line_json
from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.files import clock_of, market_of, reading_file
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.report_answer import report_answer
from alvh_desktop.cli.report_text import report_text
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import Correction, PastPicture, corrections, past_picture, with_edits
from alvh_desktop.desk.picture import relit
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.scope import accounts_in
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.sessions import new_york_text


@dataclass(frozen=True, slots=True)
class PastReport:
    """`lines` are those kept of the day; `corrected` those of them that the book says otherwise since."""

    book: Book
    past: PastPicture
    lines: tuple[DayLine, ...]
    corrected: tuple[Correction, ...]


def past_report(
    path: Path, moment: datetime, at: datetime | None, lens_of: Callable[[Book], Lens] = lambda _: Lens()
) -> PastReport:
    """Raises RefusedError for a moment that has not come, and where a clock is named too."""
    if at is not None:
        raise RefusedError("as-of: it sets the clock itself; leave --at out")
    with reading_file(path) as file:
        book = file.load()
        now = clock_of(book, None)
        if moment > now:
            raise RefusedError(f"as-of: {new_york_text(moment)} is still to come; it is {new_york_text(now)}")
        whole = past_picture(book, market_of(path), file, moment)
        past = replace(whole, picture=relit(whole.picture, lens_of(book)))
        of_day = (line for line in file.days(first=day_of(moment)) if line.day == day_of(moment))
        lines = tuple(line for line in of_day if _is_seen(line, book, past.picture.inputs.lens))
        corrected = with_edits(book, corrections(book, lines), file.lines_since)
    return PastReport(book, past, lines, corrected)


def _is_seen(line: DayLine, book: Book, lens: Lens) -> bool:
    """A campaign that was undone since is told wherever no account and no sleeve is asked for."""
    campaign = book.campaigns.get(line.campaign_id)
    if campaign is None:
        return lens.account_id is None and lens.sleeve is None
    return campaign.account_id in accounts_in(book, lens) and lens.sleeve in (None, campaign.sleeve)


def past_answer(told: PastReport, path: Path) -> Json:
    past = told.past
    recorded_at = past.picture.inputs.now if past.reason else None
    as_of = {
        "moment": moment_json(past.moment),
        "marks_from": past.marks_from,
        "recorded_at": None if recorded_at is None else moment_json(recorded_at),
        "reason": past.reason,
        "recorded_that_day": [line_json(line, told.book) for line in told.lines],
        "corrected_since": [correction_json(each) for each in told.corrected],
    }
    return {**report_answer(past.picture, path), "as_of": as_of}


def past_text(told: PastReport, path: Path) -> str:
    return "\n".join([*_head(told.past), report_text(told.past.picture, path), *_foot(told)])


def _head(past: PastPicture) -> Iterator[str]:
    told = f"As of {new_york_text(past.moment)}, as the book stands today; "
    if past.reason is not None:
        yield f"{told}marks recorded at {new_york_text(past.picture.inputs.now)} ({past.reason})"
    elif past.marks_from == "market file":
        yield f"{told}marks are the newest quotes of then in the market file"
    elif not past.picture.inputs.book.held_contracts:
        yield f"{told}nothing was held then"
    else:
        yield f"{told}neither a recorded moment nor the market file has a mark of then"


def _foot(told: PastReport) -> Iterator[str]:
    yield from (f"! {correction_text(each, told.book)}" for each in told.corrected)
