"""What closes, rolls, settlements and regroupings by command leave in the book."""

import io
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.book_tables import tables_of
from support.command_line import ONE_DAY_SETTLES, SAMPLE_STANDS, ask, refusal, told

from alvh_desktop.cli.files import market_of, writing
from alvh_desktop.desk.entering import inputs_at, mids_at
from alvh_desktop.desk.judging import RegimeOfDay
from alvh_desktop.desk.weighing import Scales, Weighing, weigh
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.fee_schedules import shipped_schedules
from alvh_desktop.domain.orders import Order, parse_order
from alvh_desktop.domain.orders.drafts import draft_of

STANDS = datetime.fromisoformat(SAMPLE_STANDS)
CONDOR = "-10 SPXW 4JAN27 6300/6350P 7125/7175C @8.40 fee 0.65/ct"


def trade_of(path: Path, number: int, *options: str) -> Any:
    report = told("report", "--portfolio", path, *options)
    (trade,) = [trade for trade in report["trades"] if trade["id"] == number]
    held = {leg["symbol"]: leg["quantity"] for leg in report["legs"] if leg["trade"] == number}
    return {**trade, "held": held}


# One book behind every door


def test_an_order_line_gives_the_book_that_a_ticket_gives(quoted: Path) -> None:
    """Fills, fees and verdicts: the ticket of the window weighs a draft, the command reads a line."""
    for ending in (".alvh", ".market"):
        shutil.copy(quoted.with_suffix(ending), f"Twin{ending}")
    twin = Path("Twin.alvh")
    with writing(twin, STANDS) as desk:
        order = parse_order(CONDOR, desk.book.products, STANDS.date())
        assert isinstance(order, Order)
        draft, quotes, now = draft_of(order), market_of(twin), desk.clock()
        contracts = [leg.contract for leg in draft.legs]
        scales = Scales(
            inputs_at(desk.book, quotes, contracts, now),
            mids_at(desk.book, quotes, contracts, now),
            RegimeOfDay(quotes.past, now),
            now,
            desk.next_id,
        )
        weighed = weigh(draft, scales)
        assert isinstance(weighed, Weighing)
        assert isinstance(desk.do(weighed.edit), Change)
    said = told("trade", CONDOR, "--portfolio", quoted, "--at", SAMPLE_STANDS)
    assert tables_of(quoted) == tables_of(twin)
    assert {verdict["rule"] for verdict in said["verdicts"]} >= {"condor.credit_band"}


def test_verdicts_stay_with_their_trade_and_are_told_in_words(quoted: Path) -> None:
    at = ("--portfolio", quoted, "--at", SAMPLE_STANDS)
    said = told("trade", CONDOR, *at)
    (trade,) = told("report", *at)["trades"]
    assert trade["verdicts"] == said["verdicts"]
    # 8.40 received over a wing of 50
    band = next(verdict for verdict in said["verdicts"] if verdict["rule"] == "condor.credit_band")
    assert Decimal(band["value"]) == Decimal("16.8")
    told("undo", *at)
    assert "condor.credit_band: " in ask("trade", CONDOR, *at).out


PASTED = {
    "a broker's description": "SOLD -10 IRON CONDOR SPX 100 (Weeklys) 4 JAN 27 7125/7175/6350/6300 CALL/PUT @8.40",
    "symbols": (
        "+10 SPXW270104P06300000 @17.00\n-10 SPXW270104P06350000 @19.00\n"
        "-10 SPXW270104C07125000 @30.00\n+10 SPXW270104C07175000 @23.60"
    ),
}


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
@pytest.mark.parametrize("way", ["typed", "file", "piped"])
def test_pasted_orders_book_the_condor_of_the_line(
    quoted: Path, text: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"typed": [text], "file": ["--file", "legs.txt"], "piped": ["--file", "-"]}[way]
    Path("legs.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    said = told("trade", *words, "--portfolio", quoted, "--at", SAMPLE_STANDS)
    assert said["label"] == "Sell 10 SPXW 04JAN27 6300/6350/7125/7175 iron condor"
    assert said["cash_flow_usd"] == "8400.00"
    assert said["verdicts"]


def test_a_pasted_order_goes_into_the_account_it_names(quoted: Path) -> None:
    at = ("--portfolio", quoted, "--at", SAMPLE_STANDS)
    told("account", "Trial", "--paper", *at)
    told("trade", "SELL TO OPEN 3 SPXW270104P06300000 @17.00", "in", "Trial", *at)
    assert told("report", *at)["trades"] == []
    assert [trade["account"] for trade in told("report", "--account", "Trial", *at)["trades"]] == ["Trial"]
    before = quoted.read_bytes()
    said = refusal("trade", "SELL TO OPEN 3 SPXW270104P06300000 @17.00 in Other", *at, code=2)
    assert said == "in: there is no account 'Other'; this portfolio has 'Main', 'Trial'"
    assert quoted.read_bytes() == before


def test_a_paste_without_a_price_says_what_is_missing(quoted: Path) -> None:
    """Quotes are known, and all the same no price is put into the trader's mouth."""
    before = quoted.read_bytes()
    lines = "+10 SPXW270104P06300000\n-10 SPXW270104P06350000"
    said = refusal("trade", lines, "--portfolio", quoted, "--at", SAMPLE_STANDS, code=2)
    assert said == (
        "net: SPXW 04JAN27 6300 P has no price: write one in its line, or the net behind an order line with @"
    )
    assert quoted.read_bytes() == before


def test_a_paste_that_says_to_close_closes_the_trade_that_holds_it(sample: Path) -> None:
    said = told("trade", "SELL TO CLOSE 4 VIX261216C00017000 @1.75", "--portfolio", sample)
    assert (said["trades"], said["cash_flow_usd"]) == ([11], "700.00")
    again = refusal("trade", "SELL TO CLOSE 4 VIX261216C00017000 @1.75", "--portfolio", sample, code=2)
    assert again == "trade: the text says to close, and no trade of Simulated holds all that it closes"


# Close, roll, settle


def test_one_leg_closed_leaves_the_trade_whole_in_name(sample: Path) -> None:
    said = told("close", "34", "--leg", "6650P=1.00", "--portfolio", sample)
    assert (said["lots"], said["net_points"], said["cash_flow_usd"]) == (5, "-1.00", "500.00")
    trade = trade_of(sample, 34)
    assert trade["held"] == {
        "SPXW261123P06650000": 0, "SPXW261123P06675000": -5, "SPXW261123C06845000": -5, "SPXW261123C06870000": 5,
    }  # fmt: skip
    assert (trade["structure"], trade["open_legs"]) == ("condor", 3)


def test_some_lots_close_at_a_net_with_its_fee(sample: Path) -> None:
    said = told("close", "34", "2", "@9.00", "fee", "0.65/ct", "--portfolio", sample)
    # 9.00 x 200 paid, 8 contracts at 0.65
    assert (said["cash_flow_usd"], said["fees_usd"]) == ("-1805.20", "5.20")
    assert said["closing"] == {"points": "9.00", "usd": "-1800.00"}
    assert set(map(abs, trade_of(sample, 34)["held"].values())) == {3}


def test_calls_are_sold_where_the_net_has_no_sign(sample: Path) -> None:
    said = told("close", "11", "@1.75", "--portfolio", sample)
    assert (said["cash_flow_usd"], said["net_points"]) == ("700.00", "-1.75")


def test_a_layer_rolls_into_its_campaign(sample: Path) -> None:
    said = told("roll", "11", "to", "VIX 17MAR27 19C", "@1.10", "debit", "--portfolio", sample)
    assert said["label"] == "Roll of 4 VIX 16DEC26 17 C"
    assert said["cash_flow_usd"] == "-440.00"
    (new,) = [trade for trade in told("report", "--portfolio", sample)["trades"] if trade["rolled_from"] == 11]
    assert (new["campaign"], new["sleeve"], new["layer"]) == (10, "alvh", "short")


def test_a_wing_that_stays_is_not_traded(sample: Path) -> None:
    """The short put moves inside its wing: two contracts a condor change hands, not four."""
    said = told("roll", "24", "--puts", "6300/6375", "@1.00", "credit", "--portfolio", sample)
    assert sorted({row["symbol"] for row in said["rows"]}) == ["SPXW270104P06350000", "SPXW270104P06375000"]
    assert said["cash_flow_usd"] == "1000.00"


def test_a_whole_expiry_settles_as_one_step(sample: Path) -> None:
    at = ("--portfolio", sample, "--at", ONE_DAY_SETTLES)
    said = told("settle", "spxw", "23NOV26", "6857.25", "--fee", "1.13", *at)
    assert said["label"] == "Settle SPXW 23NOV26 at SPX close 6857.25"
    # 5 calls at 6845 are 12.25 in the money; 20 contracts at 1.13
    assert (said["cash_flow_usd"], said["fees_usd"]) == ("-6147.60", "22.60")
    assert len(said["rows"]) == 4
    told("undo", *at)
    single = told("settle", "39", "6857.25", "--fee", "1.13", *at)
    assert (single["cash_flow_usd"], single["fees_usd"]) == ("-6130.65", "5.65")


def test_proposals_change_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    told_of = told("rolls", "14", "--portfolio", sample)
    (opens,) = told_of["layer_roll"]["opens"]
    assert (opens["symbol"][:10], opens["ratio"], told_of["condor_rolls"]) == ("VIX270317C", 1, [])
    assert "closing" in ask("rolls", "14", "--portfolio", sample).out
    assert sample.read_bytes() == before


# Regrouping


def test_regrouping_moves_no_money_and_is_undone(sample: Path) -> None:
    first = tables_of(sample)
    totals = told("report", "--portfolio", sample)["totals"]
    split = told("split", "34", "2", "--portfolio", sample)
    assert sorted(abs(leg["quantity"]) for trade in split["trades"] for leg in trade["legs"]) == [2] * 4 + [3] * 4
    new = max(trade["id"] for trade in split["trades"])
    apart = told("move-trade", new, "--campaign", "new", "--portfolio", sample)
    (campaign,) = [each["id"] for each in apart["campaigns"]]
    assert told("campaign", campaign, "--name", "Second half", "--portfolio", sample)["label"].endswith("Second half")
    assert told("campaign", campaign, "--ladder", "10", "--portfolio", sample)["campaigns"][0]["ladder"] == 10
    back = told("move-trade", new, "--campaign", "33", "--portfolio", sample)
    assert back["removed"] == [f"campaign {campaign}"]
    legs = [leg["id"] for trade in split["trades"] for leg in trade["legs"] if trade["id"] == new]
    joined = told("move-legs", *legs, "--to", "34", "--portfolio", sample)
    assert joined["removed"] == [f"trade {new}"]
    told("move-trade", "20", "--sleeve", "second_engine", "--portfolio", sample)
    after = told("report", "--portfolio", sample)["totals"]
    assert {key: after[key] for key in totals if key.endswith("_usd")} == {
        key: totals[key] for key in totals if key.endswith("_usd")
    }
    for _ in range(7):
        told("undo", "--portfolio", sample)
    assert tables_of(sample) == first


# Accounts, cash and fees


def test_paper_is_never_summed_with_real_money(quoted: Path) -> None:
    at = ("--portfolio", quoted, "--at", SAMPLE_STANDS)
    assert told("account", "Trial", "--paper", *at)["account"]["kind"] == "paper"
    told("trade", CONDOR, *at)
    told("trade", CONDOR.replace("-10", "-3"), "in", "Trial", *at)
    real, paper = told("report", *at), told("report", "--account", "trial", *at)
    assert (real["accounts"], paper["accounts"]) == (["Main"], ["Trial"])
    assert (real["totals"]["fees_usd"], paper["totals"]["fees_usd"]) == ("26.00", "7.80")
    assert {trade["account"] for trade in real["trades"]} == {"Main"}
    assert told("report", "--sleeve", "alvh", *at)["trades"] == []
    text = ask("report", *at).out
    assert "Counted: Main; not counted: Trial" in text
    as_of = told("report", "--as-of", SAMPLE_STANDS, "--account", "Trial", "--portfolio", quoted)
    assert (as_of["accounts"], as_of["totals"]["fees_usd"]) == (["Trial"], "7.80")


def test_cash_and_marks_make_the_worth_of_an_account(quoted: Path) -> None:
    at = ("--portfolio", quoted, "--at", SAMPLE_STANDS)
    told("account", "Trial", "--paper", *at)
    (main, trial) = told("accounts", *at)["accounts"]
    assert (main["equity_usd"], trial["equity_usd"]) == (None, None)
    assert trial["equity_not_known_because"] == "equity: no cash was brought into it"
    told("cash", "Main", "100000", "--on", "2026-11-20T09:30-05:00", "--note", "start", *at)
    told("cash", "Main", "-2500.50", *at)
    told("trade", CONDOR, *at)
    report = told("report", *at)
    (main, _) = told("accounts", *at)["accounts"]
    # 100,000 - 2,500.50 + 8,400 - 26
    assert main["cash_usd"] == "105873.50"
    assert Decimal(main["equity_usd"]) == Decimal("105873.50") + Decimal(report["totals"]["market_value_usd"])
    assert "105,873.50" in ask("accounts", *at).out


def test_a_schedule_charges_orders_that_name_no_fee(quoted: Path) -> None:
    at = ("--portfolio", quoted, "--at", SAMPLE_STANDS)
    told("fee", "House", "any", "open", "0.65", "--from", "2026-01-01", *at)
    told("fee", "House", "SPXW", "open", "0.50", "--below", "20", *at)
    told("account", "Main", "--broker", "House", *at)
    line = "-2 SPXW 4JAN27 6300@17.00/6350@19.50P @2.50"
    # both below 20 points: 4 contracts at 0.50
    assert told("trade", line, *at)["fees_usd"] == "2.00"
    assert told("fee", "House", "any", "open", "0.70", "--from", "2026-01-01", *at)["fee"]["amount_usd"] == "0.70"
    (schedule,) = told("fees", *at)["schedules"]
    assert [(row["root"], row["amount_usd"]) for row in schedule["fees"]] == [(None, "0.70"), ("SPXW", "0.50")]
    assert schedule["accounts"] == ["Main"]
    told("account", "Main", "--broker", "none", "--rename", "Own", *at)
    assert told("accounts", *at)["accounts"][0]["broker"] is None
    assert "House" in ask("fees", *at).out


def test_an_account_takes_over_a_schedule_that_comes_with_the_program(quoted: Path) -> None:
    """As the window does, and as one step."""
    at = ("--portfolio", quoted, "--at", SAMPLE_STANDS)
    assert told("account", "Main", "--broker", "Tradier", *at)["account"]["broker"] == "Tradier"
    (schedule,) = told("fees", *at)["schedules"]
    assert (schedule["broker"], schedule["accounts"]) == ("Tradier", ["Main"])
    assert len(schedule["fees"]) == len(shipped_schedules()["Tradier"])
    told("undo", *at)
    assert told("fees", *at)["schedules"] == []
    assert told("accounts", *at)["accounts"][0]["broker"] is None


def test_the_ladder_of_the_report_counts_against_its_target(sample: Path) -> None:
    (group,) = told("report", "--portfolio", sample)["hedge_ladder"]
    assert (group["held"], group["target"], group["missing"]) == (10, 10, 0)
    layers = {line["layer"]: line for line in group["layers"]}
    assert [layers[role]["held"] for role in ("short", "medium", "long")] == [4, 4, 2]
    told("close", "17", "1", "@3.00", "--portfolio", sample)
    (group,) = told("report", "--portfolio", sample)["hedge_ladder"]
    assert (group["held"], group["missing"]) == (9, 1)
    assert told("report", "--sleeve", "core", "--portfolio", sample)["campaigns"][0]["sleeve"] == "core"


EDITS: tuple[Callable[[Path], Any], ...] = (
    lambda path: ask("split", "34", "2", "--portfolio", path),
    lambda path: ask("move-legs", "35", "--to", "new", "--portfolio", path),
    lambda path: ask("campaign", "23", "--name", "Long one", "--portfolio", path),
    lambda path: ask("move-trade", "24", "--campaign", "33", "--portfolio", path),
    lambda path: ask("account", "IRA", "--portfolio", path),
    lambda path: ask("cash", "Simulated", "5", "--portfolio", path),
    lambda path: ask("fee", "House", "any", "open", "0.65", "--portfolio", path),
    lambda path: ask("close", "11", "@1.75", "--portfolio", path),
    lambda path: ask("roll", "11", "to", "VIX 17MAR27 19C", "@1.10", "--portfolio", path),
)


def test_each_edit_is_told_by_its_label_and_undone_by_it(sample: Path) -> None:
    for edit in EDITS:
        before = tables_of(sample)
        said = edit(sample)
        assert said.code == 0
        label = said.out.splitlines()[0]
        undone = ask("undo", "--portfolio", sample).out
        assert undone.splitlines()[0] == f"Undone: {label}"
        assert tables_of(sample) == before
