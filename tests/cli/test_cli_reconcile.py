"""An account laid beside its broker's word on the command line, and matches that check asks again."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.command_line import SAMPLE_OPENED, ask, refusal, told
from support.founded_books import CLOCK

from alvh_desktop.desk.ports import Entry
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.schema import MIGRATIONS

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
NOON, THREE, FOUR = (f"2026-11-20T{hour}:00-05:00" for hour in (12, 15, 16))
LIST = """symbol,quantity
SPXW261218P06300000,10
SPXW261218P06350000,-10
SPXW261218C07150000,-10
SPXW261218C07200000,10
cash,28174.00
complete,yes
"""


@pytest.fixture
def held(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portfolio with a condor of noon, and 25,000 $ brought in an hour before."""
    monkeypatch.setenv("ALVH_PORTFOLIO", str(empty))
    told("cash", "Main", "25000", "--on", "2026-11-20T11:00-05:00", "--at", NOON)
    told("trade", CONDOR, "--at", NOON)
    Path("list.csv").write_text(LIST, encoding="utf-8")
    return empty


def differing(answer: Any) -> dict[str, Any]:
    return {line["symbol"]: line["difference"] for line in answer["lines"] if line["agreement"] != "same"}


def test_a_match_is_remembered_and_a_fill_entered_late_is_told_until_it_is_undone(held: Path) -> None:
    found = told("reconcile", "list.csv", "--assert", "--at", THREE)
    assert (found["same"], found["different"], found["not_known"]) == (5, 0, 0)
    assert [each["symbol"] for each in found["remembered"]][-2:] == ["cash", "others"]
    assert told("check")["assertions"] == 6
    told("trade", "+2 SPXW 18DEC26 6350P @1.00", "--at", "2026-11-20T14:00-05:00")
    broken = told("check", code=1)["broken_assertions"]
    assert [(each["symbol"], each["stated"], each["book"], each["difference"]) for each in broken] == [
        ("SPXW261218P06350000", -10, -8, -2),
        ("cash", "28174.00", "27974.00", "200.00"),
    ]
    text = ask("check")
    assert text.code == 1
    assert "SPXW 18DEC26 6350 P was -10 (list.csv), and the book says -8 of then now: a difference of -2" in text.out
    told("undo", "--at", FOUR)
    assert told("check")["broken_assertions"] == []
    told("undo", "--at", FOUR)
    assert told("check")["assertions"] == 0


def test_only_the_fills_since_the_match_are_told(held: Path) -> None:
    told("reconcile", "list.csv", "--assert", "--at", THREE)
    told("trade", "+2 SPXW 18DEC26 6350P @1.00", "--at", "2026-11-20T15:30-05:00")
    found = told("reconcile", "list.csv", "--at", FOUR, code=1)
    assert differing(found) == {"SPXW261218P06350000": -2, "cash": "200.00"}
    for line in found["lines"]:
        if line["agreement"] != "same":
            assert line["last_match"] == "2026-11-20T20:00:00Z"
            assert [(move["quantity"], move["usd"]) for move in line["since_then"]] == [(2, "-200.00")]
    assert told("reconcile", "list.csv", "--as-of", THREE, "--at", FOUR)["different"] == 0


def test_positions_typed(held: Path) -> None:
    right = ["--position", "SPXW 18DEC26 6300P=10", "--cash", "28174", "--at", THREE]
    found = told("reconcile", *right)
    assert (found["source"], found["same"], len(found["unnamed"])) == ("typed", 2, 3)
    found = told("reconcile", *right, "--complete", code=1)
    assert differing(found) == dict.fromkeys(("SPXW261218P06350000", "SPXW261218C07150000"), 10) | {
        "SPXW261218C07200000": -10
    }
    assert told("reconcile", "--cash", "-5", "--at", THREE, code=1)["lines"][0]["difference"] == "-28179.00"


def test_what_differs_is_not_remembered_and_what_agrees_is(held: Path) -> None:
    Path("list.csv").write_text(LIST.replace("P06300000,10", "P06300000,9"), encoding="utf-8")
    found = told("reconcile", "list.csv", "--assert", "--at", THREE, code=1)
    assert len(found["remembered"]) == 4
    answer = ask("reconcile", "list.csv", "--assert", "--at", THREE)
    assert answer.code == 1
    assert answer.out.endswith("4 agree, 1 differ.\nNothing new agrees to be remembered\n")


def test_another_account_holds_nothing_of_it_and_knows_no_cash(held: Path) -> None:
    told("account", "Trial", "--paper", "--at", NOON)
    found = told("reconcile", "list.csv", "--account", "trial", "--at", THREE, code=1)
    assert (found["account"], found["different"], found["not_known"]) == ("Trial", 4, 1)
    assert told("reconcile", "--cash", "0", "--account", "Trial", "--at", THREE, code=4)["not_known"] == 1
    assert told("reconcile", "--complete", "--account", "Trial", "--at", THREE)["lines"] == []


def test_an_assertion_is_forgotten_by_its_number(held: Path) -> None:
    remembered = told("reconcile", "list.csv", "--assert", "--at", THREE)["remembered"]
    assert len(told("reconcile", "--forget", remembered[0]["id"], "--at", THREE)["removed"]) == 2
    assert told("check")["assertions"] == 4
    gone = refusal("reconcile", "--forget", remembered[0]["id"], "--at", THREE, code=2)
    assert gone == f"match: there is no assertion {remembered[0]['id']}"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "positions: name a FILE, or say --position, --cash or --complete"),
        (["none.csv"], "file: there is no file none.csv"),
        (["list.csv", "--cash", "1"], "cash: it is in list.csv already"),
        (["list.csv", "--account", "None"], "account: there is no account 'None'"),
        (["list.csv", "--as-of", FOUR], "at: 2026-11-20 16:00 New York lies in the future"),
        (["list.csv", "--forget", "5"], "forget: it stands alone"),
        (["--forget", "x"], "forget: 'x' is no number"),
        (["--cash", "1,5"], "cash: '1,5' holds a comma"),
        (["--position", "VIX 16DEC26 17C=1", "--position", "VIX261216C00017000=1"], "is typed twice"),
        (["dated.csv", "--as-of", NOON], "as-of: dated.csv is of 2026-11-20 11:00 New York"),
        (["page.csv"], "page.csv: line 1 must be symbol,quantity"),
    ],
)
def test_what_is_refused_leaves_the_book_alone(held: Path, words: list[str], reason: str) -> None:
    Path("dated.csv").write_text("symbol,quantity\nat,2026-11-20T11:00\ncomplete,yes\n", encoding="utf-8")
    Path("page.csv").write_text("<html>log in</html>\n", encoding="utf-8")
    before = held.read_bytes()
    for extra in ([], ["--assert"]) if "--forget" not in words else ([],):
        assert reason in refusal("reconcile", *words, *extra, "--at", THREE, code=2)
    assert held.read_bytes() == before


def test_a_file_that_says_its_moment(held: Path) -> None:
    Path("dated.csv").write_text("symbol,quantity\nat,2026-11-20T11:30\ncomplete,yes\n", encoding="utf-8")
    assert told("reconcile", "dated.csv", "--at", THREE)["at"] == "2026-11-20T16:30:00Z"


def test_a_look_beside_an_open_window_writes_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    with closing(BookFile.open_for_writing(sample, CLOCK, Path("backups"))):
        told("reconcile", "--complete", "--portfolio", sample, "--as-of", SAMPLE_OPENED, code=1)
        told("check", "--portfolio", sample)
        refusal("reconcile", "--position", "VX_2027-01-20=1", "--assert", "--portfolio", sample, code=3)
    assert sample.read_bytes() == before


def test_check_says_where_it_could_not_ask_a_copy_of_an_older_format(here: Path) -> None:
    BookFile.create(
        here / "Old.alvh", Entry("edit", CLOCK, "Nothing yet", None, (), 0), CLOCK, MIGRATIONS[:-1]
    ).close()
    answer = ask("check", "--portfolio", "Old.alvh")
    assert answer.code == 4
    assert "Old.alvh is whole" in answer.out
    assert "Matches were not looked at. Old.alvh has an older format" in answer.out
    assert told("check", "--portfolio", "Old.alvh", code=4)["assertions"] is None
