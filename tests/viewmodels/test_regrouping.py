"""Regrouping by hand: each offer does what it says, or says why it cannot, and no money moves."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, IRA, done, enter, founded_desk
from support.made_markets import market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.position_rows import Row, position_rows
from alvh_desktop.viewmodels.regrouping import Offer, regrouping_offers

LINES = (
    "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct at 2026-11-19T10:00",
    "-4 SPXW 18DEC26 6400/6450P @2.20 fee 0.65/ct at 2026-11-19T11:00",
    f"-1 SPXW 18DEC26 6300/6350P @2.20 at 2026-11-19T11:30 in {IRA}",
    "+4 VIX 16DEC26 20C @1.10 fee 0.79/ct at 2026-11-19T12:00",
    f"+1 VIX 17MAR27 20C @2.10 at 2026-11-19T12:30 in {IRA}",
)


def made_desk() -> Desk:
    desk = founded_desk()
    for line in LINES:
        enter(desk, line)
    return desk


DESK = made_desk()
BOOK = DESK.book
CONDOR, PUTS, ELSEWHERE, CALLS, OTHER_CALLS = BOOK.trades


def tree(book: Book) -> dict[str, Row]:
    found: dict[str, Row] = {}

    def walk(rows: tuple[Row, ...]) -> None:
        for row in rows:
            found[row.key] = row
            walk(row.children)

    walk(position_rows(paint(Inputs(book, market({}, at=CLOCK)))))
    return found


ROWS = tree(BOOK)


def offers(*keys: str, book: Book = BOOK) -> tuple[Offer, ...]:
    rows = ROWS if book is BOOK else tree(book)
    return regrouping_offers(book, [rows[key] for key in keys])


def texts(found: tuple[Offer, ...], group: str | None = None) -> list[str]:
    return [offer.text for offer in found if group is None or offer.group == group]


def one(found: tuple[Offer, ...], text: str) -> Offer:
    (offer,) = [each for each in found if each.text.startswith(text)]
    return offer


def made(offer: Offer, book: Book = BOOK, typed: str = "") -> Change:
    edit = offer.make(book, 900, typed)
    assert not isinstance(edit, Problem), edit
    change = edit.apply(book)
    assert isinstance(change, Change), change
    return change


def sums(book: Book) -> tuple[Decimal, Decimal, dict[object, int]]:
    by_contract: dict[object, int] = {}
    for held in book.holdings.values():
        key = book.trades[held.leg.trade_id].account_id, held.leg.contract
        by_contract[key] = by_contract.get(key, 0) + held.position.quantity
    fees = sum((held.position.fees for held in book.holdings.values()), Decimal(0))
    return fees, sum((held.position.cash_flow for held in book.holdings.values()), Decimal(0)), by_contract


def legs_of(trade_id: int) -> list[str]:
    return [f"leg {held.leg.id}" for held in BOOK.holdings_by_trade[trade_id]]


@given(st.data())
def test_an_offer_can_be_done_unless_it_says_why_not_and_moves_no_money(data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=3, unique=True))
    for offer in offers(*keys):
        typed = "1" if offer.asks is not None else ""
        edit = offer.make(BOOK, 900, typed)
        assert not isinstance(edit, Problem)
        change = edit.apply(BOOK)
        if isinstance(change, Problem):
            assert offer.why_not, f"{offer.text}: {change}"
            continue
        assert sums(change.book) == sums(BOOK)
        is_merge = offer.text.startswith("Merge")
        if offer.asks is None and not is_merge and not offer.why_not:
            assert offer.text.startswith(change.label), "it is called in the menu as in its undo"


def test_a_leg_moves_to_a_trade_of_its_own_or_to_another_of_its_account() -> None:
    found = offers(legs_of(CONDOR)[0])
    assert texts(found) == [
        "Move SPXW 18DEC26 6300 P to a trade of its own",
        f"Move SPXW 18DEC26 6300 P to trade {CALLS}, VIX 16DEC26 single 20",
        f"Move SPXW 18DEC26 6300 P to trade {PUTS}, SPXW 18DEC26 vertical 6400/6450",
    ]
    change = made(found[2])
    assert [held.leg.contract.strike for held in change.book.holdings_by_trade[PUTS]] == [6300, 6400, 6450]


def test_legs_of_two_accounts_are_offered_with_the_reason_why_not() -> None:
    found = offers(legs_of(CONDOR)[0], legs_of(ELSEWHERE)[1])
    assert {offer.why_not for offer in found} == {"these legs lie in different accounts: a trade has one"}


def test_trades_are_merged_into_the_first_of_the_tree() -> None:
    (offer,) = offers(f"trade {CONDOR}", f"trade {PUTS}")
    assert offer.text == f"Merge trade {PUTS} into trade {CONDOR}, SPXW 18DEC26 condor 6300/6350/7150/7200"
    book = made(offer).book
    assert PUTS not in book.trades
    assert len(book.holdings_by_trade[CONDOR]) == 6


def test_a_leg_chosen_with_its_trade_goes_with_it() -> None:
    assert texts(offers(f"trade {CONDOR}", *legs_of(CONDOR))) == texts(offers(f"trade {CONDOR}"))


def test_lots_are_split_off_a_trade() -> None:
    offer = one(offers(f"trade {CONDOR}"), "Split")
    assert offer.asks is not None
    assert offer.asks.label == f"Lots to take out of trade {CONDOR}, SPXW 18DEC26 condor 6300/6350/7150/7200"
    change = made(offer, typed="4")
    assert change.label == f"Split 4 off trade {CONDOR}"
    assert {abs(held.position.quantity) for held in change.book.holdings_by_trade[CONDOR]} == {6}
    for bad in ("", "1,5", "-2", "0", "all"):
        problem = offer.make(BOOK, 900, bad)
        assert isinstance(problem, Problem)
        assert problem.where == "lots"


def test_what_cannot_be_split_says_so() -> None:
    assert (
        one(offers(f"trade {ELSEWHERE}"), "Split").why_not
        == f"trade {ELSEWHERE} holds one lot: there is nothing to split"
    )
    desk = made_desk()
    enter(desk, "+4 SPXW 18DEC26 6400/6450P @1")
    closed = one(offers(f"trade {PUTS}", book=desk.book), "Split")
    assert closed.why_not == f"trade {PUTS} holds nothing that is open"
    desk = made_desk()
    enter(desk, "+5 SPXW 18DEC26 6350P @1")
    uneven = one(offers(f"trade {CONDOR}", book=desk.book), "Split")
    assert uneven.why_not == f"the legs of trade {CONDOR} are of different sizes: move legs instead"


def test_a_trade_moves_to_campaigns_of_its_account_and_sleeve() -> None:
    found = offers(f"trade {PUTS}")
    own = one(found, f"Move trade {PUTS} to a campaign of its own")
    assert own.why_not == "it is the only trade of its campaign"
    into = one(found, f"Move trade {PUTS} to campaign SPXW 18DEC26 condor")
    assert texts(found, "Move to campaign") == [own.text, into.text]
    book = made(into).book
    again = one(offers(f"trade {PUTS}", book=book), f"Move trade {PUTS} to a campaign of its own")
    assert again.why_not == ""
    assert made(again, book).label == f"Move trade {PUTS} to campaign SPXW 18DEC26 vertical"


def test_a_trade_moves_to_the_other_two_sleeves() -> None:
    assert texts(offers(f"trade {CALLS}"), "Move to sleeve") == [
        f"Move trade {CALLS} to sleeve Core",
        f"Move trade {CALLS} to sleeve Second engine",
    ]


def test_a_campaign_is_covered_by_a_ladder_and_renamed() -> None:
    campaign = BOOK.trades[CONDOR].campaign_id
    ladders = [BOOK.trades[trade_id].campaign_id for trade_id in (CALLS, OTHER_CALLS)]
    found = offers(f"campaign {campaign}")
    assert texts(found, "Cover by") == [
        "Cover SPXW 18DEC26 condor by its account's ladder",
        f"Cover SPXW 18DEC26 condor by Hedge ladder (Main, {ladders[0]})",
        f"Cover SPXW 18DEC26 condor by Hedge ladder (IRA account, {ladders[1]})",
    ]
    assert [offer.why_not for offer in found if offer.group] == ["that covers it now", "", ""]
    assert made(found[-1]).book.campaigns[campaign].ladder_id == ladders[1]
    rename = one(found, "Rename")
    assert rename.asks is not None
    assert rename.asks.text == "SPXW 18DEC26 condor"
    assert made(rename, typed="Autumn").label == "Rename SPXW 18DEC26 condor to Autumn"


def test_a_ladder_on_paper_covers_no_real_campaign() -> None:
    book = replace(BOOK, accounts={**BOOK.accounts, 90: replace(BOOK.accounts[90], kind="paper")})
    found = regrouping_offers(book, [ROWS[f"campaign {BOOK.trades[CONDOR].campaign_id}"]])
    assert "on paper" in found[-1].why_not


@pytest.mark.parametrize("keys", [("core",), ("core", "alvh")])
def test_of_a_sleeve_nothing_is_offered(keys: tuple[str, ...]) -> None:
    assert offers(*keys) == ()


def test_of_rows_of_different_kinds_nothing_is_offered() -> None:
    assert offers(f"trade {CONDOR}", legs_of(PUTS)[0]) == ()
    campaigns = [f"campaign {BOOK.trades[trade_id].campaign_id}" for trade_id in (CONDOR, PUTS)]
    assert offers(*campaigns) == ()


def test_a_row_of_a_trade_that_has_gone_offers_nothing() -> None:
    row = ROWS[f"trade {PUTS}"]
    desk = made_desk()
    done(desk, made_merge(desk.book))
    assert regrouping_offers(desk.book, [row]) == ()


def made_merge(book: Book):  # type: ignore[no-untyped-def]  # any edit
    (offer,) = offers(f"trade {CONDOR}", f"trade {PUTS}", book=book)
    edit = offer.make(book, 900)
    assert not isinstance(edit, Problem)
    return edit
