"""Files of VX futures: contracts, settlement sheets and tables of ranks, each price under its contract and moment."""

from datetime import date
from decimal import Decimal

import pytest
from support.founded_books import moment
from support.market_fixtures import HISTORIES, SHEET_DAY, delivered, question_of, reasons, refused_file

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Asked, Delivery, Level
from alvh_desktop.market.vx_settles import monthlies_after, settled_at

NOVEMBER = (HISTORIES / "VX_2026-11-18.csv").read_text()
MAY_2007 = (HISTORIES / "CFE_K07_VX.csv").read_text()
SHEET = (HISTORIES / "settlement_2026-10-05.csv").read_text()
RANKS = (HISTORIES / "vx_ranks.csv").read_text()
HEADER = "Trade Date,Futures,Open,High,Low,Close,Settle,Change,Total Volume,EFP,Open Interest\n"


def settles(found: Delivery) -> dict[tuple[str, str], str]:
    """Settles by expiry and New York moment of the quote."""
    return {(q.contract.expiry.isoformat(), q.moment.isoformat()): str(q.last) for q in found.quotes}


def contract_file(*rows: tuple[str, str, str]) -> str:
    """A file of day, label and settle."""
    return HEADER + "".join(f"{day},{label},0,0,0,0,{settle},0,0,0,0\n" for day, label, settle in rows)


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("2020-10-23", "16:15"), ("2020-10-26", "16:00"), ("2026-11-20", "16:00"), ("2007-05-15", "16:15"),
        ("2026-11-27", "13:00"), ("2019-11-29", "13:15"), ("2026-07-15", "16:00"),
    ],
)  # fmt: skip
def test_the_moment_of_a_settlement(day: str, at: str) -> None:
    assert settled_at(date.fromisoformat(day)) == moment(f"{day} {at}")


def test_the_monthlies_after_a_day_are_the_published_ones() -> None:
    """Settlement days of CFE's calendar; on a settlement day its contract is past."""
    days = [contract.expiry.isoformat() for contract in monthlies_after(date(2026, 5, 18), 4)]
    assert days == ["2026-05-19", "2026-06-17", "2026-07-22", "2026-08-19"]
    assert monthlies_after(date(2026, 5, 19), 1)[0].expiry == date(2026, 6, 17)


# A contract


def test_a_contract_of_today() -> None:
    found = delivered(NOVEMBER, "VX_2026-11-18.csv")
    assert {(q.contract, q.bid, q.ask) for q in found.quotes} == {(Contract("VX", date(2026, 11, 18)), None, None)}
    assert [(q.moment, str(q.last)) for q in found.quotes[-2:]] == [
        (moment("2026-11-16 16:00"), "18.0529"),
        (moment("2026-11-17 16:00"), "16.9871"),
    ]
    assert found.levels == (Level("VRO", moment("2026-11-18 09:30"), "CFE VX contract", Decimal("16.6342")),)
    assert reasons(found) == [(3, "there is no settlement price: 0 is not above zero")]
    assert (found.rows_read, found.notes, found.closes) == (6, (), ())


def test_a_contract_of_the_years_of_tenfold_prices() -> None:
    found = delivered(MAY_2007, "CFE_K07_VX.csv")
    assert [str(quote.last) for quote in found.quotes] == ["13.76", "13.83", "13.81", "13.98"]
    assert {quote.contract.expiry for quote in found.quotes} == {date(2007, 5, 16)}
    assert [quote.moment for quote in found.quotes][:1] == [moment("2007-03-22 16:15")]
    assert found.levels[0].value == Decimal("13.62")


def test_the_content_decides_on_the_month_and_a_long_life_on_the_monthly() -> None:
    """Nine months of a contract are no weekly, whatever day the file's name or its last row holds."""
    for name in ("a.csv", "VX_2026-11-11.csv"):
        found = delivered(NOVEMBER, name)
        assert {quote.contract.expiry for quote in found.quotes} == {date(2026, 11, 18)}
    note = "taken as VX: neither the file nor its name says of which future it is"
    assert delivered(NOVEMBER, "a.csv").notes == (note,)


SHORT = contract_file(("2026-10-20", "X (Nov 2026)", "19.1"), ("2026-11-03", "X (Nov 2026)", "18.2"))
ENDED = SHORT + "2026-11-10,X (Nov 2026),0,0,0,0,17.9,0,0,0,0\n2026-11-11,X (Nov 2026),0,0,0,0,17.1234,0,0,0,0\n"


def test_a_short_file_of_a_month_with_weeklies_is_asked_about() -> None:
    asked = question_of(SHORT, "a.csv")
    assert asked.message == "Which contract of November 2026 this is cannot be told from the file."
    assert (asked.asks, asked.choices) == (
        "series",
        ("VX_2026-11-04", "VX_2026-11-11", "VX_2026-11-18", "VX_2026-11-24"),
    )
    assert question_of(SHORT, "VXM_a.csv").choices == asked.choices, "a name without a day names no root"
    for choice in asked.choices:
        assert {
            quote.contract.expiry.isoformat() for quote in delivered(SHORT, "a", Asked(series=choice)).quotes
        } == {choice[3:]}
    for series in ("VX_2026-11-11", "VX45/X6", "2026-11-11"):
        found = delivered(SHORT, "a.csv", Asked(series=series))
        assert {quote.contract for quote in found.quotes} == {Contract("VX", date(2026, 11, 11))}
    wrong = refused_file(SHORT, "a.csv", Asked(series="VX_2026-12-16"))
    assert wrong == "series: VX 16DEC26 (Z6) does not fit the days and the month that stand in the file"
    assert "is not a VX future" in refused_file(SHORT, "a.csv", Asked(series="SPX"))


def test_a_short_file_may_be_proposed_by_its_name_and_the_report_says_so() -> None:
    found = delivered(SHORT, "VX_2026-11-24.csv")
    assert {quote.contract.expiry for quote in found.quotes} == {date(2026, 11, 24)}
    assert found.notes == ("taken as VX 24NOV26 (47/X6) because of the file's name",)
    assert (
        "cannot be told" in question_of(SHORT, "VX_2026-11-25.csv").message
    )  # moved to the day before: Christmas Friday


def test_a_short_file_that_ends_on_a_settlement_day_is_that_weekly() -> None:
    found = delivered(ENDED, "a.csv")
    assert {quote.contract.expiry for quote in found.quotes} == {date(2026, 11, 11)}
    assert [(level.moment, str(level.value)) for level in found.levels] == [(moment("2026-11-11 09:30"), "17.1234")]
    assert found.notes == ("taken as VX 11NOV26 (45/X6), since its last day is a day of settlement",)
    running = delivered(ENDED, "VX_2026-11-18.csv")
    assert {quote.contract.expiry for quote in running.quotes} == {date(2026, 11, 18)}
    assert running.levels == ()


def test_before_there_were_weeklies_a_label_is_a_monthly() -> None:
    found = delivered(contract_file(("01/02/2013", "F (Jan 13)", "15.6")), "a.csv")
    assert {quote.contract.expiry for quote in found.quotes} == {date(2013, 1, 16)}


def test_the_files_of_other_futures_are_refused_by_their_name() -> None:
    assert refused_file(NOVEMBER, "IBHY_2026-11-18.csv") == (
        "IBHY_2026-11-18.csv: its name says that it is of IBHY, not of VX or VXM"
    )
    mini = delivered(NOVEMBER, "VXM_2026-11-18.csv")
    assert {quote.contract.root for quote in mini.quotes} == {"VXM"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("2013-01-04", "F (Jan 13)", "0"), "there is no settlement price: 0 is not above zero"),
        (("2013-01-04", "F (Jan 13)", "1.00"), "1.00 cannot be a settlement price of VX"),
        (("2013-01-04", "F (Jan 13)", "-15"), "there is no settlement price: -15 is not above zero"),
        (("2013-01-04", "G (Feb 13)", "15"), "the row is of another contract than those before"),
        (("2013-01-04", "G (Jan 13)", "15"), "'G (Jan 13)' is no label such as 'F (Jan 2026)'"),
        (("2013-01-05", "F (Jan 13)", "15"), "the exchange is closed that day"),
        (("2013-01-03", "F (Jan 13)", "15"), "VX 16JAN13 (F3) of that day stands already in line 2"),
    ],
)
def test_a_row_that_is_not_used(row: tuple[str, str, str], reason: str) -> None:
    found = delivered(contract_file(("2013-01-03", "F (Jan 13)", "15.9"), row), "CFE_F13_VX.csv")
    assert len(found.quotes) == 1
    assert reasons(found) == [(3, reason)]


def test_days_after_the_settlement_do_not_fit_the_label() -> None:
    text = contract_file(("2013-01-03", "F (Jan 13)", "15.9"), ("2013-02-04", "F (Jan 13)", "15.9"))
    assert refused_file(text, "a.csv").endswith(
        "its last day, 4 February 2013, is after the last settlement of its month"
    )


# The settlement sheet


def test_a_sheet_is_of_the_day_a_person_names() -> None:
    found = delivered(SHEET, asked=SHEET_DAY)
    at = moment("2026-10-05 16:00")
    assert {(q.contract.root, q.contract.expiry.isoformat(), q.moment, str(q.last)) for q in found.quotes} == {
        ("VX", "2026-10-07", at, "17.1044"), ("VX", "2026-10-21", at, "17.4555"), ("VX", "2026-11-18", at, "18.1393"),
        ("VX", "2027-01-20", at, "19.0120"), ("VXM", "2026-10-21", at, "17.4555"),
    }  # fmt: skip
    assert reasons(found) == [
        (3, "VX 14OCT26 (41/V6) repeats the price of VX 21OCT26 (V6): nothing traded"),
        (8, "product VA is not VX or VXM"),
    ]
    assert delivered(SHEET, asked=Asked(moment("2026-10-05 03:00"))).quotes == found.quotes


def test_a_sheet_does_not_say_its_day_and_its_name_only_proposes() -> None:
    asked = question_of(SHEET, "csv")
    assert (asked.message, asked.asks) == ("The sheet does not say which day its prices are of.", "moment")
    assert question_of(SHEET, "s_2026-10-05.csv").message == (
        "The sheet does not say which day its prices are of (its name holds 2026-10-05)."
    )
    assert (
        refused_file(SHEET, asked=Asked(moment("2026-10-04 16:00")))
        == "a.csv: the exchange was closed on 4 October 2026"
    )


def test_on_its_settlement_day_a_contract_has_a_final_value() -> None:
    found = delivered(SHEET, asked=Asked(moment("2026-10-07 16:00")))
    assert found.levels == (Level("VRO", moment("2026-10-07 09:30"), "CFE settlement sheet", Decimal("17.1044")),)
    assert date(2026, 10, 7) not in {quote.contract.expiry for quote in found.quotes}
    later = delivered(SHEET, asked=Asked(moment("2026-10-08 16:00")))
    assert (2, "VX 07OCT26 (40/V6) had settled before 8 October 2026") in reasons(later)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("VX,VX/Z6,2026-12-15,18.5", "VX/Z6 does not settle on 15 December 2026 as the row says"),
        ("VX,VXM/Z6,2026-12-16,18.5", "VXM/Z6 does not settle on 16 December 2026 as the row says"),
        ("VX,VX/?6,2026-12-16,18.5", "'VX/?6' is not a VX future"),
        ("VX,VX/X6,2026-11-18,18.5", "VX 18NOV26 (X6) of that day stands already in line 5"),
        ("VX,VX/Z6,2026-12-16,0", "there is no settlement price: 0 is not above zero"),
        ("VX,VX/Z6,soon,18.5", "'soon' is no date"),
    ],
)
def test_a_line_of_a_sheet_that_is_not_used(row: str, reason: str) -> None:
    found = delivered(SHEET + row + "\n", asked=SHEET_DAY)
    assert len(found.quotes) == 5
    line, told = reasons(found)[-1]
    assert line == 9
    assert told.startswith(reason)


# The table of ranks


def test_a_table_of_ranks_gives_settles_of_contracts_and_closes() -> None:
    found = delivered(RANKS)
    before, after = moment("2026-11-17 16:00").isoformat(), moment("2026-11-18 16:00").isoformat()
    assert settles(found)["2026-11-18", before] == "16.9871"
    assert settles(found)["2026-12-16", before] == "17.9000"
    assert settles(found)["2026-12-16", after] == "17.6000"
    assert ("2026-11-18", after) not in settles(found)
    closes = {(close.series, close.day.isoformat()): str(close.value) for close in found.closes}
    assert closes["SPX", "2026-11-18"] == "6843.75"
    assert closes["VIX", "2007-05-15"] == "14.02"
    assert len(closes) == 8


def test_ranks_that_need_not_be_months_in_a_row_are_left_out() -> None:
    """In May 2007 the eighth listed contract was February 2008: nothing is booked as its seventh or eighth month."""
    found = delivered(RANKS)
    expiries = {quote.contract.expiry for quote in found.quotes if quote.moment < moment("2008-04-21 00:00")}
    assert max(expiries) == date(2007, 10, 17)
    reason = "before 21 April 2008 VX6 and later need not be months in a row: left out"
    assert reasons(found)[:2] == [(2, reason), (3, reason)]


def test_a_rank_that_repeats_the_one_before_is_left_out() -> None:
    found = delivered(RANKS)
    assert reasons(found)[2] == (5, "VX8 repeats VX7, as the table does for contracts not listed yet: left out")
    assert len([quote for quote in found.quotes if quote.moment == moment("2026-11-18 16:00")]) == 7


def test_a_bad_price_of_a_table_costs_its_own_cell_only() -> None:
    found = delivered(RANKS.replace("17.9000,19.1000", "NaN,0").replace("16.80,", "-3,"))
    told = [reason for line, reason in reasons(found) if line == 4]
    assert told == [
        "there is no settlement price: 'NaN' is not a number",
        "there is no settlement price: 0 is not above zero",
        "the close of VIX cannot be used: -3 is not above zero",
    ]
    assert len([quote for quote in found.quotes if quote.moment == moment("2026-11-17 16:00")]) == 6


def test_a_table_of_fewer_ranks_with_another_name_of_the_index() -> None:
    text = "Date,VX1,VX2,VX3,SPX\n2026-11-20,17.1,18.2,,6850.4\n"
    found = delivered(text)
    assert len(found.quotes) == 2
    assert [close.series for close in found.closes] == ["SPX"]
    assert found.refused == ()
