"""The command run inside the test, with what it promises about stdout and stderr looked at every time."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alvh_desktop.cli import run
from alvh_desktop.cli.exits import ENVIRONMENT, REFUSED

SAMPLE_OPENED = "2026-11-20T10:00-05:00"
SAMPLE_STANDS = "2026-11-20T15:45-05:00"
ONE_DAY_SETTLES = "2026-11-23T16:00-05:00"
HISTORIES = Path(__file__).parents[1] / "data" / "histories"
CHAINS = Path(__file__).parents[1] / "data" / "chains"
INPUTS = Path(__file__).parents[1] / "data" / "inputs.csv"
POSITIONS = Path(__file__).parents[1] / "data" / "brokers" / "positions.csv"
TYPED = Path(__file__).parents[1] / "data" / "typed.csv"


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def ask(*arguments: object) -> Answer:
    """Run one command. Refusals and faults say one line on stderr and nothing else; all others nothing there."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    answer = Answer(code, out.getvalue(), err.getvalue())
    if code in (REFUSED, ENVIRONMENT):
        assert answer.out == "", arguments
        assert is_one_line(answer.err), (arguments, answer.err)
    else:
        assert answer.err == "", (arguments, answer.err)
    return answer


def told(*arguments: object, code: int = 0) -> Any:
    """The JSON answer of a command that must end with this code."""
    answer = ask(arguments[0], "--json", *arguments[1:])
    assert answer.code == code, (arguments, answer)
    return answer.json


def refusal(*arguments: object, code: int) -> str:
    """The line on stderr of a command that must end with this code."""
    answer = ask(*arguments)
    assert answer.code == code, (arguments, answer)
    return answer.err.removesuffix("\n")


def copy_sample(written: Path, into: Path) -> Path:
    """The portfolio of a sample that stands in a folder, and its market, in another one."""
    for name in ("Sample.alvh", "Sample.market"):
        shutil.copy(written / name, into / name)
    return into / "Sample.alvh"


def is_one_line(text: str) -> bool:
    return text.endswith("\n") and text.count("\n") == 1 and len(text) > 1


def numbers_in(value: Any, place: str = "") -> Iterator[tuple[str, float]]:
    """Every number in a JSON answer with its place."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbers_in(part, f"{place}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from numbers_in(part, f"{place}[{index}]")
    elif isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        yield place, value
