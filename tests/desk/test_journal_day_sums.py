"""Sums of days out of recorded lines and what closed: a week by hand, a whole generated year by plain arithmetic."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from support.campaign_books import Scribe, condor
from support.founded_books import moment
from support.generated_year import LOOKED_AT, MAIN, MULTIPLIER, at, generated_year
from support.recorded_books import WHOLE

from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.journal.day_sums import credits_by_month, day_sums_of
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.calendar import is_business_day
from alvh_desktop.reports.equity import DaySum, equity_report

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (16, 17, 18, 19))
END = moment("2026-11-19 18:00")
MAIN_ID, CALL = 2, "VIX 16DEC26 20 C"


def line(day: date, campaign: int, unrealised: str | None, realised: str = "0", equity: str | None = None) -> DayLine:
    known = Decimal(unrealised) if unrealised is not None else None
    return replace(
        WHOLE, day=day, campaign_id=campaign, moment=over_at(day) - timedelta(minutes=1), realised=Decimal(realised),
        unrealised=known, market_value=known, oldest_mark=None, unmarked=0 if known is not None else 4,
        equity=None if equity is None else Decimal(equity), note="",
    )  # fmt: skip


def week() -> tuple[Scribe, int, int]:
    """A condor sold on Monday at 2.00 and bought back on Wednesday at 1.10, a hedge bought on Tuesday and kept."""
    scribe = Scribe()
    sold, hedge = scribe.campaign("Near condor"), scribe.campaign("Ladder", "alvh")
    trade = scribe.trade(sold)
    scribe.fill(trade, condor(-10, "1", "2", "2", "1"), "2026-11-16 10:00")
    scribe.fill(scribe.trade(hedge), {CALL: (4, "1.10")}, "2026-11-17 10:00")
    scribe.fill(trade, condor(10, "1", "1.55", "1.55", "1"), "2026-11-18 10:00")
    return scribe, sold, hedge


def test_a_week_by_hand() -> None:
    scribe, sold, hedge = week()
    lines = (
        line(MONDAY, sold, "200", equity="50200"),
        line(TUESDAY, sold, "500", equity="50460"), line(TUESDAY, hedge, "-40", equity="50460"),
        line(WEDNESDAY, hedge, "-60", equity="50840"), line(WEDNESDAY, sold, "0", realised="890", equity="50840"),
        line(THURSDAY, hedge, "70", equity="50970"),
    )  # fmt: skip
    # what was kept of the condor on Wednesday was corrected since: closed, it counts as the book says
    assert day_sums_of(courses_of(scribe.book), lines, [MAIN_ID], END) == (
        DaySum(MONDAY, Decimal(200), Decimal(0), False, Decimal(50_200)),
        DaySum(TUESDAY, Decimal(500), Decimal(-40), False, Decimal(50_460)),
        DaySum(WEDNESDAY, Decimal(900), Decimal(-60), False, Decimal(50_840)),
        DaySum(THURSDAY, Decimal(900), Decimal(70), False, Decimal(50_970)),
    )
    assert credits_by_month(courses_of(scribe.book), [MAIN_ID]) == {(2026, 11): 2000}
    assert credits_by_month(courses_of(scribe.book), [90]) == {}


def test_a_day_without_a_line_has_no_sum_of_its_sleeve_and_one_without_a_mark_is_partial_or_none() -> None:
    scribe, sold, hedge = week()
    half = replace(line(TUESDAY, hedge, "-40"), unmarked=1)
    found = day_sums_of(
        courses_of(scribe.book), (line(MONDAY, sold, "200"), half, line(WEDNESDAY, hedge, None)), [MAIN_ID], END
    )
    assert [(each.core, each.hedge) for each in found] == [(200, 0), (None, -40), (900, None), (900, None)]
    assert [each.is_partial for each in found] == [False, True, False, False]


def test_the_present_day_counts_once_it_has_a_line() -> None:
    scribe, sold, _ = week()
    courses, noon = courses_of(scribe.book), moment("2026-11-16 12:00")
    assert day_sums_of(courses, [], [MAIN_ID], noon) == ()
    seen = replace(line(MONDAY, sold, "120"), moment=noon)
    assert [each.core for each in day_sums_of(courses, [seen], [MAIN_ID], noon)] == [120]


def test_what_traded_behind_its_line_is_partial() -> None:
    scribe, sold, hedge = week()
    early = replace(line(TUESDAY, hedge, "-10"), moment=moment("2026-11-17 09:45"))
    found = day_sums_of(
        courses_of(scribe.book), [line(TUESDAY, sold, "500"), early], [MAIN_ID], moment("2026-11-17 18:00")
    )
    assert [(each.core, each.hedge, each.is_partial) for each in found] == [(None, 0, False), (500, -10, True)]


def test_without_a_hedge_the_hedge_stands_at_zero() -> None:
    scribe = Scribe()
    sold = scribe.campaign()
    scribe.fill(scribe.trade(sold), condor(-10, "1", "2", "2", "1"), "2026-11-16 10:00")
    found = day_sums_of(courses_of(scribe.book), [line(MONDAY, sold, "200")], [MAIN_ID], moment("2026-11-16 18:00"))
    assert [(each.core, each.hedge, each.hedged) for each in found] == [(200, 0, 200)]
    assert day_sums_of(courses_of(scribe.book), [], [90], END) == ()


def test_the_days_of_a_generated_year_are_those_of_plain_sums() -> None:
    """Of the main account: at each look what had been taken in and paid out, and the hedge at its mark. On a day on
    which a condor stood at the look its own mark is not known, for its line was not kept."""
    made = generated_year()
    book, hedge = made.desk.book, made.hedge
    assert hedge is not None
    found = day_sums_of(courses_of(book), made.lines, [MAIN_ID], made.now)
    assert [each.day for each in found] == [today.day for today in made.tape]
    assert all(is_business_day(each.day) for each in found)
    own = [told for told in made.condors if told.account == MAIN]
    for each, kept in zip(found, made.lines, strict=True):
        look = at(each.day, LOOKED_AT)
        booked = [row for told in own for row in told.rows if row.moment <= look]
        is_open = any(told.held_at(look) for told in own)
        core = sum((-row.quantity * row.points * MULTIPLIER - row.fee for row in booked), Decimal(0))
        assert each.core == (None if is_open else core)
        assert each.hedge == kept.realised + (kept.unrealised or Decimal(0))
    report = equity_report(found, credits_by_month(courses_of(book), [MAIN_ID]))
    assert report.cost + report.income == found[-1].hedge
    assert len(report.months) == 12
    assert set(report.unknown) == {each.day for each in found if each.core is None}
