"""The settlement queue in words: what waits, what is proposed, what is refused, and several booked as one step."""

from decimal import Decimal

import pytest
from support.founded_books import MemoryLedger, founded_desk
from support.waiting_books import FRIDAY, SPX, SPXW, STRUCK, VIX, waiting_desk, waiting_portfolio
from support.window_parts import MARKET, MadeQuotes, portfolio_of

from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Close
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settlements import Settlements, Typed, waiting_text


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(waiting_portfolio(waiting_desk()))
    session.paint_now()
    return session


@pytest.fixture
def settlements(session: Session) -> Settlements:
    return Settlements(session)


def quotes_of(session: Session) -> MadeQuotes:
    assert session.portfolio is not None
    assert isinstance(session.portfolio.quotes, MadeQuotes)
    return session.portfolio.quotes


def test_what_waits_stands_in_words_with_paper_marked(settlements: Settlements) -> None:
    vix, spx, spxw = settlements.due
    assert [each.key for each in (vix, spx, spxw)] == [VIX, SPX, SPXW]
    assert vix.settled == "AM, on VRO of Wed 16 Dec 2026 09:30 NY"
    assert spx.settled == "AM, on SET of Fri 18 Dec 2026 09:30 NY"
    assert spxw.settled == "PM, on SPX close of Fri 18 Dec 2026 16:00 NY"
    assert spxw.legs[-1] == "Trial (paper): \N{MINUS SIGN}1 6350 P"
    assert sum("Main" in text for text in spxw.legs) == 1, "an account is named once, before its first leg"
    assert (spxw.taken, spxw.proposal) == ("6341.27", "6,341.27 (SPX close of 2026-12-18, FRED)")
    assert (spx.taken, spx.is_certain) == ("", False)
    assert spx.proposal == "No SET of that day was imported: type the published one."
    assert [each.name for each in settlements.ahead] == ["SPXW 21DEC26"]


def test_the_outcome_keeps_real_and_paper_apart_and_doubts_another_value(settlements: Settlements) -> None:
    told = settlements.outcome(SPXW, Typed("6341.27", "1.13")).splitlines()
    minus = "\N{MINUS SIGN}"
    down = "\N{BLACK DOWN-POINTING TRIANGLE}"
    assert told == [
        f"Main: {minus}8,775.20 $ of cash, 45.20 $ of fees taken off, realises {down} {minus}5,575.20 $.",
        f"Trial (paper): {minus}874.13 $ of cash, 1.13 $ of fees taken off, realises {down} {minus}474.13 $.",
    ]
    assert "not the imported value of 6,341.27" in settlements.outcome(SPXW, Typed("6431.27"))
    for unread in ("", "6,341", "x"):
        assert settlements.outcome(SPXW, Typed(unread)) == ""


@pytest.mark.parametrize(
    ("typed", "where", "message"),
    [
        (Typed(""), "value", "type the published SPX close"),
        (Typed("6,341.27"), "value", "comma"),
        (Typed("-1"), "value", "above 0"),
        (Typed("6341.27", "1,13"), "fee", "comma"),
        (Typed("6341.27", "-1.13"), "fee", "without a sign"),
    ],
)
def test_bad_words_name_their_field_and_book_nothing(
    session: Session, settlements: Settlements, typed: Typed, where: str, message: str
) -> None:
    assert session.portfolio is not None
    before = session.portfolio.desk.book
    answer = settlements.settle(SPXW, typed)
    assert isinstance(answer, Problem)
    assert answer.where == where
    assert message in answer.message
    assert session.portfolio.desk.book is before


def test_spot_vix_is_refused_unless_it_is_named_or_is_what_was_imported(
    session: Session, settlements: Settlements
) -> None:
    spot = session.picture.inputs.market.levels["VIX"].value if session.picture else None
    assert spot == Decimal("17.10")
    refused = settlements.settle(VIX, Typed("17.10"))
    assert isinstance(refused, Problem)
    assert "spot VIX" in refused.message
    assert isinstance(settlements.settle(VIX, Typed("17.10", is_named=True)), Change)
    session.undo()
    settlements.refresh()
    assert isinstance(settlements.settle(VIX, Typed("21.37")), Change)


def test_all_known_are_one_step_or_none(session: Session, settlements: Settlements) -> None:
    assert session.portfolio is not None
    desk = session.portfolio.desk
    before = desk.book
    met = settlements.settle_all({SPXW: Typed("6341.27"), VIX: Typed("17.10"), SPX: Typed("6,340")})
    assert not isinstance(met, Change)
    assert set(met) == {VIX, SPX}
    assert desk.book is before
    done = settlements.settle_all({SPXW: Typed("6341.27"), VIX: Typed("21.37"), SPX: Typed("6340.00", "1.13")})
    assert isinstance(done, Change)
    assert desk.undo_label == "Settle 3 expiries"
    settlements.refresh()
    assert settlements.due == ()
    assert {s.official_value: s.value for s in desk.book.settlements.values()} == {
        "SPX close": Decimal("6341.27"),
        "VRO": Decimal("21.37"),
        "SET": Decimal("6340.00"),
    }
    session.undo()
    settlements.refresh()
    assert desk.book == before
    assert len(settlements.due) == 3


def test_imported_values_are_looked_up_once_and_anew_after_an_import(
    session: Session, settlements: Settlements
) -> None:
    quotes = quotes_of(session)
    looks = quotes.looks
    for _ in range(5):
        session.paint_now()
        settlements.refresh()
    assert quotes.looks == looks
    quotes.struck = (*STRUCK, Close("SET", FRIDAY, Decimal("6333.10"), "made"))
    session.read_market_again()
    assert quotes.looks > looks
    assert settlements.due[1].taken == "6333.10"


def test_a_market_that_cannot_be_read_proposes_nothing_and_says_so(session: Session) -> None:
    quotes_of(session).fault = KnownError("The market file is damaged.", "Import again.")
    settlements = Settlements(session)
    assert settlements.trouble == "Nothing can be proposed: The market file is damaged."
    assert [each.taken for each in settlements.due] == ["", "", ""]
    assert isinstance(settlements.settle(SPXW, Typed("6341.27")), Change)


def test_the_status_line_counts_expiries_and_is_silent_without() -> None:
    desk = waiting_desk()
    picture = paint(Inputs(desk.book, MARKET))  # a market of November: nothing is due in it
    assert waiting_text(picture) == ""
    assert waiting_text(None) == ""


def test_the_status_line_on_the_evening(session: Session, settlements: Settlements) -> None:
    assert waiting_text(session.picture) == "3 expiries wait for settlement"
    settlements.settle_all({SPXW: Typed("6341.27"), SPX: Typed("6340")})
    session.paint_now()
    assert waiting_text(session.picture) == "1 expiry waits for settlement"


def test_another_portfolio_and_none_at_all_empty_the_queue(session: Session, settlements: Settlements) -> None:
    told: list[int] = []
    settlements.changed.connect(lambda: told.append(1))
    session.hold(portfolio_of(founded_desk(MemoryLedger())))
    assert settlements.lines == ()
    session.hold(None)
    assert settlements.why_read_only == "no portfolio is open"
    assert isinstance(settlements.settle(SPXW, Typed("6341.27")), Problem)
    assert told
