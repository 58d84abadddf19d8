"""`journal` tells all that happened; `note` writes into it, and shows a note with the market of its moment."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.command_line import SAMPLE_OPENED, SAMPLE_STANDS, ask, refusal, told
from support.recorded_books import DOT
from support.stored_books import open_to_read

from alvh_desktop.domain.note_text import image_link

CALLS = "+4 VIX 20JAN27 20C @1.85 fee 0.79/ct"


def entries(portfolio: Path, *more: str) -> list[dict[str, Any]]:
    found = told("journal", "--portfolio", portfolio, *more)["entries"]
    assert isinstance(found, list)
    return found


def written(portfolio: Path, *words: str) -> dict[str, Any]:
    found = _json("note", "add", *words, portfolio=portfolio)["note"]
    assert isinstance(found, dict)
    return found


def _json(*words: str, portfolio: Path) -> Any:
    said = ask(*words, "--json", "--portfolio", portfolio)
    assert said.code == 0, said
    return said.json


# The timeline


def test_all_that_happens_stands_in_it_once(sample: Path) -> None:
    before = entries(sample)
    assert [entry["kind"] for entry in before] == ["other", "opened", "added", "added", "added", "opened", "opened"]
    told("trade", CALLS, "--portfolio", sample)
    assert ask("rules", "off", "condor.short_near", "--portfolio", sample).code == 0
    assert ask("input", "equity", "250000", "--portfolio", sample).code == 0
    assert ask("alerts", "--portfolio", sample).code == 1
    written(sample, "Quiet day", "--about", "campaign 23")
    found = entries(sample)
    new = [entry for entry in found if entry not in before]
    assert {"added", "rule", "input", "alert", "note"} == {entry["kind"] for entry in new}
    assert len({entry["key"] for entry in found}) == len(found)
    assert [entry["moment"] for entry in found] == sorted(entry["moment"] for entry in found)
    realised = sum(float(entry["realised_usd"]) for entry in found if entry["realised_usd"])
    sleeves = told("report", "--portfolio", sample)["totals"]
    assert realised == pytest.approx(float(sleeves["realised_usd"]))


def test_entries_are_picked(sample: Path) -> None:
    ask("alerts", "--portfolio", sample)
    written(sample, "Quiet #fomc day", "--about", "campaign 23")
    assert {entry["kind"] for entry in entries(sample, "--kind", "alert", "--kind", "note")} == {"alert", "note"}
    core = entries(sample, "--campaign", "23")
    assert [entry["kind"] for entry in core][:1] == ["opened"]
    assert all(23 in entry["campaigns"] for entry in core)
    assert [entry["words"] for entry in entries(sample, "--find", "QUIET fomc")] == ["Quiet #fomc day"]
    assert entries(sample, "--to", "2026-11-19") == []
    assert len(entries(sample, "--from", "2026-11-20", "--to", "2026-11-20")) == len(entries(sample))
    assert ask("journal", "--kind", "rolled", "--portfolio", sample).out == (
        "Nothing of that kind stands in the journal.\n"
    )


def test_a_line_of_text_has_money_and_confirmations(sample: Path) -> None:
    roll = ("roll", "24", "--puts", "6350/6400", "@2.10", "credit", "fee", "0.65/ct")
    assert ask(*roll, "--confirm", "macro", "--portfolio", sample).code == 0
    said = ask("journal", "--kind", "rolled", "--portfolio", sample).out
    assert said.startswith("2026-11-20 15:45 New York  rolled  23 SPXW 04JAN27 condor  Rolled 10 SPXW 04JAN27")
    assert "credit +2,100.00 $, realised" in said
    assert said.endswith("(confirmed: macro; not confirmed: price action, volatility ratio)\n")
    (rolled,) = entries(sample, "--kind", "rolled")
    assert {each["name"]: each["ticked"] for each in rolled["confirmations"]} == {
        "price action": False, "volatility ratio": False, "macro": True
    }  # fmt: skip


def test_an_entry_is_told_with_the_market_of_its_moment(sample: Path) -> None:
    told("trade", CALLS, "--portfolio", sample)
    bought = entries(sample)[-1]
    then = told("report", "--portfolio", sample)
    sample.with_suffix(".market").unlink()
    found = told("journal", "--at-entry", bought["key"], "--portfolio", sample)
    assert found["entry"] == bought
    seen = found["seen"]
    assert (seen["why"], seen["reason"], seen["seen_at"]) == (None, "fill", "2026-11-20T20:45:00Z")
    assert seen["total"]["profit_usd"] == then["totals"]["profit_usd"]
    assert (seen["spx"], seen["vix"]) == (6850.4, 16.21)
    assert [round(each["price"], 2) for each in seen["curve"]][:2] == [17.4, 18.25]
    assert 0.1 < seen["hedge_allocation"] < 1
    said = ask("journal", "--at-entry", bought["key"], "--portfolio", sample).out
    assert "Seen at 2026-11-20 15:45 New York (fill)\n  SPX 6,850.40, VIX 16.21, VX 16DEC26 17.40" in said


def test_where_nothing_was_kept_of_a_moment_it_says_so(sample: Path) -> None:
    sample.with_suffix(".market").unlink()
    opened = entries(sample)[1]
    why = told("journal", "--at-entry", opened["key"], "--portfolio", sample)["seen"]["why"]
    recorded = "nothing was recorded on 2026-11-20 up to 2026-11-20 10:00 New York"
    assert why == f"{recorded}, and the market file knows no quote of then"
    assert ask("journal", "--at-entry", opened["key"], "--portfolio", sample).out.endswith(f"! {why}\n")


def test_undo_is_told(sample: Path) -> None:
    told("trade", CALLS, "--portfolio", sample)
    told("undo", "--portfolio", sample)
    last = entries(sample)[-1]
    assert (last["kind"], last["realised_usd"], last["campaigns"]) == ("correction", None, [10])
    assert last["words"] == "Undone: Buy 4 VIX 20JAN27 20 call (edit 8): 1 fill or settlement taken out of the book"
    told("redo", "--portfolio", sample)
    assert [entry["kind"] for entry in entries(sample)][-3:] == ["added", "correction", "correction"]


# Notes


def test_a_note_is_written_changed_shown_listed_and_taken_away(sample: Path) -> None:
    first = written(
        sample, "# Why now\n\nRich premium #fomc", "--about", "campaign 23", "--about", "layer SHORT", "--tag",
        "entry, plan", "--mood", "calm", "--conviction", "4",
    )  # fmt: skip
    assert (first["title"], first["tags"]) == ("Why now", ["entry", "fomc", "plan"])
    layer = next(link for link in first["about"] if link["kind"] == "layer")
    assert first["about"] == [{"kind": "campaign", "key": "23"}, layer]
    number = str(first["id"])
    said = ask("note", "show", number, "--portfolio", sample).out
    assert said.startswith(f"Note {number}   2026-11-20 15:45 New York   2 campaigns\n")
    assert "\n\n# Why now\n\nRich premium #fomc\n\nSeen at 2026-11-20 15:45 New York (note)\n" in said
    changed = _json("note", "change", number, "Else", "--tag", "none", "--conviction", "none", portfolio=sample)[
        "note"
    ]
    assert (changed["text"], changed["tags"], changed["conviction"], changed["mood"]) == ("Else", [], None, "calm")
    assert changed["moment"] == first["moment"]
    cleared = _json("note", "change", number, "--about", "none", "--mood", "none", portfolio=sample)["note"]
    assert (cleared["about"], cleared["mood"], cleared["text"]) == ([], None, "Else")
    assert ask("note", "list", "--portfolio", sample).out == f"{number}  2026-11-20 15:45 New York  Else\n"
    assert ask("note", "remove", number, "--portfolio", sample).out == "Remove note Else\n"
    assert ask("note", "list", "--portfolio", sample).out == "No note is written yet.\n"
    told("undo", "--portfolio", sample)
    assert _json("note", "list", portfolio=sample)["notes"] == [cleared]
    assert told("check", "--portfolio", sample)["findings"] == []


def test_images_are_kept_before_the_note(sample: Path) -> None:
    Path("chart.png").write_bytes(DOT.content)
    found = written(sample, "See", "--image", "chart.png")
    assert found["text"] == f"See\n\n{image_link(DOT.hash, 'chart')}"
    assert found["images"] == [DOT.hash]
    with closing(open_to_read(sample)) as file:
        assert file.image(DOT.hash) == DOT


def test_an_image_of_a_note_that_is_refused_is_not_kept(sample: Path) -> None:
    Path("chart.png").write_bytes(DOT.content)
    line = refusal("note", "add", "x", "--mood", "m" * 41, "--image", "chart.png", "--portfolio", sample, code=2)
    assert line == "mood: say it in up to 40 printable characters"
    with closing(open_to_read(sample)) as file:
        assert file.image(DOT.hash) is None


def test_the_market_of_a_note_is_kept_with_it(sample: Path) -> None:
    number = str(written(sample, "Calm")["id"])
    then = told("report", "--portfolio", sample)
    sample.with_suffix(".market").unlink()
    seen = _json("note", "show", number, portfolio=sample)["seen"]
    assert (seen["reason"], seen["total"]["profit_usd"]) == ("note", then["totals"]["profit_usd"])


def test_a_note_of_an_earlier_moment(sample: Path) -> None:
    assert written(sample, "Early", "--at", SAMPLE_OPENED)["moment"] == "2026-11-20T15:00:00Z"


def test_a_text_comes_from_a_file(sample: Path) -> None:
    Path("Review.md").write_text("\ufeff# Review\n\nWell done\n", encoding="utf-8")
    assert written(sample, "--file", "Review.md")["title"] == "Review"
    Path("Other.md").write_bytes(b"\xff\xfe")
    assert refusal("note", "add", "--file", "Other.md", "--portfolio", sample, code=2) == (
        "file: Other.md is not text in UTF-8"
    )


def test_a_template_is_filled_with_what_is_known(sample: Path) -> None:
    found = written(sample, "--template", "roll DECISION", "--about", "trade 24", "--tag", "mine")
    assert found["title"] == "Roll or close: 23 SPXW 04JAN27 condor"
    assert found["tags"] == ["mine", "roll"]
    assert "SPX 6,850.40, VIX 16.21, VX 16DEC26 17.40" in found["text"]
    assert "10 SPXW 04JAN27 6300/6350P 7125/7175C. P/L so far -2,776.00 $, 45 days" in found["text"]
    plain = written(sample, "Behind it", "--template", "Daily review")
    assert plain["title"] == "Daily review 2026-11-20"
    assert plain["text"].endswith("\n\nBehind it")
    assert "{" not in plain["text"]


def test_what_no_template_knows_says_so(empty: Path) -> None:
    found = written(empty, "--template", "Entry plan", "--at", "2026-11-20T10:00-05:00")
    assert found["title"] == "Entry plan: not known"
    assert "SPX not known, VIX not known, not known." in found["text"]


def test_templates_are_listed(sample: Path) -> None:
    listed = _json("note", "templates", portfolio=sample)
    assert [(each["name"], each["shipped"]) for each in listed["templates"]] == [
        ("Entry plan", True), ("Roll decision", True), ("Post-mortem", True), ("Daily review", True)
    ]  # fmt: skip
    assert set(listed["placeholders"]) >= {"campaign", "spx", "vix", "day"}
    assert ask("note", "templates", "--portfolio", sample).out.splitlines()[0] == "Entry plan     shipped  #entry"


NO_ROW = "'report --json' lists them"
SHIPPED = "Entry plan, Roll decision, Post-mortem, Daily review"
NEAR = "condor.short_near"
THINGS = "'campaign 12', 'trade 24', 'leg 14', 'layer short', 'roll 31' or 'alert RULE SUBJECT'"
ADD = ("note", "add", "x")
CHANGES = "say what changes: TEXT, --file, --about, --tag, --mood, --conviction or --image"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("note",), "say what to do: note add, change, remove, show, list or templates"),
        (("note", "add"), "say TEXT, --file or --template"),
        (("note", "add", " "), "note: nothing is written in it"),
        (
            ("note", "add", "a\udcff"),
            "note: it holds a character that no text can hold: type it anew, or leave it out",
        ),
        ((*ADD, "--file", "y.md"), "say TEXT or --file, not both"),
        ((*ADD, "--about", "campaign 99"), f"about: there is no campaign 99; {NO_ROW}"),
        ((*ADD, "--about", "leg " + "9" * 16), f"about: there is no leg {'9' * 16}; {NO_ROW}"),
        ((*ADD, "--about", "layer middle"), f"about: there is no layer middle; {NO_ROW}"),
        ((*ADD, "--about", "23"), f"about: '23' names nothing: say {THINGS}"),
        (
            (*ADD, "--about", "alert condor.short_neer leg 1"),
            f"about: there is no rule 'condor.short_neer': did you mean {NEAR}?",
        ),
        (
            (*ADD, "--about", f"alert {NEAR}"),
            f"about: say which alert of {NEAR}: 'alert {NEAR} SUBJECT', as 'alerts --json' names it",
        ),
        ((*ADD, "--conviction", "7"), "conviction: '7' is no conviction: say 1 (none) to 5 (sure), or none"),
        ((*ADD, "--image", "y.png"), "image: there is no file y.png"),
        (("note", "add", "--template", "Mine"), f"template: there is no template 'Mine': {SHIPPED}"),
        (("note", "change", "43"), CHANGES),
        (("note", "change", "43", "x"), "note: there is no note 43; 'note list' lists them"),
        (("note", "show", "43"), "note: there is no note 43; 'note list' lists them"),
        (("note", "remove", "43"), "note: there is no note 43"),
        (("journal", "--campaign", "99"), f"campaign: there is no campaign 99; {NO_ROW}"),
        (("journal", "--from", "2026-11-20", "--to", "2026-11-19"), "to: 2026-11-19 is before 2026-11-20"),
        (
            ("journal", "--at-entry", "edit 99"),
            "at-entry: no entry has the key 'edit 99'; 'journal --json' gives each its key",
        ),
    ],
)
def test_refusals(sample: Path, words: tuple[str, ...], expected: str) -> None:
    named = () if words == ("note",) else ("--portfolio", sample)
    assert refusal(*words, *named, code=2) == expected


def test_a_book_without_quotes_has_a_journal(empty: Path, written_sample: Path) -> None:
    assert [entry["kind"] for entry in entries(empty)] == ["other"]
    number = str(written(empty, "Before anything", "--at", SAMPLE_STANDS)["id"])
    shutil.copy(written_sample / "Sample.market", empty.with_suffix(".market"))
    assert ask("note", "show", number, "--portfolio", empty).code == 0
    assert entries(empty, "--find", "anything")[0]["source"] == {"kind": "note", "number": int(number)}


# Rules followed


def test_adherence_tells_what_asked_and_what_was_done(sample: Path) -> None:
    assert ask("adherence", "--portfolio", sample).out == "No rule has asked for an action yet.\n"
    assert ask("alerts", "--portfolio", sample).code == 1
    (asked,) = told("adherence", "--portfolio", sample)["episodes"]
    assert (asked["rule"], asked["subject"], asked["level"]) == ("condor.break_even", "campaign 33", "act")
    assert (asked["outcome"], asked["deadline"]) == ("still open", "2026-11-23T21:15:00Z")
    later = told("adherence", "--portfolio", sample, "--at", "2026-11-25T10:00-05:00")
    assert [(each["rule"], each["asked"], each["not_followed"], each["share"]) for each in later["rules"]] == [
        ("condor.break_even", 1, 1, 0.0)
    ]
    assert later["episodes"][0]["why"] == "what it cost is not known: no market of 2026-11-23 was recorded"
    assert (later["rules"][0]["cost_usd"], later["rules"][0]["cost_unknown"]) == (None, 1)
    assert ask("close", "34", "5", "@9.00", "--portfolio", sample, "--at", "2026-11-23T11:00-05:00").code == 0
    done = told("adherence", "--portfolio", sample, "--at", "2026-11-25T10:00-05:00")
    assert [(each["outcome"], each["done"]) for each in done["episodes"]] == [("followed", "closed")]
    said = ask("adherence", "--portfolio", sample, "--at", "2026-11-25T10:00-05:00").out
    assert said.splitlines()[1].split() == [
        "Break-even", "near", "1", "1", "0", "0", "0", "0", "0", "100", "%", "21", "to", "100", "%", "-", "0"
    ]  # fmt: skip
    assert said.endswith("act: followed, closed 2026-11-23 11:00 New York\n")
    assert ask("adherence", "--sessions", "0", "--portfolio", sample, "--at", "2026-11-25T10:00-05:00").code == 0
    assert refusal("adherence", "--sessions", "-1", "--portfolio", sample, code=2).startswith("Invalid value")
