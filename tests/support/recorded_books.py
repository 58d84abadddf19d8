"""Lines of days and moments for tests of what is recorded; run as a script it makes the kept book of this format.

Run: recorded_books.py OLD NEW. OLD is the kept book of the format before; NEW is migrated, and holds recorded rows,
a row of every table of the ledger, a lens, a journal, and what alerts did.
"""

import shutil
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from support.alert_lines import TESTED, told_by_judging
from support.founded_books import CLOCK, done, enter

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.exposure import Exposure
from alvh_desktop.desk.note_pad import Image, NoteDraft
from alvh_desktop.desk.recorded import CLOSE, FILLED, DayLine, FactDay, MarketMoment
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.accounts import EnterAccount, EnterCash
from alvh_desktop.domain.edits.campaigns import CoverCampaign
from alvh_desktop.domain.edits.confirmed import Confirmed
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.edits.judged import Judged
from alvh_desktop.domain.edits.lenses import RemoveLens, SaveLens
from alvh_desktop.domain.edits.notes import RemoveNote, SaveTemplate, WriteNote
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.lens import Lens, VolShifts
from alvh_desktop.domain.lens_text import text_of
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Account, Cash, FeeRow, Link, Note, NoteTemplate, Verdict
from alvh_desktop.storage.book_file import BookFile

AGAIN = "-5 SPXW 23NOV26 6650/6675P 6845/6870C @5.75 fee 0.65/ct"
"""As in the books before it: something can be done again."""
FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
WHOLE = DayLine(
    day=FRIDAY,
    campaign_id=21,
    moment=CLOCK,
    realised=Decimal("-26.00"),
    cash_flow=Decimal("8374.00"),
    market_value=Decimal("-11150.00"),
    unrealised=Decimal("-2750.00"),
    theta_usd_per_day=225.998,
    exposures={"SPX": Exposure(-512.25, -0.1, 1 / 3), "VX 2026-12-16": Exposure(231.0, 0.0, 7.18)},
    open_legs=4,
    unmarked=0,
    unvalued=0,
    oldest_mark=CLOCK,
    equity=Decimal("250000.50"),
    vix_usd_per_point=-812.0625,
)
OLDER = replace(WHOLE, vix_usd_per_point=None)
"""The same in a book of a format before 8."""
UNKNOWN = DayLine(
    day=THURSDAY,
    campaign_id=8,
    moment=CLOCK,
    realised=Decimal("-10.30000001"),
    cash_flow=Decimal("-2718.30"),
    market_value=None,
    unrealised=None,
    theta_usd_per_day=None,
    exposures={},
    open_legs=4,
    unmarked=4,
    unvalued=4,
    source=FILLED,
    note="4 of 4 open legs not known: none of them quoted, \N{GREEK SMALL LETTER ALPHA} and 'b'",
)
LADDER = replace(WHOLE, campaign_id=6, moment=CLOCK, allocation=0.1234375, vix_usd_per_point=1 / 3)
DOT = Image(
    "png",
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
        "89992d1d0000000049454e44ae426082"
    ),
)
"""A picture of one dot."""
CRASH = Lens(preset="spike", vix_scale=1.5, vol_shifts=VolShifts(short=3.5), chosen=frozenset({("campaign", 21)}))
PROGRESS = FactDay(FRIDAY, "wing_progress", "trade 11", "Trade 11", 0.10, -0.20, 0.85, -0.20, CLOCK)


def seen(content: str = "a market", at: datetime = CLOCK, reason: str = "fill") -> MarketMoment:
    return MarketMoment(at, reason, content.encode())


def keep_a_ledger(desk: Desk) -> None:
    """A fee, cash, a paper account, a roll with its verdict, and a condor campaign that names its ladder."""
    day, cent = date(2026, 1, 1), Decimal("0.65")
    done(desk, EnterFeeRows((FeeRow(desk.next_id, "House", "", "open", "", Decimal(1), day, cent, "statement"),)))
    done(desk, EnterAccount(Account(desk.next_id, "Paper", "paper", "House")))
    done(desk, EnterCash(Cash(desk.next_id, 2, CLOCK, Decimal("250000.50"), "wire"), CLOCK))
    roll = one_strike_lower(desk)
    said = Verdict(desk.next_id + 10, roll.trade_id, "condor.credit_band", CLOCK, "not known", None, "No credit.")
    done(desk, Judged(roll, (said,)))
    campaigns = desk.book.campaigns.values()
    core = next(each for each in campaigns if each.sleeve == "core")
    ladder = next(each for each in campaigns if each.sleeve != "core")
    done(desk, CoverCampaign(core.id, ladder.id))
    enter(desk, AGAIN)
    assert isinstance(desk.undo(), Change)


def keep_lenses(desk: Desk) -> None:
    """One that was saved over, and one that was taken away again."""
    ahead = replace(CRASH, dates=(CLOCK + timedelta(days=5),))
    done(desk, SaveLens(desk.next_id, "crash friday", text_of(Lens(), CLOCK)))
    done(desk, SaveLens(desk.next_id, "Crash Friday", text_of(ahead, CLOCK)))
    removed = desk.next_id
    done(desk, SaveLens(removed, "Grind", text_of(Lens(preset="grind"), CLOCK)))
    done(desk, RemoveLens(removed))
    enter(desk, AGAIN)
    assert isinstance(desk.undo(), Change)


def one_strike_lower(desk: Desk) -> RollTrade:
    """A roll of a leg that is short, for a debit of 0.25."""
    held = next(h for h in desk.book.holdings.values() if h.position.quantity < 0 and h.leg.strike is not None)
    sold = abs(held.position.quantity)
    new = replace(held.leg.contract, strike=held.leg.contract.strike - 5)
    out = PricedLeg(held.leg.contract, sold, Decimal("1.10"), "own", Decimal(0))
    into = PricedLeg(new, -sold, Decimal("0.85"), "own", Decimal(0))
    return RollTrade(held.leg.trade_id, (out,), (into,), CLOCK, desk.next_id)


def keep_a_journal(desk: Desk, file: BookFile) -> None:
    """A note that was changed, with an image, tags and links; one that was taken away; a template, a confirmed roll,
    and a draft."""
    file.keep_image(DOT)
    first = Note(desk.next_id, CLOCK, f"# Why\n\nRich premium #fomc\n\n{image_link(DOT.hash, 'chart')}")
    done(desk, WriteNote(first, CLOCK))
    links = Link("campaign", "21"), Link("alert", "condor.short_near leg 14")
    done(desk, WriteNote(replace(first, tags=("entry",), links=links, mood="calm", conviction=4), CLOCK))
    removed = Note(desk.next_id, CLOCK, "Not this")
    done(desk, WriteNote(removed, CLOCK))
    done(desk, RemoveNote(removed.id))
    done(desk, SaveTemplate(NoteTemplate(desk.next_id, "Roll decision", "## Why now?\n", ("roll",))))
    done(desk, Confirmed(one_strike_lower(desk), {"macro": True, "price action": False}))
    file.keep_draft(NoteDraft("new", CLOCK, Note(0, CLOCK, "Half a sent")))
    enter(desk, AGAIN)
    assert isinstance(desk.undo(), Change)


def keep_alerts(file: BookFile) -> None:
    """An alert that fired, was acknowledged and cleared, each line with the states it left; and a day of its fact."""
    at = seen('{"quotes":[]}', reason="alert")
    transitions = told_by_judging((0.10, 0.85, -0.20))
    file.keep_transitions(transitions[:1], at)
    file.keep_transitions(transitions[1:], None)
    file.keep_alert_states({(TESTED.id, "trade 11"): transitions[-1].after})
    file.keep_fact_days([PROGRESS])


def main(old: Path, new: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(old, Path(folder) / "book.alvh"))
        with closing(BookFile.open_for_writing(path, CLOCK, Path(folder) / "backups")) as file:
            if not file.load().cash:
                keep_a_ledger(Desk(file, lambda: CLOCK))
            if not file.transitions():
                keep_alerts(file)
            if not file.load().lenses:
                keep_lenses(Desk(file, lambda: CLOCK))
            if not file.load().notes:
                keep_a_journal(Desk(file, lambda: CLOCK), file)
            file.keep_days([WHOLE, UNKNOWN, LADDER])
            file.keep_moment(seen('{"quotes":[]}', reason=CLOSE))
        shutil.copy(path, new)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
