"""`journal export`: a folder of what the journal says, whole or not at all, and never over what is not its own."""

import csv
from pathlib import Path
from typing import Any

import pytest
from support.command_line import ONE_DAY_SETTLES, ask, refusal, told
from support.recorded_books import DOT

from alvh_desktop.domain.note_text import image_link


def exported(portfolio: Path, folder: str, *more: str) -> Any:
    said = ask("journal", "export", "-o", folder, "--json", "--portfolio", portfolio, *more)
    assert said.code == 0, said
    return said.json


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def written(sample: Path) -> Path:
    """The sample with its near condor settled and two notes, one with a picture, and one of a picture that is not."""
    ask("settle", "SPXW", "23NOV26", "6857.25", "--portfolio", sample, "--at", ONE_DAY_SETTLES)
    Path("chart.png").write_bytes(DOT.content)
    ask("note", "add", "=Rich premium #fomc", "--image", "chart.png", "--about", "campaign 23", "--portfolio", sample)
    ask("note", "add", f"Lost {image_link('0' * 64)}", "--mood", "calm", "--portfolio", sample)
    return sample


def test_the_journal_is_in_the_folder(written: Path) -> None:
    answer = exported(written, "J", "--at", ONE_DAY_SETTLES)
    assert (answer["notes"], answer["images"], answer["images_missing"]) == (2, 1, 1)
    found = sorted(path.relative_to("J").as_posix() for path in Path("J").rglob("*") if path.is_file())
    assert found == answer["files"]
    assert f"images/{DOT.hash}.png" in found
    (picture,) = Path("J/images").iterdir()
    assert picture.read_bytes() == DOT.content
    first, _ = sorted(Path("J/notes").iterdir())
    assert first.name.startswith("2026-11-20-1545-")
    text = first.read_text(encoding="utf-8")
    assert f"=Rich premium #fomc\n\n![chart](../images/{DOT.hash}.png)" in text
    assert 'about: ["campaign 23"]' in text


def test_the_tables_say_what_the_commands_say(written: Path) -> None:
    exported(written, "J", "--at", ONE_DAY_SETTLES)
    timeline, listed = rows_of(Path("J/timeline.csv")), told("journal", "--portfolio", written)["entries"]
    assert [row["key"] for row in timeline] == [entry["key"] for entry in listed]
    assert [row["realised_usd"] for row in timeline] == [entry["realised_usd"] or "" for entry in listed]
    report = told("report", "--portfolio", written, "--at", ONE_DAY_SETTLES)
    campaigns = rows_of(Path("J/campaigns.csv"))
    assert {row["campaign"] for row in campaigns} == {str(each["id"]) for each in report["campaigns"]}
    assert sum(float(row["profit_usd"]) for row in campaigns) == pytest.approx(
        float(report["totals"]["realised_usd"]) + float(report["totals"]["unrealised_usd"])
    )
    kinds = told("statistics", "--portfolio", written, "--at", ONE_DAY_SETTLES)["kinds"]
    whole = next(row for row in rows_of(Path("J/statistics.csv")) if row["by"] == "all")
    assert (whole["account_kind"], whole["total_usd"]) == ("real", kinds["real"]["whole"]["total_usd"])
    assert float(whole["win_rate_95_low"]) == kinds["real"]["whole"]["win_rate_95"][0]
    tagged = next(row for row in rows_of(Path("J/statistics.csv")) if row["by"] == "tag")
    assert tagged["group"] == "no tag"  # the note is about the condor that is open still


def test_nothing_is_written_over_but_a_journal(written: Path) -> None:
    exported(written, "J")
    assert refusal("journal", "export", "-o", "J", "--portfolio", written, code=2) == (
        "folder: J exists already; --force writes over a journal"
    )
    ask("note", "add", "One more", "--portfolio", written)
    assert len(exported(written, "J", "--force")["files"]) == 3 + 1 + 3
    Path("J/notes/mine.md").write_text("mine", encoding="utf-8")
    refused = refusal("journal", "export", "-o", "J", "--force", "--portfolio", written, code=2)
    assert refused == "folder: J holds notes/mine.md, which is not of a journal: choose another folder"
    assert Path("J/notes/mine.md").read_text(encoding="utf-8") == "mine"
    assert "no folder" in refusal("journal", "export", "-o", "None/J", "--portfolio", written, code=2)
    assert "is no folder" in refusal(
        "journal", "export", "-o", "chart.png", "--force", "--portfolio", written, code=2
    )


def test_an_option_before_the_word_is_not_lost(sample: Path) -> None:
    said = refusal("journal", "--portfolio", sample, "export", "-o", "J", code=2)
    assert said == "put the options behind the word: journal export ..."
    assert not Path("J").exists()


def test_what_the_folder_lacks_is_told(written: Path) -> None:
    said = ask("journal", "export", "-o", "J", "--portfolio", written)
    assert said.out.endswith("! Of the images that notes show, 1 image cannot be read: 'check' says more.\n")
