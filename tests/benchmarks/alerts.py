"""What judging every rule takes: `python tests/benchmarks/alerts.py [ROUNDS]`.

The sample on its simulated day and a book of 200 legs, each painted and judged: from nothing known, on a tick of the
clock, and after an edit of one leg. Goals: under 5 ms on the sample and under 25 ms with 200 legs, beside the paint.
Medians of the clock, then of the processor's time with the least of it in brackets: what others do on the machine
makes the clock run, and the least is what the work itself takes. The last lines say which facts take longest.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from support.command_line import ask

from alvh_desktop.cli.files import market_of, reading_file
from alvh_desktop.desk.backdrop import Archive
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.scene import scene_of
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.rules.alerts import attention_of
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rulebook import rulebook_of

ROUNDS = 15


class Took(NamedTuple):
    """Milliseconds by the clock, and of this process's own processor time."""

    clock: float
    own: float


class Watch:
    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def read(self) -> Took:
        return Took((time.perf_counter() - self._begun[0]) * 1e3, (time.process_time() - self._begun[1]) * 1e3)


def sample() -> tuple[Inputs, Archive]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Sample.alvh"
        ask("sample", path)
        with reading_file(path) as file:
            book = file.load()
            now = book.simulated_at
            assert now is not None, "a sample stands still"
            quotes = market_of(path)
            market = with_typed_marks(quotes.market(book.held_contracts, now, rates_of(book, now)), book)
            archive = Archive(quotes, None)
            inputs = Inputs(book, market, backdrop=archive.at(book, now))
            _ = paint(inputs).attention  # what it reads of files is read now
            return inputs, archive


def large(legs: int) -> tuple[Inputs, Archive]:
    from drag import made_portfolio, made_quotes

    quotes = made_quotes()
    portfolio = made_portfolio(legs, quotes)
    book, now = portfolio.desk.book, portfolio.desk.clock()
    market = quotes.market(book.held_contracts, now, rates_of(book, now))
    archive = Archive(quotes, None)
    return Inputs(book, market, backdrop=archive.at(book, now)), archive


def took(work: Callable[[], object], rounds: int) -> list[Took]:
    times = []
    for _ in range(rounds):
        gc.collect()
        watch = Watch()
        work()
        times.append(watch.read())
    return times


def clock(times: list[Took]) -> float:
    return median(each.clock for each in times)


def own_text(times: list[Took]) -> str:
    own = [each.own for each in times]
    return f"{median(own):.2f} ms ({min(own):.2f})"


def ticks(inputs: Inputs, archive: Archive, rounds: int) -> Iterator[tuple[Picture, Took]]:
    """Painted anew on a market ten seconds later, each time; then the time that judging takes."""
    states = paint(inputs).attention.states
    for step in range(1, rounds + 1):
        market = replace(inputs.market, at=inputs.now + timedelta(seconds=10 * step))
        backdrop = archive.at(inputs.book, market.at)
        picture = paint(replace(inputs, market=market, alerts_before=states, backdrop=backdrop))
        watch = Watch()
        states = picture.attention.states
        yield picture, watch.read()


def edits(inputs: Inputs, archive: Archive, rounds: int) -> Iterator[Took]:
    """Another price of one fill each time, on the same market."""
    before = paint(inputs)
    states, book = before.attention.states, inputs.book
    ids = list(book.fills)
    for step in range(rounds):
        fill = book.fills[ids[step % len(ids)]]
        change = CorrectFill(fill.id, inputs.now, price=fill.price + 1).apply(book)
        assert isinstance(change, Change)
        book = change.book
        backdrop = archive.at(book, inputs.now)
        picture = paint(replace(inputs, book=book, alerts_before=states, backdrop=backdrop), before)
        watch = Watch()
        states = picture.attention.states
        yield watch.read()
        before = picture


def tell(name: str, inputs: Inputs, archive: Archive, goal_ms: float, rounds: int) -> None:
    gc.collect()
    gc.freeze()  # as the window does once it is loaded
    picture = paint(inputs)
    first = took(lambda: attention_of(scene_of(picture), {}), rounds)
    paints = took(lambda: paint(inputs), rounds)
    ticked = [each for _, each in ticks(inputs, archive, rounds)]
    edited = list(edits(inputs, archive, rounds))
    legs, judged = len(picture.values), len(picture.alerts)
    print(f"{name}: {legs} open legs, {judged} alerts judged, goal {goal_ms:g} ms")
    print(
        f"  judged again {clock(first):6.2f} ms   on a tick {clock(ticked):6.2f} ms"
        f"   after an edit {clock(edited):6.2f} ms"
    )
    print(f"  of the processor {own_text(first)}   on a tick {own_text(ticked)}   after an edit {own_text(edited)}")
    print(f"  painted anew {clock(paints):6.2f} ms   judging / painting {clock(first) / clock(paints):.2f}")
    print(f"  goal / judging on a tick {goal_ms / clock(ticked):.1f}, after an edit {goal_ms / clock(edited):.1f}")
    took_ms = {fact: clock(took(lambda fact=fact: _read(picture, fact), 3)) for fact in _facts(picture)}
    print(
        "  " + ", ".join(f"{fact} {took_ms[fact]:.2f}" for fact in sorted(took_ms, key=took_ms.__getitem__)[:-7:-1])
    )


def _facts(picture: Picture) -> list[str]:
    rows = (rule.fact for rules in rulebook_of(picture.inputs.book) for rule in rules.rows)
    return [fact for fact in dict.fromkeys(rows) if fact in FACTS]


def _read(picture: Picture, fact: str) -> None:
    tuple(FACTS[fact].read(scene_of(picture)))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    tell("sample", *sample(), 5.0, rounds)
    tell("200 legs", *large(200), 25.0, rounds)


if __name__ == "__main__":
    main()
