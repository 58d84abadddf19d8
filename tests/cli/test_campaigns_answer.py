"""Campaigns as JSON: strings for booked money, numbers for what is worked out, null for what is not known."""

import json
from decimal import Decimal

from support.campaign_books import CALLS, PUTS, Scribe, campaigns_at, condor
from support.founded_books import CLOCK

from alvh_desktop.cli.campaigns_answer import campaigns_answer

CALL = "VIX 20JAN27 20 C"
MARKS = {PUTS[0]: "1.00", PUTS[1]: "1.60", CALLS[0]: "1.00", CALLS[1]: "0.60", CALL: "2.00"}


def written() -> Scribe:
    scribe = Scribe()
    scribe.fill(scribe.trade(scribe.campaign("Hedge ladder", "alvh")), {CALL: (10, "1.50")}, "2026-11-16 10:00", "1")
    trade = scribe.trade(scribe.campaign("SPXW 18DEC26 condor"))
    scribe.fill(trade, condor(-5, "4.10", "5.50", "3.60", "1.80"), "2026-11-16 10:00", "0.65")
    return scribe


def test_an_answer_says_what_it_knows() -> None:
    book = written().book
    answer = json.loads(json.dumps(campaigns_answer(book, campaigns_at(book, MARKS))))
    (told,) = answer["condors"]
    assert (told["state"], told["condors"], told["rolls"], told["closed_at"]) == ("open", 5, 0, None)
    assert told["credit"] == {
        "usd": "1600.00", "fees_usd": "13.00", "net_usd": "1587.00", "points": "3.20", "net_points": "3.174",
    }  # fmt: skip
    # to close costs 1.00 a condor
    assert (told["profit_usd"], told["unrealised_usd"], told["missing"]) == ("1087.00", "1100.00", None)
    assert told["hedge"]["profit_usd"] == told["hedge"]["ladder_profit_usd"] == "490.00"
    assert (told["hedge"]["share"], told["hedge"]["is_named"], told["hedge"]["doubts"]) == (1.0, False, [])
    assert told["break_evens"] == ["6346.826", "7153.174"]
    assert [event["what"] for event in told["timeline"]] == ["opened"]
    (ladder,) = answer["ladders"]
    assert Decimal(ladder["profit_usd"]) == sum(map(Decimal, ladder["shares_usd"].values())) == 490
    assert answer["statistics"]["real"]["closed"] == 0
    assert answer["statistics"]["real"]["win_rate"] is None


def test_what_has_no_mark_is_null_with_its_reason() -> None:
    book = written().book
    answer = campaigns_answer(book, campaigns_at(book, at=CLOCK))
    (told,) = answer["condors"]
    assert (told["profit_usd"], told["unrealised_usd"], told["credit_captured"]) == (None, None, None)
    assert told["missing"] == "4 of 4 open legs have no mark: they are not in the P/L"
    assert told["hedge"]["profit_usd"] is None
    assert told["hedge"]["doubts"] == ["1 of its 1 open legs have no mark now (since 2026-11-16)"]
