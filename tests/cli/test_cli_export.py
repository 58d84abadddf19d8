"""The export and what is made of it: the same book again, written whole or not at all."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support.command_line import SAMPLE_STANDS, ask, refusal, told
from support.recorded_books import DOT
from support.stored_books import book_in, meddle, names_in, open_to_read

from alvh_desktop.domain.note_text import image_link

KEPT_BOOK = Path(__file__).parents[1] / "data" / "books" / "format-9.alvh"


@pytest.mark.parametrize("layout", ["json", "csv"])
@pytest.mark.parametrize("kept", [False, True])
def test_an_export_makes_the_same_portfolio_again(sample: Path, layout: str, kept: bool) -> None:
    if kept:
        shutil.copy(KEPT_BOOK, sample)
    answer = told("export", sample, "-o", f"Whole.{layout}")
    assert answer["format"] == layout
    made = told("new", "Again.alvh", "--from", f"Whole.{layout}", "--at", SAMPLE_STANDS)
    assert sum(made["rows"].values()) == answer["rows"]
    assert book_in(Path("Again.alvh")) == book_in(sample)
    assert told("check", "--portfolio", "Again.alvh")["findings"] == []
    assert ask("export", "Again.alvh", "--format", layout).out == Path(f"Whole.{layout}").read_text(encoding="utf-8")


def test_the_new_portfolio_goes_on_with_ids_of_its_own(sample: Path) -> None:
    told("export", sample, "-o", "Whole.json")
    told("new", "Again.alvh", "--from", "Whole.json", "--at", SAMPLE_STANDS)
    assert refusal("undo", "--portfolio", "Again.alvh", code=2) == "undo: there is nothing to undo"
    shutil.copy("Sample.market", "Again.market")
    first, again = (told("report", "--portfolio", path) for path in (sample, "Again.alvh"))
    assert (first["portfolio"].pop("file"), again["portfolio"].pop("file")) == ("Sample.alvh", "Again.alvh")
    assert first == again
    booked = told("trade", "+1 VIX 16DEC26 18C @1.90", "--portfolio", "Again.alvh")
    assert min(row["id"] for row in booked["rows"]) > 42
    assert told("check", "--portfolio", "Again.alvh")["findings"] == []


def test_the_layout_is_that_of_the_ending_unless_it_is_said(sample: Path) -> None:
    for name, extra, layout in (
        ("a.csv", (), "csv"), ("a.CSV", (), "csv"), ("a.json", (), "json"), ("a.txt", (), "json"),
        ("b.csv", ("--format", "json"), "json"),
    ):  # fmt: skip
        assert told("export", "--portfolio", sample, "-o", name, *extra)["format"] == layout
        assert Path(name).read_text(encoding="utf-8").startswith("{" if layout == "json" else "alvh-book,1\n")


def test_nothing_is_written_over_unless_forced_and_a_portfolio_never(sample: Path) -> None:
    Path("Whole.json").write_text("mine", encoding="utf-8")
    assert refusal("export", sample, "-o", "Whole.json", code=2) == (
        "file: Whole.json exists already; --force writes over it"
    )
    assert Path("Whole.json").read_text(encoding="utf-8") == "mine"
    told("export", sample, "-o", "Whole.json", "--force")
    assert json.loads(Path("Whole.json").read_text(encoding="utf-8"))["layout"] == "alvh-book"
    shutil.copy(sample, "Oddly named")
    before = {path: Path(path).read_bytes() for path in ("Sample.alvh", "Sample.market", "Oddly named")}
    os.symlink("Oddly named", "link")
    for source, target in ((sample, "Sample.alvh"), (sample, "Sample.market"), (sample, "New.alvh"),
                           ("Oddly named", "Oddly named"), ("Oddly named", "link")):  # fmt: skip
        assert "a portfolio's own file" in refusal("export", source, "-o", target, "--force", code=2)
    assert {path: Path(path).read_bytes() for path in before} == before
    assert "there is no folder" in refusal("export", sample, "-o", "None/x.json", code=2)
    assert "is a folder" in refusal("export", sample, "-o", ".", "--force", code=2)
    assert "-o OUT" in refusal("export", sample, "--json", code=2)
    assert "-o OUT" in refusal("export", sample, "--force", code=2)
    assert "name the portfolio once" in refusal("export", sample, "--portfolio", sample, code=2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_behind_stdout_is_a_fault_in_one_line(sample: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "alvh_desktop", "export", str(sample)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 3
    assert ended.stderr == "The export cannot be written (No space left on device). Name a file with -o OUT.\n"


def test_every_letter_is_written_whatever_the_terminal_speaks(empty: Path) -> None:
    told("account", "Zürich 書", "--portfolio", empty)
    ended = subprocess.run(
        [sys.executable, "-m", "alvh_desktop", "export", str(empty)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Zürich 書" in ended.stdout.decode("utf-8")


@pytest.mark.parametrize("cut", [0.2, 0.6, 0.9, 0.999])
@pytest.mark.parametrize("layout", ["json", "csv"])
def test_of_a_file_that_was_cut_off_nothing_is_made(sample: Path, here: Path, layout: str, cut: float) -> None:
    whole = ask("export", sample, "--format", layout).out
    (here / "cut").write_text(whole[: int(len(whole) * cut)], encoding="utf-8")
    names = names_in(here)
    assert refusal("new", "Again.alvh", "--from", "cut", code=2).startswith("cut: ")
    assert names_in(here) == names


def test_what_cannot_be_made_says_why(sample: Path, here: Path) -> None:
    told("export", sample, "-o", "Whole.json")
    assert refusal("new", "Again.alvh", "--from", "None.json", code=2) == "file: there is no file None.json"
    assert "leave the options away" in refusal("new", "Again.alvh", "--from", "Whole.json", "--name", "x", code=2)
    assert "exists already" in refusal("new", sample, "--from", "Whole.json", code=2)
    document = json.loads(Path("Whole.json").read_text(encoding="utf-8"))
    document["tables"]["portfolio"] = []
    Path("None.json").write_text(json.dumps(document), encoding="utf-8")
    assert refusal("new", "Again.alvh", "--from", "None.json", code=2) == (
        "None.json: it holds no portfolio with an account, so none can be made of it"
    )
    assert not (here / "Again.alvh").exists()


# Pictures


def _with_pictures(sample: Path) -> str:
    """A note with a picture in the sample, and in its text another that is nowhere; the hash of the first."""
    Path("Chart of Monday.png").write_bytes(DOT.content)
    text = f"Wide {image_link('0' * 64)}"
    assert ask("note", "add", text, "--image", "Chart of Monday.png", "--portfolio", sample).code == 0
    return DOT.hash


@pytest.mark.parametrize("layout", ["json", "csv"])
def test_the_pictures_of_notes_come_along(sample: Path, layout: str) -> None:
    kept = _with_pictures(sample)
    answer = told("export", sample, "-o", f"Whole.{layout}")
    assert (answer["images"], answer["images_missing"]) == (1, 1)
    made = told("new", "Again.alvh", "--from", f"Whole.{layout}", "--at", SAMPLE_STANDS)
    assert (made["images"], made["images_missing"]) == (1, 1)
    with closing(open_to_read(Path("Again.alvh"))) as file:
        assert file.image(kept) == DOT
        assert file.load() == book_in(sample)
    assert told("check", "--portfolio", "Again.alvh")["findings"] == []
    first, again = (told("journal", "--kind", "note", "--portfolio", path) for path in (sample, "Again.alvh"))
    (first,), (again,) = first["entries"], again["entries"]
    assert {**first, "source": None, "entered_at": None} == {**again, "source": None, "entered_at": None}
    assert ask("export", "Again.alvh", "--format", layout).out == Path(f"Whole.{layout}").read_text(encoding="utf-8")
    told_so = ask("new", "Third.alvh", "--from", f"Whole.{layout}", "--at", SAMPLE_STANDS).out
    assert told_so.endswith(f"! Of the images that notes show, 1 image cannot be found in Whole.{layout}.\n")


def test_a_picture_that_is_damaged_keeps_no_book_from_being_written(sample: Path) -> None:
    _with_pictures(sample)
    meddle(sample, "UPDATE images SET content = X'89504E470D0A1A0A00'")
    answer = told("export", sample, "-o", "Whole.json")
    assert (answer["images"], answer["images_missing"]) == (0, 2)
    out = ask("export", sample, "-o", "Whole.json", "--force").out
    assert out.endswith("! Of the images that notes show, 2 images cannot be read: 'check' says more.\n")


def test_of_an_export_with_a_wrong_picture_nothing_is_made(sample: Path, here: Path) -> None:
    kept = _with_pictures(sample)
    told("export", sample, "-o", "Whole.json")
    text = Path("Whole.json").read_text(encoding="utf-8")
    Path("Whole.json").write_text(text.replace(f'"{kept}": {{', f'"{"1" * 64}": {{'), encoding="utf-8")
    names = names_in(here)
    refused = refusal("new", "Again.alvh", "--from", "Whole.json", code=2)
    assert refused.startswith("Whole.json: images, 11111111111111111111, hash: the bytes are not those of this hash")
    assert names_in(here) == names
