"""`statistics` and `tax` on a generated year in a file: the figures of the reports, said as JSON and as tables."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.command_line import ask, copy_sample, refusal, told
from support.generated_file import write_year
from support.generated_year import IRA, MAIN, MULTIPLIER, PAPER, generated_year
from support.whole_year import whole_year, write_whole_year

EVENING = "2025-12-31T18:00-05:00"


@pytest.fixture(scope="session")
def written_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_year(tmp_path_factory.mktemp("year") / "Sample.alvh")


@pytest.fixture
def year(here: Path, written_year: Path) -> Path:
    return Path(copy_sample(written_year.parent, here).name)


def profits(*accounts: str) -> list[Decimal]:
    """$ of each condor by plain sums."""
    return [
        sum((-row.quantity * row.points * MULTIPLIER - row.fee for row in each.rows), Decimal(0))
        for each in generated_year().condors
        if each.account in accounts
    ]


def test_the_whole_year_as_json(year: Path) -> None:
    answer = told("statistics", "--portfolio", year, "--at", EVENING)
    assert (answer["by"], answer["account"], answer["from"], answer["to"]) == ("all", None, None, None)
    for kind, accounts in (("real", (MAIN, IRA)), ("paper", (PAPER,))):
        whole, expected = answer["kinds"][kind]["whole"], profits(*accounts)
        assert Decimal(whole["total_usd"]) == sum(expected)
        assert (whole["closed"], whole["won"]) == (len(expected), sum(each > 0 for each in expected))
        low, high = whole["win_rate_95"]
        assert low < whole["win_rate"] < high
        low, high = whole["expectancy_95_usd"]
        assert low < float(whole["expectancy_usd"]) < high
    assert answer["kinds"]["real"]["whole"]["hedge_usd"] is not None
    assert answer["kinds"]["paper"]["whole"]["hedge_usd"] is None


def test_vix_at_entry_is_the_close_of_the_day_where_nothing_was_recorded_with_the_fill(year: Path) -> None:
    answer = told("statistics", "--by", "vix", "--portfolio", year, "--at", EVENING)
    expected: dict[str, int] = {}
    vix = {today.day: today.vix for today in generated_year().tape}
    for each in generated_year().condors:
        if each.account != PAPER:
            level = vix[each.day]
            key = "<15" if level < 15 else "15-20" if level < 20 else "20-30" if level < 30 else "30+"
            expected[key] = expected.get(key, 0) + 1
    assert {group["key"]: group["closed"] for group in answer["kinds"]["real"]["groups"]} == expected
    year.with_suffix(".market").unlink()
    answer = told("statistics", "--by", "vix", "--portfolio", year, "--at", EVENING)
    assert [group["key"] for group in answer["kinds"]["real"]["groups"]] == ["not known"]


def test_tags_of_notes_are_counted(tmp_path: Path) -> None:
    path = write_whole_year(tmp_path / "Tagged.alvh")
    groups = told("statistics", "--by", "tag", "--portfolio", path, "--at", EVENING)["kinds"]["real"]["groups"]
    real = {each.campaign_id for each in generated_year().condors if each.account != PAPER}
    expected = {tag: len(ids & real) for tag, ids in whole_year().tagged.items()}
    assert {group["key"]: group["closed"] for group in groups if group["key"] != "no tag"} == expected


def test_one_account_and_a_span_of_days(year: Path) -> None:
    answer = told("statistics", "--account", PAPER.lower(), "--portfolio", year, "--at", EVENING)
    assert (answer["account"], list(answer["kinds"])) == (PAPER, ["paper"])
    spans = (("--to", "2025-06-30"), ("--from", "2025-07-01", "--to", "2025-07-31"), ("--from", "2025-08-01"))
    parts = [told("statistics", *span, "--portfolio", year, "--at", EVENING)["kinds"]["real"] for span in spans]
    assert sum(Decimal(each["whole"]["total_usd"]) for each in parts) == sum(profits(MAIN, IRA))
    assert all(each["whole"]["closed"] for each in parts)


def test_tables(year: Path) -> None:
    said = ask("statistics", "--by", "account", "--from", "2025-01-01", "--portfolio", year, "--at", EVENING).out
    real = profits(MAIN, IRA)
    lines = said.splitlines()
    assert lines[0] == "Test book   2025-12-31 18:00 New York   Sample.alvh"
    assert lines[2] == f"Real accounts, ended from 2025-01-01: {len(real)} closed campaigns, 0 still open"
    assert [line.split("  ")[0] for line in lines[3:7]] == ["account", IRA, MAIN, "all"]
    assert f"{sum(real):+,.2f}" in said
    assert f"Accounts on paper, ended from 2025-01-01: {len(profits(PAPER))} closed campaigns, 0 still open" in said


def test_what_is_said_beside_the_tables(year: Path) -> None:
    # without the lines of its days nobody knows whose the hedge was
    path = Path("Bare.alvh")
    whole = ask("export", year, "-o", "Whole.csv")
    assert whole.code == 0
    assert ask("new", path, "--from", "Whole.csv", "--at", EVENING).code == 0
    said = ask("statistics", "--portfolio", path, "--at", EVENING).out
    assert "! * The share in the hedge is partial: of " in said
    assert " ?*" in said or "*\n" in said
    sleeves = ask("statistics", "--by", "sleeve", "--portfolio", year, "--at", EVENING).out
    assert "240 closed campaigns, 1 still open" in sleeves


def test_a_portfolio_without_a_campaign_and_one_without_a_closed_one(empty: Path, sample: Path) -> None:
    said = ask("statistics", "--from", "2026-01-01", "--portfolio", empty).out
    assert said.endswith("No campaign is counted, ended from 2026-01-01: none is closed, and none is open.\n")
    said = ask("statistics", "--portfolio", sample).out
    assert "Real accounts: 0 closed campaigns, " in said
    assert "(simulated)" in said.splitlines()[0]
    assert ask("tax", "--portfolio", empty).out.count("Nothing was filled in these years.") == 1


def test_refusals(year: Path) -> None:
    assert refusal("statistics", "--from", "2025-02-01", "--to", "2025-01-01", "--portfolio", year, code=2) == (
        "from: 2025-02-01 is after 2025-01-01"
    )
    assert "there is no account 'Nobody'" in refusal("statistics", "--account", "Nobody", "--portfolio", year, code=2)
    assert "'moon'" in refusal("statistics", "--by", "moon", "--portfolio", year, code=2)


def test_the_tax_year_as_json(year: Path) -> None:
    answer = told("tax", "--year", "2025", "--portfolio", year, "--at", "2026-02-01T12:00-05:00")
    found = {each["account"]: each for each in answer["years"]}
    assert list(found) == [MAIN, IRA, PAPER]
    ira = found[IRA]
    assert Decimal(ira["net_usd"]) == Decimal(ira["realised_usd"]) == sum(profits(IRA))
    assert Decimal(ira["long_term_usd"]) + Decimal(ira["short_term_usd"]) == Decimal(ira["net_usd"])
    main, hedge = found[MAIN], generated_year().lines[-1]
    assert Decimal(main["mark_at_end"]["usd"]) == hedge.unrealised
    assert Decimal(main["realised_usd"]) == sum(profits(MAIN)) + hedge.realised
    assert (main["mark_at_end"]["oldest_price"], main["is_over"]) == ("2025-12-31T21:59:00Z", True)
    assert found[PAPER]["kind"] == "paper"
    assert answer["note"].startswith("This is not tax advice")


def test_the_tax_years_as_tables(year: Path) -> None:
    said = ask("tax", "--portfolio", year, "--at", "2026-02-01T12:00-05:00").out
    assert said.endswith(
        "This is not tax advice: ask somebody who may give it, and hold it against the broker's Form 1099-B.\n"
    )
    assert "! Main 2026: its end is not known: 2026 is not over: what is open has no mark of its end yet" in said
    assert said.index("Real accounts") < said.index("Accounts on paper") < said.index(PAPER)
    during = ask("tax", "--portfolio", year, "--at", "2025-06-30T12:00-04:00").out
    assert "2025 so far" in during


def test_a_mark_that_was_not_recorded_is_said_and_leaves_the_next_year_open_too(year: Path) -> None:
    assert ask("export", year, "-o", "Whole.csv").code == 0
    assert ask("new", "Bare.alvh", "--from", "Whole.csv", "--at", EVENING).code == 0
    said = ask("tax", "--portfolio", "Bare.alvh", "--at", "2026-02-01T12:00-05:00").out
    assert "! Main 2025: its end is not known: no mark of VIX " in said
    assert "and 2 legs more" in said
    assert "! Main 2026: its start is not known, for 2025 ended without a mark" in said
    answer = told("tax", "--year", "2025", "--portfolio", "Bare.alvh", "--at", "2026-02-01T12:00-05:00")
    (main,) = (each for each in answer["years"] if each["account"] == MAIN)
    assert (main["net_usd"], main["long_term_usd"], main["mark_at_end"]["usd"]) == (None, None, None)
    assert len(main["mark_at_end"]["missing"]) == main["mark_at_end"]["open_legs"] == 3
