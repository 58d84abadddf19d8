"""Make a portfolio with a month of simulated trading in it, kept as a trader would keep it.

    python packaging/simulated_month.py OUT.alvh --days 22 --seed 7

Condors of one day, rolled or settled, a 4/4/2 VIX hedge, alerts looked at through the days and answered, lines of
days, and notes: all through the program's own doors, on the invented market of the sample. The same seed gives the
same portfolio.
"""

import argparse
import random
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from simulated.desk_at import PAPER, DeskAt
from simulated.notes import Diary
from simulated.tape import Day, tape_of
from simulated.trades import Done, buy_hedge, open_condor, roll_hedge, roll_out, settle, tested

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.output import count_text
from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.draft import CONFIRMATIONS
from alvh_desktop.domain.problems import KnownError, Problem

OPENS, MORNING, AFTERNOON, LATE, CLOSED = range(5)
"""The looks of a day."""
_PAPER_EVERY, _PLAN_EVERY = 7, 3


@dataclass(frozen=True)
class Made:
    """What the month holds: `answered` alerts are those that a person acknowledged or put off."""

    days: int
    done: Done
    alerts: int
    answered: int
    notes: int
    with_picture: int
    day_lines: int


def make_month(path: Path, days: int, seed: int) -> Made:
    """A new portfolio with its market beside it. Raises RefusedError and KnownError."""
    tape = tape_of(days, seed)
    at = DeskAt(path, tape[0].ticks[0].moment - timedelta(minutes=30), tape[-1].ticks[-1].moment, seed)
    diary, done, chance = Diary(at, seed), Done(), random.Random(f"deeds {seed}")
    answered = 0
    for number, day in enumerate(tape):
        for look, tick in enumerate(day.ticks):
            picture = at.look(tick)
            _act(
                at, picture, number, day, look, is_last_day=number + 1 == days, diary=diary, done=done, chance=chance
            )
            answered += _answer(at, at.see(), look, chance)
    log, lines = at.file.transitions(), at.file.days()
    at.close()
    fired = sum(each.kind == "fired" for each in log)
    return Made(days, done, fired, answered, diary.written, diary.with_picture, len(lines))


def _act(
    at: DeskAt, picture: Picture, number: int, day: Day, look: int, *, is_last_day: bool, diary: Diary, done: Done,
    chance: random.Random,
) -> None:  # fmt: skip
    """What a look brings: the hedge in the morning, rolls by day, a new condor late, and the settlement."""
    if look == MORNING and number == 0:
        buy_hedge(at, day.day)
    elif look == MORNING:
        rolled = roll_hedge(at, day.day, done)
        if rolled is not None:
            diary.hedge(at.painted(), rolled)
    if look == AFTERNOON:
        for trade_id in tested(at, picture, day.day):
            diary.roll_decision(picture, at.desk.book.trades[trade_id].campaign_id, day)
            ticked = frozenset(name for name in CONFIRMATIONS if chance.random() < 0.7)
            roll_out(at, at.painted(), trade_id, day.day, ticked, done)
    if look == LATE and not is_last_day:
        campaign_id = open_condor(at, picture, day.day, done)
        if number % _PLAN_EVERY == 0:
            diary.plan(at.painted(), campaign_id)
        if number % _PAPER_EVERY == 2:
            open_condor(at, picture, day.day, done, PAPER)
    if look == CLOSED:
        _end_day(at, day, diary, done)


def _end_day(at: DeskAt, day: Day, diary: Diary, done: Done) -> None:
    settle(at, day.day, day.ticks[-1].spx, done)
    picture = at.painted()
    courses = courses_of(at.desk.book)
    for campaign_id in done.opened:
        course = courses[campaign_id]
        has_ended = course.closed_at is not None and day_of(course.closed_at) == day.day
        if has_ended and sum(held.position.realised for held in course.holdings) < 0:
            diary.post_mortem(picture, campaign_id, day)
    diary.review(picture)


def _answer(at: DeskAt, picture: Picture, look: int, chance: random.Random) -> int:
    """Some of the alerts that ask are acknowledged, some put off until tomorrow morning."""
    if look not in (OPENS, AFTERNOON):
        return 0
    said = 0
    for alert in picture.alerts:
        if not alert.state.is_firing or alert.state.is_put_off or alert.silent_because is not None:
            continue
        drawn = chance.random()
        if drawn < 0.35:
            answer = at.attendance.acknowledge(picture, alert.key)
        elif drawn < 0.45:
            answer = at.attendance.snooze(picture, alert.key, at.now + timedelta(hours=18))
        else:
            continue
        said += not isinstance(answer, Problem)
    return said


def told(made: Made, path: Path) -> str:
    done = made.done
    parts = (
        count_text(made.days, "trading day"),
        f"{count_text(len(done.opened), 'condor')} and {len(done.on_paper)} on paper",
        count_text(len(done.rolled), "roll"),
        count_text(len(done.settled), "settlement"),
        f"{count_text(done.hedge_rolled, 'roll')} of the hedge",
        f"{count_text(made.alerts, 'alert')} and {count_text(made.answered, 'answer')}",
        count_text(made.day_lines, "line") + " of days",
        f"{count_text(made.notes, 'note')}, {made.with_picture} with a picture",
    )
    return f"{path}: {', '.join(parts)}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Make a portfolio with a month of simulated trading in it.")
    parser.add_argument("out", type=Path, metavar="OUT.alvh")
    parser.add_argument("--days", type=int, default=22, help="trading days, 1 to 60")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(arguments)
    if asked.out.suffix != ".alvh" or asked.out.exists() or asked.out.with_suffix(".market").exists():
        parser.error("OUT ends in .alvh, and neither it nor its market stands there yet")
    if not 1 <= asked.days <= 60:
        parser.error("--days: 1 to 60")
    try:
        print(told(make_month(asked.out, asked.days, asked.seed), asked.out))
    except (RefusedError, KnownError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
