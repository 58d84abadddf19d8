"""Names of contracts: what is printed is read back, what is not a name is refused in a sentence."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import vix_expiry_for, vix_weekly_expiry
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import (
    expiry_text,
    osi,
    osi_stripped,
    parse_expiry,
    parse_osi,
    parse_symbol,
    parse_vx_symbol,
    spoken,
    strike_text,
    symbol,
    vx_symbol,
)

TODAY = date(2026, 11, 21)
ROOTS = st.from_regex(r"[A-Z][A-Z0-9]{0,5}", fullmatch=True)
CENTURY = st.dates(date(2000, 1, 1), date(2099, 12, 31))
STRIKES = st.integers(1, 10**8 - 1).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
OPTIONS = st.builds(Contract, ROOTS, CENTURY, STRIKES, st.sampled_from(["C", "P"]))
FUTURES = st.builds(Contract, ROOTS, CENTURY)
VX_EXPIRIES = st.dates(date(1995, 1, 1), date(2035, 10, 1)).map(vix_weekly_expiry)
VX_FUTURES = st.builds(Contract, st.sampled_from(["VX", "VXM"]), VX_EXPIRIES)
CONDOR_PUT = Contract("SPXW", date(2026, 12, 18), Decimal(6300), "P")


def refusal(answer: Contract | date | Problem) -> str:
    assert isinstance(answer, Problem)
    return answer.message


@given(OPTIONS)
def test_osi_is_read_back_padded_and_stripped(contract: Contract) -> None:
    assert len(osi(contract)) == 21
    assert osi(contract).replace(" ", "") == osi_stripped(contract)
    assert parse_osi(osi(contract)) == contract
    assert parse_osi(osi_stripped(contract)) == contract


@given(OPTIONS | FUTURES | VX_FUTURES)
def test_each_name_is_read_back_whenever_it_is_read(contract: Contract) -> None:
    for near in (TODAY, date(1995, 6, 1), date(2090, 1, 1)):
        assert parse_symbol(symbol(contract), near) == contract
        assert parse_symbol(spoken(contract), near) == contract
        assert parse_symbol(symbol(contract).lower(), near) == contract


@given(VX_FUTURES, st.integers(-1780, 1780))
def test_exchange_symbols_are_read_back_within_five_years(contract: Contract, days: int) -> None:
    near = contract.expiry + timedelta(days)
    assert parse_vx_symbol(vx_symbol(contract), near) == contract
    assert parse_symbol(vx_symbol(contract), near) == contract


@given(VX_EXPIRIES, VX_EXPIRIES)
def test_vx_expiries_within_ten_years_have_different_symbols(one: date, other: date) -> None:
    if one != other and abs((one - other).days) < 3640:
        assert vx_symbol(Contract("VX", one)) != vx_symbol(Contract("VX", other))


@given(st.text() | st.from_regex(r"[A-Z ]{0,7}[0-9]{6}[CPX][0-9]{8}") | st.from_regex(r"/?VXM?[0-9]*/?[A-Z][0-9]+"))
def test_any_text_is_answered_by_a_contract_of_that_name_or_a_sentence(text: str) -> None:
    option = parse_osi(text)
    assert isinstance(option, Problem) or text.strip() in {osi(option), osi_stripped(option)}
    for answer in (parse_symbol(text, TODAY), parse_vx_symbol(text, TODAY)):
        assert isinstance(answer, Contract) or answer.message


@pytest.mark.parametrize(
    ("text", "contract"),
    [
        ("SPXW  260116P05800000", Contract("SPXW", date(2026, 1, 16), Decimal(5800), "P")),
        ("VIX   260218C00025000", Contract("VIX", date(2026, 2, 18), Decimal(25), "C")),
        ("SPXW230207C01000000", Contract("SPXW", date(2023, 2, 7), Decimal(1000), "C")),
        ("VIX   200415P00032500", Contract("VIX", date(2020, 4, 15), Decimal("32.5"), "P")),
        ("SPX1261218C00000001", Contract("SPX1", date(2026, 12, 18), Decimal("0.001"), "C")),
    ],
)
def test_osi_symbols_as_files_have_them(text: str, contract: Contract) -> None:
    parsed = parse_osi(text)
    assert parsed == contract
    assert isinstance(parsed, Contract)
    assert str(parsed.strike) == strike_text(parsed.strike or Decimal(0))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not an option symbol"),
        ("SPXW", "is not an option symbol"),
        ("261218P06300000", "is not an option symbol"),
        ("SPXW 261218P06300000", "is not an option symbol"),  # neither padded nor stripped: a cut column
        ("SPXWEEK261218P06300000", "is not an option symbol"),
        ("SPXW261218X06300000", "is not an option symbol"),
        ("SPXW261218P0630000", "is not an option symbol"),
        ("spxw261218p06300000", "is not an option symbol"),
        ("SPXW261218P0630000٠", "is not an option symbol"),  # noqa: RUF001  an Arabic digit zero is the point
        ("SPXW２61218P06300000", "is not an option symbol"),  # noqa: RUF001  a full-width digit is the point
        ("SPXW260231P06300000", "there is no day 2026-02-31"),
        ("SPXW261318P06300000", "there is no day 2026-13-18"),
        ("SPXW261218P00000000", "the strike is zero"),
    ],
)
def test_what_is_no_osi_symbol_is_refused(text: str, words: str) -> None:
    assert words in refusal(parse_osi(text))


@pytest.mark.parametrize(
    "contract",
    [
        Contract("VX", date(2026, 12, 16)),
        Contract("SPX", date(2026, 12, 18), Decimal("0.0005"), "C"),
        Contract("SPX", date(2026, 12, 18), Decimal(100000), "C"),
        Contract("SPX", date(2026, 12, 18), Decimal(0), "C"),
        Contract("SPX", date(1999, 12, 17), Decimal(1000), "C"),
    ],
    ids=str,
)
def test_osi_never_prints_what_it_cannot_hold(contract: Contract) -> None:
    with pytest.raises(ValueError, match=r"not an option|no OSI symbol"):
        osi(contract)


@pytest.mark.parametrize(
    ("text", "root", "expiry"),
    [
        ("VX/F6", "VX", date(2026, 1, 21)),
        ("VXF6", "VX", date(2026, 1, 21)),
        ("/VXG6", "VX", date(2026, 2, 18)),
        ("/VXMG6", "VXM", date(2026, 2, 18)),
        ("VXM6", "VX", date(2026, 6, 17)),  # the month letter M, not the mini
        ("VXMM6", "VXM", date(2026, 6, 17)),
        ("vx/k6", "VX", date(2026, 5, 19)),
        ("VX/F7", "VX", date(2027, 1, 20)),
        ("VX/Z26", "VX", date(2026, 12, 16)),
        ("VX/Z15", "VX", date(2015, 12, 16)),
        ("VX02/F6", "VX", date(2026, 1, 14)),
        ("VX04/F6", "VX", date(2026, 1, 28)),
        ("VX47/X6", "VX", date(2026, 11, 24)),
        ("VX48/Z6", "VX", date(2026, 12, 1)),
        ("VXM48/Z6", "VXM", date(2026, 12, 1)),
        ("VX01/F5", "VX", date(2025, 1, 8)),
        ("VX53/Z4", "VX", date(2024, 12, 31)),
        ("VX_2026-11-24", "VX", date(2026, 11, 24)),
    ],
)
def test_vx_symbols_as_exchange_and_brokers_write_them(text: str, root: str, expiry: date) -> None:
    assert parse_vx_symbol(text, TODAY) == Contract(root, expiry)
    assert parse_symbol(text, TODAY) == Contract(root, expiry)


@pytest.mark.parametrize(
    ("near", "expiry"),
    [
        (date(2021, 12, 17), date(2016, 12, 21)),
        (date(2021, 12, 19), date(2026, 12, 16)),
        (TODAY, date(2026, 12, 16)),
    ],
    ids=str,
)
def test_the_year_digit_means_the_closest_decade(near: date, expiry: date) -> None:
    assert parse_vx_symbol("VX/Z6", near) == Contract("VX", expiry)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("VX/A6", "is not a VX future such as"),
        ("VX", "is not a VX future such as"),
        ("VX/Z٦", "is not a VX future such as"),
        ("VX_2026-02-30", "there is no day"),
        ("VX48/X6", "week 48 of 2026 settles on 1 December 2026, symbol VX48/Z6"),
        ("VX50/Z6", "week 50 of 2026 settles on 16 December 2026, symbol VX/Z6"),
        ("VX53/Z6", "2026 has no such week"),
        ("VX00/F6", "2026 has no such week"),
        ("VX/Z40", "outside the trading calendar"),
    ],
)
def test_what_is_no_vx_future_is_refused(text: str, words: str) -> None:
    assert words in refusal(parse_vx_symbol(text, TODAY))


def test_a_year_digit_further_than_five_years_away_is_refused() -> None:
    assert "outside" in refusal(parse_vx_symbol("VX/F4", date(2039, 8, 1)))


def test_vx_symbols_exist_for_vx_expiries_only() -> None:
    for contract in (CONDOR_PUT, Contract("VX", date(2026, 11, 25)), Contract("VX", date(2050, 1, 5))):
        with pytest.raises(ValueError, match="has no expiry"):
            vx_symbol(contract)


def test_the_letter_is_the_month_of_the_contracts_own_expiry() -> None:
    names = [vx_symbol(Contract("VXM", vix_expiry_for(2026, month))) for month in range(1, 13)]
    assert names == [f"VXM/{letter}6" for letter in "FGHJKMNQUVXZ"]


@pytest.mark.parametrize(
    ("contract", "name", "words"),
    [
        (CONDOR_PUT, "SPXW261218P06300000", "SPXW 18DEC26 6300 P"),
        (
            Contract("VIX", date(2020, 4, 15), Decimal("32.50"), "C"),
            "VIX200415C00032500",
            "VIX 15APR20 32.5 C",
        ),
        (Contract("VX", date(2026, 12, 16)), "VX_2026-12-16", "VX 16DEC26 (Z6)"),
        (Contract("VX", date(2026, 11, 24)), "VX_2026-11-24", "VX 24NOV26 (47/X6)"),
        (Contract("VX", date(2026, 11, 25)), "VX_2026-11-25", "VX 25NOV26"),
        (Contract("ES", date(2026, 12, 18)), "ES_2026-12-18", "ES 18DEC26"),
    ],
)
def test_names_for_files_and_for_screens(contract: Contract, name: str, words: str) -> None:
    assert symbol(contract) == name
    assert spoken(contract) == words


@pytest.mark.parametrize("text", ["spxw 18dec26 6300p", "SPXW  2026-12-18 6300.0 P", " SPXW 18Dec2026 6300 p "])
def test_screen_names_are_read_as_people_type_them(text: str) -> None:
    assert parse_symbol(text, TODAY) == CONDOR_PUT


@pytest.mark.parametrize(
    "text",
    [
        ".SPXW261218P6300",
        "SPXW261218P6300",
        "-SPXW261218P6300.0",
        ".spxw261218p6300",
        "SPXW 12/18/2026 6300.00 P",
        "SPXW 12/18/2026 6300 P",
    ],
)
def test_options_as_brokers_write_them(text: str) -> None:
    contract = parse_symbol(text, TODAY)
    assert contract == CONDOR_PUT
    assert isinstance(contract, Contract)
    assert str(contract.strike) == "6300"


@given(OPTIONS)
def test_brokers_names_of_any_option(contract: Contract) -> None:
    strike = strike_text(contract.strike or Decimal(0))
    if contract.strike is not None and 1 <= contract.strike < 100_000 and 2000 <= contract.expiry.year < 2100:
        short = f".{contract.root}{contract.expiry:%y%m%d}{contract.right}{strike}"
        slashed = f"{contract.root} {contract.expiry:%m/%d/%Y} {strike} {contract.right}"
        assert parse_symbol(short, TODAY) == parse_symbol(slashed, TODAY) == contract


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".SPXW261318P6300", "there is no day 2026-13-18"),
        ("SPXW 18/12/2026 6300.00 P", "there is no day 2026-18-12"),
        (".SPXW261218P06300", "is not an option symbol"),
        (".SPXW261218P6300.0001", "is not an option symbol"),
        ("SPXW 12/18/26 6300 P", "'12/18/26' is not a date"),
        ("SPXW 18DEC26 0 P", "the strike is zero"),
        ("SPXW 31FEB26 6300 P", "there is no day 31FEB26"),
        ("VX 16DEC26 (F7)", "is not the contract (F7)"),
        ("ES_2026-13-01", "there is no day"),
        ("VIX", "is not an option symbol"),
        ("ſpx261218c06300000", "is not an option symbol"),  # noqa: RUF001  a long s is the point
        ("VX/A6", "is not a VX future"),
        ("VXX261218C0005000X", "is not an option symbol"),
    ],
)
def test_what_is_no_name_is_refused(text: str, words: str) -> None:
    assert words in refusal(parse_symbol(text, TODAY))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_expiry_dates_are_read_back(day: date) -> None:
    for text in (expiry_text(day), expiry_text(day).lower(), day.isoformat()):
        assert parse_expiry(text, "expiry") == day


@pytest.mark.parametrize("text", ["18DEC26", "18Dec2026", "2026-12-18", " 18dec26 "])
def test_expiry_dates_as_people_type_them(text: str) -> None:
    assert parse_expiry(text, "expiry") == date(2026, 12, 18)


def test_expiry_dates_as_screens_show_them() -> None:
    assert expiry_text(date(2026, 12, 8)) == "08DEC26"
    assert expiry_text(date(1999, 12, 17)) == "17DEC1999"
    assert parse_expiry("8DEC26", "expiry") == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a date: write it as 18DEC26 or 2026-12-18"),
        ("18DEZ26", "is not a date"),
        ("18DEC", "is not a date"),
        ("18DEC0026", "is not a date"),
        ("12/18/2026", "is not a date"),
        ("١٨DEC26", "is not a date"),  # noqa: RUF001  Arabic digits are the point
        ("18ſep26", "is not a date"),  # noqa: RUF001  a long s is upper-cased to S by Python
        ("31FEB26", "there is no day 31FEB26"),
        ("00DEC26", "there is no day 00DEC26"),
        ("2026-00-18", "there is no day 2026-00-18"),
    ],
)
def test_what_is_no_expiry_date_is_refused_at_its_place(text: str, words: str) -> None:
    answer = parse_expiry(text, "leg 2")
    assert words in refusal(answer)
    assert isinstance(answer, Problem)
    assert answer.where == "leg 2"


@pytest.mark.realdata
def test_symbols_of_a_real_account_are_read_and_printed_alike(shared_data: Path) -> None:
    path = shared_data / "brokers" / "tastytrade_transactions_2018_to_2025.csv"
    with path.open(encoding="utf-8") as file:
        names = {row["Symbol"] for row in csv.DictReader(file) if row["Symbol"].startswith(("SPX", "VIX"))}
    contracts = {name: parse_osi(name) for name in names}
    assert len(contracts) > 10
    assert {name: osi(one) for name, one in contracts.items() if isinstance(one, Contract)} == {n: n for n in names}
