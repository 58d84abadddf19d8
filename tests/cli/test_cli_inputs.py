"""`input` and `inputs`: dated values typed, listed, taken back and brought in from a file, all or nothing."""

import re
from pathlib import Path

import pytest
from support.command_line import INPUTS, SAMPLE_STANDS, ask, refusal, told

from alvh_desktop.domain.inputs import input_families, input_kinds

LATER = "2026-12-01T12:00-05:00"


@pytest.fixture
def sample(sample: Path) -> Path:
    """The sample with nothing typed."""
    for line in told("inputs", "--portfolio", sample)["inputs"]:
        if line["since"]:
            told("input", line["name"], "default", "--portfolio", sample)
    return sample


def line_of(portfolio: Path, name: str, *more: str) -> dict[str, object]:
    (line,) = (line for line in told("inputs", "--portfolio", portfolio, *more)["inputs"] if line["name"] == name)
    assert isinstance(line, dict)
    return line


def in_force(portfolio: Path, name: str, *more: str) -> tuple[object, object]:
    line = line_of(portfolio, name, *more)
    return line["value"], line["since"]


def test_every_kind_is_listed_with_what_counts(sample: Path) -> None:
    found = told("inputs", "--portfolio", sample)
    assert [line["name"] for line in found["inputs"]] == list(input_kinds())
    assert [family["name"] for family in found["families"]] == [f"{name}.N" for name in input_families()]
    for line in found["inputs"]:
        assert line["since"] is None
        assert line["is_default"] == (line["default"] is not None)
        assert line["value"] == line["default"]
    assert found["problems"] == [
        {"where": name, "message": "it was never typed and has no default"}
        for name, kind in input_kinds().items()
        if kind.default is None
    ]
    text = ask("inputs", "--portfolio", sample).out
    for line in found["inputs"]:
        assert f"\n{line['name']} " in text
        assert f"{line['meaning']} ({line['source']})" in text
        assert line["needed_by"] == list(input_kinds()[line["name"]].needed_by)
    assert "    Needed by hedge.add_financials.\n" in text
    assert "! equity: it was never typed and has no default" in text


def test_a_value_counts_from_its_day_until_the_next_one(sample: Path) -> None:
    first = told("input", "response.a", "0.09", "--on", "2026-11-02", "--portfolio", sample)
    assert first["rows"][0]["what"] == "added"
    assert first["in_force"]["since"] == "2026-11-02"
    second = told("input", "response.a", "0.1", "--on", "2026-12-01", "--source", "fit", "--portfolio", sample)
    assert (second["in_force"]["value"], second["in_force"]["next"]) == ("0.09", {"on": "2026-12-01", "value": "0.1"})
    assert in_force(sample, "response.a", "--at", "2026-11-01T12:00-05:00") == ("0.078", None)
    assert in_force(sample, "response.a") == ("0.09", "2026-11-02")
    assert in_force(sample, "response.a", "--at", LATER) == ("0.1", "2026-12-01")
    assert line_of(sample, "response.a", "--at", LATER)["typed_source"] == "fit"


def test_the_day_is_that_of_new_york(sample: Path) -> None:
    """Late on the 20th in New York it is the 21st in London."""
    told("input", "equity", "1", "--portfolio", sample, "--at", "2026-11-20T23:30-05:00")
    told("input", "hedge.cash", "1", "--portfolio", sample, "--at", "2026-11-21T04:30Z")
    assert line_of(sample, "equity")["since"] == line_of(sample, "hedge.cash")["since"] == "2026-11-20"


def test_a_value_typed_again_for_its_day_changes_one_row_and_undo_brings_it_back(sample: Path) -> None:
    told("input", "pm.spx_down", "-7", "--portfolio", sample)
    again = told("input", "pm.spx_down", "-6", "--portfolio", sample)
    (row,) = again["rows"]
    assert (row["what"], row["value_before"], row["value"]) == ("changed", "-7", "-6")
    assert again["label"] == "Input pm.spx_down -6 from 2026-11-20"
    told("undo", "--portfolio", sample)
    assert in_force(sample, "pm.spx_down") == ("-7", "2026-11-20")
    told("undo", "--portfolio", sample)
    assert in_force(sample, "pm.spx_down") == ("-8", None)
    told("redo", "--portfolio", sample)
    assert in_force(sample, "pm.spx_down") == ("-7", "2026-11-20")


def test_default_takes_away_the_newest_value_and_says_what_counts_now(sample: Path) -> None:
    told("input", "response.a", "0.09", "--on", "2026-11-02", "--portfolio", sample)
    told("input", "response.a", "0.1", "--portfolio", sample)
    said = ask("input", "response.a", "default", "--portfolio", sample).out
    assert said.endswith("response.a is 0.09 (log VIX per sigma) on 2026-11-20, since 2026-11-02 (typed)\n")
    said = ask("input", "response.a", "default", "--portfolio", sample).out
    assert said.endswith("response.a is 0.078 (log VIX per sigma) on 2026-11-20, the default\n")
    told("undo", "--portfolio", sample)
    assert in_force(sample, "response.a") == ("0.09", "2026-11-02")


def test_old_equity_is_called_old(sample: Path) -> None:
    told("input", "equity", "250000", "--portfolio", sample)
    assert line_of(sample, "equity")["is_stale"] is False
    assert line_of(sample, "equity", "--at", LATER)["is_stale"] is True
    said = told("inputs", "--portfolio", sample, "--at", LATER)
    assert {"where": "equity", "message": "it is 11 days old: type the value of today"} in said["problems"]
    assert "2026-11-20 (stale)" in ask("inputs", "--portfolio", sample, "--at", LATER).out


REFUSALS = {
    "an unknown name": ("respons.a 1", "name: there is no input 'respons.a': did you mean response.a?"),
    "no number": ("equity 1e5", "value: '1e5' is not a number"),
    "a decimal comma": (
        "equity 1,5",
        "value: '1,5' holds a comma: write the decimal point as '.', without thousands marks",
    ),
    "a share in percent": (
        "response.a 7.8",
        "value: 7.8 lies outside the range of response.a, 0 to 0.5 (log VIX per sigma); did you mean 0.078?",
    ),
    "a percentage as a fraction": (
        "pm.spx_down -0.08",
        "value: -0.08 lies outside the range of pm.spx_down, -60 to -1 (%); did you mean -8?",
    ),
    "half a switch": (
        "margin.vix_base 0.5",
        "value: 0.5 is no value of margin.vix_base: it is 0 or 1",
    ),
    "a day that is none": (
        "equity 1 --on 20.11.2026",
        "Invalid value for '--on': '20.11.2026' is no day: write it like 2026-11-20",
    ),
    "a slip of the year": ("equity 1 --on 2206-11-20", "on: 2206-11-20 lies outside 1990 to 2100: check the year"),
    "an empty source": ("equity 1 --source=", "source: say where the value comes from, in printable characters"),
    "a default of nothing typed": ("equity default", "value: equity has no typed value: it has no default either"),
    "a default with a source": (
        "equity default --source broker",
        "source: a value that is taken away has no source",
    ),
    "a family without its number": ("rate 4", "name: 'rate' needs a number: the names are rate.1 to rate.3700"),
}


@pytest.mark.parametrize("line", REFUSALS.values(), ids=REFUSALS)
def test_refusals(sample: Path, line: tuple[str, str]) -> None:
    typed, expected = line
    before = sample.read_bytes()
    assert refusal("input", *typed.split(), "--portfolio", sample, code=2) == expected
    assert sample.read_bytes() == before


def test_a_file_is_one_edit(sample: Path) -> None:
    entered = told("inputs", "--from", INPUTS, "--portfolio", sample)
    assert entered["label"] == "Input 5 values from 2026-11-16 to 2026-12-01"
    assert [row["source"] for row in entered["rows"]] == [
        "Treasury bills", "Treasury bills", "inputs.csv", "the broker, by mail", "broker"
    ]  # fmt: skip
    assert in_force(sample, "margin.VX.2") == (None, None)
    assert in_force(sample, "margin.VX.2", "--at", LATER) == ("6500", "2026-12-01")
    assert in_force(sample, "equity") == ("250000.5", "2026-11-20")
    again = refusal("inputs", "--from", INPUTS, "--portfolio", sample, code=2)
    assert again == "value: every value stands there already"
    told("undo", "--portfolio", sample)
    assert line_of(sample, "equity")["value"] is None


def test_a_file_with_bad_lines_enters_nothing_and_names_each(sample: Path) -> None:
    content = INPUTS.read_text(encoding="utf-8-sig").splitlines()
    content[1:1] = ["rates.30,2026-11-20,4,x"]
    content.append("rate.60,2026-11-20,425,x")
    Path("bad.csv").write_text("\n".join(content), encoding="utf-8")
    before = sample.read_bytes()
    assert refusal("inputs", "--from", "bad.csv", "--portfolio", sample, code=2) == (
        "bad.csv: line 2: there is no input 'rates.30': did you mean rate.30?; line 8: 425 lies outside the range of "
        "rate.60, -5 to 50 (% a year); did you mean 4.25?; nothing was entered"
    )
    assert sample.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "bad.csv: file: it is empty; nothing was entered"),
        (b"\xff\xfe\x00n", "bad.csv: the file is not text in UTF-8; nothing was entered"),
        (
            b"rate.30,2026-11-20,4,x\n",
            "bad.csv: line 1: the first line must be name,date,value,source; nothing was entered",
        ),
        (
            b"name,date,value,source\nrate.30,2026-11-20,4,\nrate.30,2026-11-20,5,\n",
            "rate.30: two values are given for 2026-11-20: say one",
        ),
        (b"name,date,value,source\n" + b"x,2026-11-20,4,\n" * 9, None),
    ],
)  # fmt: skip
def test_files_that_cannot_be_entered(sample: Path, content: bytes, expected: str | None) -> None:
    Path("bad.csv").write_bytes(content)
    said = refusal("inputs", "--from", "bad.csv", "--portfolio", sample, code=2)
    if expected is None:
        assert said.endswith("; and 3 more; nothing was entered")
    else:
        assert said == expected
    for name in ("none.csv", "."):
        said = refusal("inputs", "--from", name, "--portfolio", sample, code=2)
        assert said == f"file: there is no file {name}"


def test_a_file_too_large_to_be_one_is_not_read(sample: Path) -> None:
    with Path("large.csv").open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    said = refusal("inputs", "--from", "large.csv", "--portfolio", sample, code=2)
    assert said == "large.csv: the file is larger than 8 MB; nothing was entered"


def test_the_examples_of_the_help_are_taken(sample: Path) -> None:
    examples = re.findall(r"^    +((?:response|rate|margin)\.\S+ .+)$", ask("input", "--help").out, re.MULTILINE)
    assert len(examples) == 4
    for example in examples:
        arguments = example.replace('"', "").split()
        told("input", *arguments, "--portfolio", sample, "--at", SAMPLE_STANDS)


def test_the_trend_of_thirty_days_and_what_hangs_on_a_value(sample: Path) -> None:
    for day, value in (("2026-10-20", "2.0"), ("2026-11-20", "2.25")):
        told("input", "quick_ratio.financials", value, "--on", day, "--portfolio", sample)
    line = line_of(sample, "quick_ratio.financials")
    assert (line["trend_30_days"], line["is_stale"], line["needed_by"]) == ("0.25", False, ["hedge.add_financials"])
    assert "  +0.25  " in ask("inputs", "--portfolio", sample).out
    later = line_of(sample, "quick_ratio.financials", "--at", "2027-06-01T12:00-04:00")
    assert (later["trend_30_days"], later["is_stale"]) == (None, True)
