"""The hand-made files of every format, each with what a person must be asked to read it."""

from dataclasses import dataclass
from pathlib import Path

from support.founded_books import moment

from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Delivery, Question
from alvh_desktop.market.formats import read_quote_file

DATA = Path(__file__).parents[1] / "data"
HISTORIES = DATA / "histories"
SHEET_DAY = Asked(moment("2026-10-05 16:00"))


@dataclass(frozen=True, slots=True)
class Fixture:
    """A file whole: its name, its bytes, and the answer to what it leaves open."""

    name: str
    content: bytes
    asked: Asked = NOTHING_ASKED


def fixture_of(path: Path) -> Fixture:
    return Fixture(path.name, path.read_bytes(), SHEET_DAY if path.name.startswith("settlement") else NOTHING_ASKED)


FIXTURES = [fixture_of(path) for folder in (DATA / "chains", HISTORIES) for path in sorted(folder.glob("*.csv"))]


def delivered(content: bytes | str, name: str = "a.csv", asked: Asked = NOTHING_ASKED) -> Delivery:
    """What a file gives, which must not be refused."""
    answer = read_quote_file(content.encode() if isinstance(content, str) else content, name, asked)
    assert isinstance(answer, Delivery), answer
    return answer


def refused_file(content: bytes | str, name: str = "a.csv", asked: Asked = NOTHING_ASKED) -> str:
    """Why a file is refused whole."""
    answer = read_quote_file(content.encode() if isinstance(content, str) else content, name, asked)
    assert not isinstance(answer, Delivery), answer
    return str(answer)


def question_of(content: bytes | str, name: str = "a.csv", asked: Asked = NOTHING_ASKED) -> Question:
    """What a file asks, which must leave something open."""
    answer = read_quote_file(content.encode() if isinstance(content, str) else content, name, asked)
    assert isinstance(answer, Question), answer
    return answer


def reasons(found: Delivery) -> list[tuple[int, str]]:
    return [(line.line, line.reason) for line in found.refused]
