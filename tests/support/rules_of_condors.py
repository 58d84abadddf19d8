"""The table of every rule: what is judged of one condor. The numbers of each scene are worked out beside it."""

from functools import cache, partial

from support.lost_inputs import (
    later,
    without_memory,
    without_quotes,
    without_roots,
    without_spx,
)
from support.migrating_condors import FIVE_DAYS_AGO, VOL, zero_of
from support.migrating_condors import scene as migrating_scene
from support.rule_scenes import (
    YEARS,
    above_strike,
    closing_points,
    condor_at,
    expected_move,
    expiring,
    spread_wide,
)
from support.rule_table import Gap, Old, OneRule, Table, Told, Turn

from alvh_desktop.rules.scene import Scene

NEAR = partial(condor_at, 6392.0)
"""42 points above the short put 6350, 50 above the break-even 6350 - 8 = 6342."""
FAR = partial(condor_at, 6690.0)
TESTED = partial(condor_at, 7160.0)
"""(7160 - 7150) / (7200 - 7150) = 0.2 of the wing."""

SHORT_NEAR = OneRule(
    turns=(
        # "short within 0.70 EM": 42 points of one move
        Turn("condor.short_near", "watch", NEAR, 42 / expected_move(6392.0), "watch watch quiet", near=1e-3),
        # "abs(forward delta) over 0.30": of a put 1 - N(d1)
        Turn(
            "condor.short_near.delta", "watch", NEAR, 1 - above_strike(6392.0, 6350.0, 0.16, YEARS),
            "quiet quiet watch", near=2e-3,
        ),
    ),
    told=(
        Told(
            NEAR, "watch", "short put 6350: 42 points away, 0.1 expected moves, put delta -0.",
            "(6,392.00 - 6,350.00) / 283.", "trade 92",
        ),
        Told(FAR, "quiet", "short put 6350: 340 points away, 1.1 expected moves", "Absolute forward delta"),
        # the day's low stood at the short: it was touched
        Told(partial(condor_at, 6690.0, span=(6400.0, 6700.0)), "watch"),
    ),
    gaps=(
        Gap(NEAR, without_spx, "not known: no SPX level is known"),
        Gap(NEAR, without_roots("SPXW"), "no forward for SPXW 18DEC26", "at one strike. not known: delta of SPXW"),
    ),
    old=(Old(NEAR, later(25), "on data 25 min old"),),
)  # fmt: skip

SHORT_TESTED = OneRule(
    turns=(
        # "over 0 (watch), over 0.50 (warn), at or over 0.80 (act)"
        Turn("condor.short_tested", "watch", TESTED, 0.2, "quiet quiet watch"),
        Turn("condor.short_tested", "warn", TESTED, 0.2, "quiet quiet warn"),
        Turn("condor.short_tested", "act", TESTED, 0.2, "quiet act act"),
    ),
    told=(
        Told(FAR, "quiet", "short put 6350 wing progress -6.80, untouched; quote 0 min old"),
        Told(partial(condor_at, 7150.0), "quiet", "wing progress 0.00, touched"),
        Told(partial(condor_at, 7150.01), "watch", "short call 7150 wing progress 0.00, past the short"),
        Told(TESTED, "watch", "short call 7150 wing progress 0.20", "(7,160.00 - 7150) / (7200 - 7150) = 0.20"),
        Told(partial(condor_at, 7175.0), "watch"),
        Told(partial(condor_at, 7175.01), "warn"),
        Told(partial(condor_at, 6310.01), "warn", "short put 6350 wing progress 0.80"),
        Told(partial(condor_at, 6310.0), "act", "short put 6350 wing progress 0.80, past the short"),
        # 7185 was the high: (7185 - 7150) / 50
        Told(partial(condor_at, 7140.0, span=(7130.0, 7185.0)), "warn", "touched", "it has been at 0.70"),
    ),
    gaps=(Gap(TESTED, without_spx, "not known: no SPX level is known"),),
    old=(Old(TESTED, later(25), "on data 25 min old"),),
)

BREAK_EVEN_WORDS = (
    "break-even 6,342.00 below: 0.8 % and 0.18 expected moves away; 19 trading days left: second layer: roll it, "
    "add 5-8 % of hedge"
)
BREAK_EVEN = OneRule(
    turns=(
        # "within 3 % and 0.60 EM (warn); within 2 % and 0.30 EM (act)": 50 / 6392, and 50 points of one move
        *(
            Turn(
                "condor.break_even", severity, NEAR, 100 * 50 / 6392, states, firmly={"condor.break_even.moves": far}
            )
            for severity in ("warn", "act")
            for far, states in (("3", f"{severity} {severity} quiet"), ("0.01", "quiet quiet quiet"))
        ),
        *(
            Turn(
                "condor.break_even.moves", severity, NEAR, 50 / expected_move(6392.0), states, near=1e-3,
                firmly={"condor.break_even": far},
            )
            for severity in ("warn", "act")
            for far, states in (("20", f"{severity} {severity} quiet"), ("0.1", "quiet quiet quiet"))
        ),
    ),
    told=(
        Told(NEAR, "act", BREAK_EVEN_WORDS, "abs(6,392.00 - 6,342.00) / 6,392.00 = 0.78 % of SPX.", "campaign 91"),
        # 88 points are 1.4 % and 0.31 of a move of 284
        Told(partial(condor_at, 6430.0), "warn", "break-even 6,342.00 below: 1.4 % and 0.31 expected moves away"),
        # 175 points are 2.7 % and 0.61 of a move of 288
        Told(partial(condor_at, 6517.0), "quiet", "2.7 % and 0.61 expected moves away"),
        Told(FAR, "quiet", "break-even 6,342.00 below: 5.2 % and 1.17 expected moves away"),
        Told(partial(condor_at, 6320.0), "act", "the break-even 6,342.00: 0.3 % and 0.08 expected moves past it"),
    ),
    gaps=(
        Gap(NEAR, without_spx, "not known: no SPX level is known"),
        Gap(NEAR, without_roots("SPXW"), "no forward for SPXW 18DEC26"),
    ),
    old=(Old(NEAR, later(25), "on data 25 min old"),),
)  # fmt: skip


@cache
def risen_from(vol: float) -> Scene:
    """Volatility of the expiry is 16 % today, and was `vol` five trading days ago."""
    return migrating_scene({FIVE_DAYS_AGO: vol})


RISEN, CALM = partial(risen_from, 0.10), partial(risen_from, 0.155)
MIGRATING = OneRule(
    turns=(
        # "at least 15 % nearer", of the side that came nearest
        Turn(
            "condor.break_even_migrating", "watch", partial(risen_from, 0.14),
            max(100 * (1 - zero_of(VOL, 1400, way) / zero_of(0.14, 1400, way)) for way in (-1, 1)),
            "quiet watch watch", near=0.25,
        ),
    ),
    told=(
        Told(RISEN, "watch", "nearer than with the volatility of 2026-11-13", "16.0 %, 10.0 % on 2026-11-13"),
        Told(CALM, "quiet", "nearer than with the volatility of 2026-11-13", "16.0 %, 15.5 % on 2026-11-13"),
        Told(partial(risen_from, 0.20), "quiet", "0 % nearer", "It is not up."),
    ),
    gaps=(
        Gap(RISEN, without_memory, "not known: no volatility of SPXW 18DEC26"),
        Gap(RISEN, without_roots("SPXW"), "no quote"),
        Gap(RISEN, without_spx, "not known: no SPX level is known"),
    ),
    old=(Old(RISEN, later(25), "on data 25 min old"),),
)  # fmt: skip

KEPT = partial(spread_wide, "2.40")
"""Closing costs 2.20 points of 8: 72.5 % are kept."""
CAPTURED = OneRule(
    turns=(Turn("condor.credit_captured", "watch", KEPT, 100 * (8 - 2.20) / 8, "quiet watch watch"),),
    told=(
        Told(KEPT, "watch", "72 % of the credit kept", "(Received so far $1,600 - cost to close $440", "campaign 91"),
        Told(partial(spread_wide, "2.60"), "watch", "70 % of the credit kept", "= 70.0 %."),
        # of a target of $1,450 they are 80 %
        Told(partial(spread_wide, "2.40", "1450"), "watch", "80 % of the target kept", "/ target $1,450 = 80.0 %."),
        Told(partial(spread_wide, "2.61"), "quiet", "70 % of the credit kept", "= 69.9 %."),
    ),
    gaps=(
        Gap(KEPT, without_quotes(lambda contract: contract.strike == 7200), "SPXW 18DEC26 7200 C: no quote"),
        Gap(KEPT, without_roots("SPXW"), "no quote"),
    ),
    old=(Old(KEPT, later(25), "on data 25 min old"),),
)

LOSS = OneRule(
    turns=(
        # "cost to close 2 x credit (watch), 3 x (warn)"
        *(
            Turn(
                "condor.loss_multiple", severity, NEAR, closing_points(6392.0) / 8, f"quiet {severity} {severity}",
                near=2e-3,
            )
            for severity in ("watch", "warn")
        ),
    ),
    told=(
        # an ask of 16.20 closes for 16 points, one of 24.20 for 24, and 8 were taken in
        Told(partial(spread_wide, "16.19"), "quiet", "closing costs 2.0 x the credit of $1,600"),
        Told(partial(spread_wide, "16.20"), "watch", "closing costs 2.0 x the credit of $1,600", "= 2.00."),
        Told(partial(spread_wide, "24.19"), "watch"),
        Told(partial(spread_wide, "24.20"), "warn", "closing costs 3.0 x the credit of $1,600", "= 3.00."),
    ),
    gaps=(Gap(partial(spread_wide, "24.20"), without_roots("SPXW"), "no quote"),),
    old=(Old(partial(spread_wide, "24.20"), later(25), "on data 25 min old"),),
)  # fmt: skip

LAST_HOUR = partial(expiring, "2026-12-18 15:15", 6340.0)
EXPIRY = OneRule(
    turns=(
        # "watch 1 trading day before": on Thursday 15:00 one is left
        Turn("condor.expiry", "watch", partial(expiring, "2026-12-17 15:00"), 1, "watch watch quiet"),
        # "warn 60 min before the last trading moment", "act 15 min before": 45 from 15:15 to 16:00, a short tested
        Turn("condor.expiry.minutes", "warn", LAST_HOUR, 45, "warn warn quiet"),
        Turn("condor.expiry.minutes", "act", LAST_HOUR, 45, "act act quiet"),
        # "past settlement and unsettled: warn": 7 minutes since 16:00
        Turn("condor.expiry.unsettled", "warn", partial(expiring, "2026-12-18 16:07"), 7, "quiet warn warn"),
    ),
    told=(
        Told(partial(expiring, "2026-12-16 15:00"), "quiet", "2 trading days left", subject="trade 92"),
        Told(
            partial(expiring, "2026-12-17 15:00"),
            "watch",
            "SPXW 18DEC26: last trading day 2026-12-18, 1",
            "1 trading day from",
        ),
        Told(partial(expiring, "2026-12-17 15:00", opened="2026-12-14T10:00"), "quiet", sentence="opened with 4 to"),
        Told(partial(expiring, "2026-12-18 09:29", opened="2026-12-14T10:00"), "quiet"),
        Told(partial(expiring, "2026-12-18 09:30", opened="2026-12-14T10:00"), "watch", "last trading day today"),
        Told(partial(expiring, "2026-12-18 14:59", 6340.0), "watch"),
        Told(partial(expiring, "2026-12-18 15:00", 6340.0), "warn", "1 h to the last trade"),
        Told(partial(expiring, "2026-12-18 15:00"), "watch", sentence="No short is within 0.5 expected moves"),
        Told(LAST_HOUR, "warn", "SPXW 18DEC26: 45 min to the last trade", "6350 P is -10.00 SPX points away"),
        Told(partial(expiring, "2026-12-18 15:44"), "watch"),
        Told(partial(expiring, "2026-12-18 15:45"), "act", "SPXW 18DEC26: 15 min to the last trade"),
        Told(partial(expiring, "2026-12-18 16:00"), "warn", "settled 0 min ago on"),
        Told(partial(expiring, "2026-12-18 16:07"), "warn", "SPXW 18DEC26: settled 7 min ago on SPX close, not"),
        # an AM series trades last at 16:15 on the day before
        Told(partial(expiring, "2026-12-16 15:00", root="SPX"), "watch", "1 trading day left"),
        Told(partial(expiring, "2026-12-17 16:05", root="SPX"), "act", "SPX 18DEC26: 10 min to the last trade"),
    ),
    gaps=(
        # the clock still judges: a short that may be near counts as near
        Gap(LAST_HOUR, without_spx, "", "Whether a short is near is not known"),
    ),
    old=(Old(partial(expiring, "2026-12-18 15:01", 6340.0), later(25), "", "SPX points away"),),
)


CONDOR_RULES: Table = {
    "condor.short_near": SHORT_NEAR,
    "condor.short_tested": SHORT_TESTED,
    "condor.break_even": BREAK_EVEN,
    "condor.break_even_migrating": MIGRATING,
    "condor.credit_captured": CAPTURED,
    "condor.loss_multiple": LOSS,
    "condor.expiry": EXPIRY,
}
