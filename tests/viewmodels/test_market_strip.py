"""The market strip: every level with its age, and nothing unknown that looks known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from support.founded_books import CLOCK, done, moment
from support.made_markets import chain
from support.made_markets import market as made_market
from support.window_parts import CONDOR, MARKET, QUOTES, SHORT_CALLS, UNQUOTED, desk_with, picture_of

from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.edits.accounts import ChangeAccount
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Input
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.market_strip import StripItem, market_strip, totals_text


def strip(picture: Picture) -> dict[str, StripItem]:
    return {item.name: item for item in market_strip(picture)}


def test_levels_stand_with_source_and_age() -> None:
    shown = strip(picture_of(CONDOR))
    assert (shown["SPX"].value, shown["SPX"].note) == ("6,700.00", "now")
    assert (shown["VIX"].value, shown["VIX"].freshness) == ("17.10", "")
    assert "made" in shown["SPX"].hint
    assert shown["Rate"].hint.startswith("flat, made")


def test_what_the_market_lacks_is_said_and_not_shown() -> None:
    shown = strip(picture_of(SHORT_CALLS, market=made_market({})))
    for name in ("SPX", "VIX", "Quotes"):
        assert shown[name].value == UNKNOWN
        assert shown[name].freshness == "unknown"
        assert shown[name].hint


def test_an_old_level_is_called_stale_in_words() -> None:
    levels = {n: replace(level, moment=CLOCK - timedelta(minutes=40)) for n, level in MARKET.levels.items()}
    vix = strip(picture_of(CONDOR, market=replace(MARKET, levels=levels)))["VIX"]
    assert vix.note == "40 min, stale"
    assert vix.freshness == "stale"


def test_a_live_feed_is_stale_by_its_own_limit_and_the_book_says_that_of_files() -> None:
    levels = {n: replace(level, moment=CLOCK - timedelta(minutes=40)) for n, level in MARKET.levels.items()}
    old = picture_of(CONDOR, market=replace(MARKET, levels=levels))
    live = replace(old, inputs=replace(old.inputs, live_limits={"made": timedelta(minutes=40)}))
    assert strip(live)["VIX"].freshness == ""
    row = Input(900, "age.limit_minutes", date(2026, 11, 20), Decimal(40), "typed")
    book = replace(old.inputs.book, inputs={900: row})
    assert strip(replace(old, inputs=replace(old.inputs, book=book)))["VIX"].freshness == ""
    shorter = replace(book, inputs={900: replace(row, value=Decimal(39))})
    assert strip(replace(old, inputs=replace(old.inputs, book=shorter)))["VIX"].freshness == "stale"


def test_the_last_quotes_of_the_day_are_stale_for_spx_in_the_evening_and_not_for_vix() -> None:
    closing, now = moment("2026-11-20 16:14"), moment("2026-11-22 21:00")
    quotes = chain("SPXW", date(2026, 11, 23), 6650.0, range(6600, 6705, 5), at=closing)
    shown = strip(picture_of(CONDOR, market=made_market(quotes, at=now, vix="17", levels_at=closing)))
    assert (shown["SPX"].freshness, shown["VIX"].freshness) == ("stale", "")


def test_the_quotes_of_what_is_held_span_from_newest_to_oldest() -> None:
    older = {c: replace(q, moment=CLOCK - timedelta(minutes=7)) if c.root == "VIX" else q for c, q in QUOTES.items()}
    item = strip(picture_of(CONDOR, SHORT_CALLS, market=replace(MARKET, quotes=older)))["Quotes"]
    assert item.value == "now to 7 min"
    assert item.note == "all 5"
    assert "Oldest: VIX 16DEC26 20 C" in item.hint


def test_a_held_contract_without_a_quote_is_counted() -> None:
    item = strip(picture_of(CONDOR, UNQUOTED))["Quotes"]
    assert item.note == "1 of 5 missing"
    assert item.freshness == "unknown"


def test_partial_totals_say_so() -> None:
    assert "(partial)" not in totals_text(picture_of(CONDOR))
    assert totals_text(picture_of(CONDOR, UNQUOTED)).count("(partial)") == 2


def test_totals_of_which_nothing_is_known_are_no_number() -> None:
    assert totals_text(picture_of(UNQUOTED)) == f"Book P/L {UNKNOWN}   Theta {UNKNOWN}"
    assert totals_text(picture_of()) == "Book P/L 0.00 $   Theta 0.0 $/day"


def test_paper_money_is_never_called_the_book() -> None:
    desk = desk_with(CONDOR)
    (trade,) = desk.book.trades.values()
    done(desk, ChangeAccount(replace(desk.book.accounts[trade.account_id], kind="paper")))
    seen = Inputs(desk.book, MARKET, lens=Lens(account_id=trade.account_id))
    assert totals_text(paint(seen)).startswith("Paper P/L ")
