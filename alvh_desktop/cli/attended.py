"""One look at the alerts of a portfolio: judged from where they stood, and kept where it may be written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.files import market_of, reading_file, writing_file
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.desk.attending import Attendance
from alvh_desktop.desk.backdrop import Archive
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.spans import span_of
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Level
from alvh_desktop.rules.alerts import Key
from alvh_desktop.rules.scene import Span
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition
from alvh_desktop.storage.book_file import BookFile

AT_ANOTHER_MOMENT = "--at asks what another moment would say"
_SPX = "SPX"

States = Mapping[Key, State]


@dataclass(frozen=True)
class Attended:
    """`picture` is judged; `changed` is what it says that the look before did not. `not_kept_because` is None where
    the changes and where each alert stands now are kept in the portfolio. `spx` is the level seen last."""

    picture: Picture
    changed: tuple[Transition, ...]
    not_kept_because: str | None = None
    spx: Level | None = None


def attended(path: Path, at: datetime | None, before: Attended | None = None) -> Attended:
    """A look of now is kept as the window would keep it, unless somebody else holds the portfolio.

    It follows on what the portfolio remembers; where it cannot be kept, on the look `before`. A look at another
    moment follows on nothing and is kept nowhere.
    """
    picture = picture_of(path, at)  # the lock is not held while the market is read
    if at is not None:
        return _looked(path, picture, {}, None, AT_ANOTHER_MOMENT)
    spx = picture.inputs.market.levels.get(_SPX) or (None if before is None else before.spx)
    span = None if before is None else _span(path, before.spx, picture)
    try:
        with writing_file(path) as file:
            look = _kept(file, path, picture, span, before)
    except KnownError as error:
        states = None if before is None else before.picture.attention.states
        look = _looked(path, picture, states, span, error.what)
    return replace(look, spx=spx)


def judged_in(file: BookFile, path: Path, picture: Picture, states: States, span: Span | None = None) -> Picture:
    """The picture with its attention worked out while the file is open: rules ask what it recorded."""
    inputs = picture.inputs
    backdrop = Archive(market_of(path), file).at(inputs.book, inputs.now, span)
    judged = replace(picture, inputs=replace(inputs, alerts_before=states, backdrop=backdrop))
    len(judged.attention.gauges)
    return judged


def current(file: BookFile, path: Path, picture: Picture) -> Picture:
    """The picture anew where somebody saved between the look and the lock."""
    return picture if file.load() == picture.inputs.book else picture_of(path, None)


def _kept(file: BookFile, path: Path, picture: Picture, span: Span | None, before: Attended | None) -> Attended:
    attendance = Attendance(file)
    judged = judged_in(file, path, current(file, path, picture), attendance.states, span)
    changed = attendance.look(judged)
    if before is not None and judged.inputs.alerts_before != before.picture.attention.states:
        # a window has looked, and kept it, in between: what is told here is what our own look before did not say
        changed = judged_in(file, path, judged, before.picture.attention.states, span).attention.transitions
    return Attended(judged, changed)


def _looked(path: Path, picture: Picture, states: States | None, span: Span | None, because: str) -> Attended:
    with reading_file(path) as file:
        judged = judged_in(file, path, picture, file.alert_states() if states is None else states, span)
    return Attended(judged, judged.attention.transitions, because)


def _span(path: Path, before: Level | None, picture: Picture) -> Span | None:
    now, market = picture.inputs.market.levels.get(_SPX), market_of(path)
    between = () if before is None else market.levels_between(_SPX, before.moment, picture.inputs.now)
    return span_of(before, now, between)
