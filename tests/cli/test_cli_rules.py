"""The rulebook on the command line: one portfolio, one story, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from support.command_line import Answer, ask, refusal

NEAR = "condor.short_near"
COMMA = "watch: '0,8' holds a comma: write the decimal point as '.', without thousands marks"


@pytest.fixture
def mine(here: Path) -> Path:
    path = here / "Mine.alvh"
    assert ask("new", path, "--at", "2026-11-20T10:00-05:00").code == 0
    return path


def said(*words: object, mine: Path) -> Answer:
    answer = ask("rules", *words, "--portfolio", mine)
    assert answer.code == 0, answer.err
    return answer


def listed(mine: Path, rule_id: str) -> Any:
    rows = said("--json", mine=mine).json["rules"]
    return next(row for row in rows if row["id"] == rule_id)


def test_a_rule_is_set_switched_and_restored(mine: Path) -> None:
    row = listed(mine, NEAR)
    assert (row["watch"], row["warn"], row["unit"], row["is_default"]) == ("0.8", None, "expected moves", True)
    done = said("set", NEAR, "watch=0.75", "act=0.2", "hold=30 s", "--json", mine=mine).json
    assert done["label"] == "Change rule Short strike near"
    assert [(each["field"], each["before"], each["after"]) for each in done["changes"]] == [
        ("watch", "0.8", "0.75"), ("act", "none", "0.2"), ("hold", "next look", "30 s")
    ]  # fmt: skip
    assert listed(mine, NEAR)["defaults_of_changed"] == {"watch": "0.8", "act": "none", "hold_seconds": "next look"}
    assert "condor.short_near: watch 0.75, default 0.8; act 0.2, default none" in said(mine=mine).out
    assert said("off", NEAR, mine=mine).out.startswith("Switch off rule Short strike near\n")
    assert listed(mine, NEAR)["is_on"] is False
    trial = said("restore", "--dry-run", mine=mine).out
    assert "Restore all rules: nothing is changed yet" in trial
    assert said("restore", NEAR, mine=mine).out.startswith("Restore rule Short strike near\n")
    assert listed(mine, NEAR)["is_default"] is True
    assert ask("undo", "--portfolio", mine).out.startswith("Undone: Restore rule Short strike near")
    assert listed(mine, NEAR)["watch"] == "0.75"


def test_a_profile_shows_what_it_changes_and_is_one_step(mine: Path) -> None:
    said("set", "book.leverage", "act=3.0", mine=mine)
    trial = said("profile", "promoter", "--dry-run", "--json", mine=mine).json
    assert trial["done"] is False
    changes = {(each["of"], each["field"]): (each["before"], each["after"]) for each in trial["changes"]}
    assert changes[NEAR, "watch"] == ("0.8", "0.6")
    assert changes["credit_band.low", "value"] == ("15", "20")
    assert listed(mine, NEAR)["watch"] == "0.8"
    said("profile", "promoter", mine=mine)
    assert (listed(mine, NEAR)["watch"], listed(mine, NEAR)["is_default"]) == ("0.6", True)
    assert listed(mine, "book.leverage")["act"] == "3", "what no profile sets stays"
    told = refusal("rules", "profile", "Promoter", "--portfolio", mine, code=2)
    assert told == "profile: the rulebook has the values of Promoter already"
    assert ask("undo", "--portfolio", mine).code == 0
    assert said("--json", mine=mine).json["profile"] == "Steward"


def test_a_rulebook_goes_out_and_comes_back(mine: Path, here: Path) -> None:
    file = here / "Rules.toml"
    said("set", NEAR, "watch=0.75", mine=mine)
    assert said("export", file, mine=mine).out.startswith("Rulebook written to ")
    again = refusal("rules", "export", file, "--portfolio", mine, code=2)
    assert again == f"file: {file} exists already; --force writes over it"
    told = refusal("rules", "import", file, "--portfolio", mine, code=2)
    assert told == "file: the rulebook stands so already"
    said("restore", mine=mine)
    trial = said("import", file, "--dry-run", "--json", mine=mine).json
    assert (trial["done"], trial["refused"], trial["not_named"], len(trial["changes"])) == (False, [], [], 1)
    assert said("import", file, mine=mine).out == (
        "Import rulebook Rules.toml\n  Short strike near: watch 0.8 becomes 0.75\n"
    )
    assert listed(mine, NEAR)["watch"] == "0.75"


def test_a_file_with_a_bad_row_changes_nothing(mine: Path, here: Path) -> None:
    file = here / "Rules.toml"
    said("export", file, mine=mine)
    text = file.read_text(encoding="utf-8").replace('watch = "0.8"', 'watch = "8"')
    file.write_text(text.replace('watch = "50"', 'watch = "40"'), encoding="utf-8")
    line = text[: text.index('id = "condor.short_near"')].count("\n")
    before = mine.read_bytes()
    told = refusal("rules", "import", file, "--portfolio", mine, code=2)
    assert told.startswith(
        f"Rules.toml: line {line}: condor.short_near: 8 lies outside the range of Short strike near"
    )
    assert told.endswith("; nothing was entered")
    assert mine.read_bytes() == before
    done = said("import", file, "--skip-refused", "--json", mine=mine).json
    assert [each["of"] for each in done["changes"]] == ["book.capital_at_risk"]
    assert len(done["refused"]) == 1


def test_a_change_is_tried_out_without_being_made(mine: Path) -> None:
    """An empty portfolio has nothing that a book-wide rule could fire on; what the log lacks is not known."""
    before = mine.read_bytes()
    tried = said("set", "book.leverage", "act=3", "--dry-run", "--json", mine=mine).json
    assert (tried["done"], tried["changes"][0]["after"]) == (False, "3")
    assert all(each["before"] == each["after"] for each in tried["now"])
    assert tried["last_60_days"]["days_with_a_record"] == 0
    text = said("set", "book.leverage", "act=3", "--dry-run", mine=mine).out
    assert "on the log has no value of this fact: not known." in text
    assert mine.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("set", NEAR, "watch=0,8"), COMMA),
        (("set", NEAR, "watch=nan"), "watch: 'nan' is not a number"),
        (("set", NEAR, "watch"), "watch: say what it becomes, as in watch=0.8"),
        (("set", NEAR, "watch=1", "watch=2"), "watch: it is given twice: say it once"),
        (("set", NEAR, "unit=points"), "unit: unit stays as it is"),
        (("set", "condor.short_nea", "watch=1"), f"rule: there is no rule 'condor.short_nea': did you mean {NEAR}?"),
        (("on", NEAR), "rule: Short strike near stands so already"),
        (("restore", NEAR), "rule: Short strike near has its default already"),
        (("remove", NEAR), "rule: condor.short_near belongs to the method: switch it off to silence it"),
        (("add", "x", "moon", "watch=1"), "fact: there is no fact 'moon': choose one of the list"),
        (("profile", "Bold"), "profile: there is no profile 'Bold'; choose Steward or Promoter"),
        (("import", "None.toml"), "file: there is no file None.toml"),
    ],
)  # fmt: skip
def test_refusals(mine: Path, words: tuple[str, ...], expected: str) -> None:
    assert refusal("rules", *words, "--portfolio", mine, code=2) == expected
