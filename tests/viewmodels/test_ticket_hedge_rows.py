"""What a hedge ticket says of the hedge's return: before and after by hand, and why where there is none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laddered_books import NEAR, as_second_engine, laddered, seen
from support.made_tickets import CONDOR_DRAFT, FEE, MadeDoor, leg, weighed
from support.ticketed_books import with_paper

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.weighing import Weighing
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.series.xirr import Return
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN
from alvh_desktop.viewmodels.ticket.preview import PreviewRow
from alvh_desktop.viewmodels.ticket.words import preview_of

BOUGHT = "+4 VIX 16DEC26 18C @2.40 fee 1/ct at 2026-10-01T10:00"
CALLS = Draft((leg(1, "18", "C", "VIX", NEAR),), 10, net=Decimal("1.80"), fee=FEE)
DAYS = 50  # from the first of October to 20 November
CALL = CALLS.legs[0].contract
MARK = next(mid for contract, mid in MadeDoor(made=seen()).mids(CALLS).items() if contract == CALL)


def weighs(desk: Desk, draft: Draft = CALLS) -> Weighing:
    return weighed(draft, MadeDoor(desk, seen()))


def rows(answer: Weighing) -> dict[str, PreviewRow]:
    return {row.label: row for row in preview_of(answer).rows if row.label.startswith("Hedge ")}


def known(found: Return | Problem | None) -> Return:
    assert isinstance(found, Return), found
    return found


def test_before_and_after_by_hand() -> None:
    """964 $ went in 50 days ago; the ticket pays 1,806.50 $ today for ten more calls at today's mark."""
    answer = weighs(laddered((BOUGHT, "short")))
    paid, mark = 964.0, float(MARK)
    ends = {"before": 400 * mark, "after": 400 * mark + 1000 * mark - 1806.50}
    for found, end in ((answer.return_before, ends["before"]), (answer.return_after, ends["after"])):
        result = known(found)
        assert result.days == DAYS
        assert result.gain == pytest.approx(end - paid)
        assert result.rate == pytest.approx((end / paid) ** (365 / DAYS) - 1)
        assert result.usd_a_year == pytest.approx((end - paid) * 365 / DAYS)
    shown = rows(answer)
    percent = 100 * ((ends["before"] / paid) ** (365 / DAYS) - 1)
    assert percent < 0
    assert shown["Hedge IRR"].before == f"{MINUS}{-percent:,.1f} %"
    assert shown["Hedge $ a year"].before == f"{MINUS}{(paid - ends['before']) * 365 / DAYS:,.0f}"
    assert shown["Hedge IRR"].tone == ""
    assert f"{ends['before'] / paid:.2f}\N{MULTIPLICATION SIGN} before" in shown["Hedge IRR"].hint


@given(st.integers(0, 300))
def test_what_is_paid_above_the_mark_is_what_the_year_loses(cents: int) -> None:
    draft = replace(CALLS, net=MARK + Decimal(cents) / 100)
    answer = weighs(laddered((BOUGHT, "short")), draft)
    lost = 1000 * cents / 100 + 10 * 0.65
    assert known(answer.return_before).gain - known(answer.return_after).gain == pytest.approx(lost)


def test_only_tickets_of_the_hedge_say_it() -> None:
    answer = weighed(CONDOR_DRAFT)
    assert (answer.return_before, answer.return_after) == (None, None)
    assert set(rows(answer)) == {"Hedge allocation"}
    assert list(rows(weighs(laddered((BOUGHT, "short"))))) == ["Hedge allocation", "Hedge IRR", "Hedge $ a year"]


def test_the_first_hedge_of_all_has_nothing_to_say_yet_and_says_why() -> None:
    answer = weighs(laddered())
    assert answer.return_before == Problem("IRR", "nothing has been held in this sleeve yet")
    assert known(answer.return_after).why is not None
    row = rows(answer)["Hedge IRR"]
    assert (row.before, row.after, row.tone) == (UNKNOWN, UNKNOWN, "doubt")
    assert "Before: Not known: nothing has been held in this sleeve yet" in row.hint
    assert "After: 0 days are too few for a rate a year: it takes 30" in row.hint


def test_too_few_days_are_no_doubt_but_no_rate() -> None:
    young = weighs(laddered((BOUGHT.replace("2026-10-01", "2026-11-10"), "short")))
    row = rows(young)["Hedge $ a year"]
    assert (row.before, row.after, row.tone) == (UNKNOWN, UNKNOWN, "dim")
    assert "10 days are too few" in row.hint


def test_a_leg_without_a_mark_leaves_both_unknown() -> None:
    row = rows(weighs(laddered((BOUGHT, "short"), ("+1 VIX 21APR27 20C @3", None))))["Hedge IRR"]
    assert (row.before, row.after, row.tone) == (UNKNOWN, UNKNOWN, "doubt")
    assert "1 of 2 open legs have no mark" in row.hint


def test_closing_a_layer_says_it_too() -> None:
    desk = laddered((BOUGHT, "short"))
    trade_id = next(iter(desk.book.trades))
    closing = DraftLeg(CALL, -1, MARK, closes=True)
    draft = Draft((closing,), 4, trade_id=trade_id, fee=FEE)
    answer = weighs(desk, draft)
    assert known(answer.return_before).gain - known(answer.return_after).gain == pytest.approx(4 * 0.65)


def test_each_sleeve_and_paper_are_apart() -> None:
    desk = laddered((BOUGHT, "short"))
    alone = known(weighs(desk).return_before)
    as_second_engine(desk, ("+1 VIX 17MAR27 19C @9 at 2026-09-01T10:00", None))
    assert known(weighs(desk).return_before) == alone
    desk.book = with_paper(desk.book)
    assert weighs(desk, replace(CALLS, account="IRA account")).return_before == Problem(
        "IRR", "nothing has been held in this sleeve yet"
    )


def test_a_rate_in_doubt_keeps_its_mark() -> None:
    doubted = Return(50, 10.0, 1.1, 73.0, rate=0.5, doubt="several rates fit these flows")
    answer = replace(weighs(laddered((BOUGHT, "short"))), return_after=doubted)
    row = rows(answer)["Hedge IRR"]
    assert (row.after, row.tone) == ("+50.0 % ?", "doubt")
    assert "After: several rates fit" in row.hint
