"""Whatever is pasted becomes the draft it says, or one sentence with its line; never a price ten times too high."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.typed_orders import EXPIRIES, PRODUCTS, TODAY, orders, structures

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.orders import Order, OrderLeg, parse_order
from alvh_desktop.domain.orders.drafts import draft_line, draft_of, in_order
from alvh_desktop.domain.orders.pasted import read_pasted
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, osi, osi_stripped, strike_text

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C"
PUTS = "-10 SPXW 18DEC26 6300/6350P"
SHOWN = "SOLD -10 IRON CONDOR SPX 100 (Weeklys) 18 DEC 26 7150/7200/6350/6300 CALL/PUT @3.20 CBOE"
LEGS = [(1, "6300P"), (-1, "6350P"), (-1, "7150C"), (1, "7200C")]
HEADER = "Qty\tSymbol\tPrice"
ROOTED = "Qty\tRoot\tExp\tStrike\tC/P"
SHOWN_ROWS = "Qty\tSymbol\tExp\tStrike\tC/P"
Counted = Sequence[tuple[int, Contract, Decimal | None]]


def drafted(text: str) -> Draft:
    draft = read_pasted(text, PRODUCTS, TODAY)
    assert isinstance(draft, Draft), draft
    return draft


def refused(text: str, today: date = TODAY) -> str:
    problem = read_pasted(text, PRODUCTS, today)
    assert isinstance(problem, Problem), problem
    return str(problem)


def line_of(text: str) -> str:
    return draft_line(drafted(text))


def answered(text: str) -> None:
    answer = read_pasted(text, PRODUCTS, TODAY)
    if isinstance(answer, Problem):
        place, _, number = answer.where.partition(" ")
        assert (place == "text" and not number) or (place == "line" and int(number) > 0)
        assert 0 < len(answer.message) <= 400
        assert "\n" not in answer.message
    else:
        assert in_order(answer) == answer
        if answer.purpose == "open":
            assert read_pasted(draft_line(answer), PRODUCTS, TODAY) == answer


def month(day: date) -> str:
    """18 DEC 26, as thinkorswim writes it."""
    return f"{day.day} {day:%b} {day:%y}".upper()


WRITERS: dict[str, Callable[[Contract], str]] = {
    "osi": osi_stripped,
    "padded": osi,
    "thinkorswim": lambda c: f".{c.root}{c.expiry:%y%m%d}{c.right}{strike_text(c.strike or Decimal(0))}",
    "fidelity": lambda c: f"-{c.root}{c.expiry:%y%m%d}{c.right}{strike_text(c.strike or Decimal(0))}",
    "schwab": lambda c: f"{c.root} {c.expiry:%m/%d/%Y} {c.strike:.3f} {c.right}",
    "own": lambda c: f"{c.root} {expiry_text(c.expiry)} {strike_text(c.strike or Decimal(0))}{c.right}",
}


def priced(price: Decimal | None, before: str = " ") -> str:
    return "" if price is None else f"{before}{price:f}"


def tabbed(legs: Counted, name: Callable[[Contract], str]) -> str:
    return "\n".join(["Symbol\tQty\tPrice", *(f"{name(one)}\t{n:+}{priced(p, chr(9))}" for n, one, p in legs)])


def spelled(legs: Counted, mark: str) -> str:
    rows = [["side", "qty", "root", "expiry", "strike", "right", "price"]]
    for n, one, p in legs:
        cells = ["Sell" if n < 0 else "Buy", f"{abs(n)}", one.root, expiry_text(one.expiry)]
        rows.append([*cells, f"{one.strike:f}", one.right or "", priced(p, "")])
    return "\n".join(mark.join(row) for row in rows)


def unheaded(legs: Counted, mark: str) -> str:
    rows = [
        [f"{n:+}", c.root, expiry_text(c.expiry), f"{c.strike:f}", c.right or "", priced(p, "")] for n, c, p in legs
    ]
    return "\n".join(mark.join(row) for row in rows)


FORMS: dict[str, Callable[[Counted, Callable[[Contract], str]], str]] = {
    "before": lambda legs, name: "\n".join(f"{n:+} {name(one)}{priced(p)}" for n, one, p in legs),
    "after": lambda legs, name: "\r\n".join(f"{name(one)} {n:+}{priced(p, ' @')}" for n, one, p in legs),
    "words": lambda legs, name: "\n".join(
        f"{'Sell' if n < 0 else 'Buy to open'} {abs(n)} {name(one)}{priced(p, ' $')}" for n, one, p in legs
    ),
    "one line": lambda legs, name: ", ".join(f"{n:+} {name(one)}{priced(p, ' @ ')}" for n, one, p in legs),
    "table": tabbed,
    "spelled tabs": lambda legs, _: spelled(legs, "\t"),
    "spelled semicolons": lambda legs, _: spelled(legs, ";"),
    "spelled commas": lambda legs, _: spelled(legs, ","),
    "bare tabs": lambda legs, _: unheaded(legs, "\t"),
    "bare semicolons": lambda legs, _: unheaded(legs, ";"),
    "bare commas": lambda legs, _: unheaded(legs, ","),
}
SMALL = st.decimals("0.05", "40", places=2)


@st.composite
def counted_legs(draw: st.DrawFn) -> Counted:
    """Two to six options of real expiries, all with prices or none, whose symbols every broker can write."""
    is_priced = draw(st.booleans())
    legs: dict[Contract, tuple[int, Decimal | None]] = {}
    for _ in range(draw(st.integers(2, 6))):
        root = draw(st.sampled_from(["SPX", "SPXW", "VIX", "XSP"]))
        strike = Decimal(draw(st.integers(20, 9000))) / draw(st.sampled_from([1, 2]))
        right = "C" if draw(st.booleans()) else "P"
        contract = Contract(root, draw(st.sampled_from(EXPIRIES[root])), strike, right)  # type: ignore[arg-type]
        legs[contract] = draw(st.integers(-20, 20).filter(bool)), draw(SMALL) if is_priced else None
    assume(len(legs) > 1)
    return [(count, contract, price) for contract, (count, price) in legs.items()]


class TestLaws:
    @given(orders(), st.booleans())
    def test_line_of_a_draft_reads_back_to_it(self, order: Order, is_silent: bool) -> None:
        draft = draft_of(order)
        if is_silent and draft.net is not None:
            draft = replace(draft, net=None)
        assert drafted(draft_line(draft)) == draft

    @given(counted_legs(), st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(WRITERS)), st.data())
    def test_every_form_of_the_same_legs_is_the_same_draft(
        self, legs: Counted, form: str, writer: str, data: st.DataObject
    ) -> None:
        texts = [f"{n:+} {WRITERS['own'](one)}{priced(p, '@')}" for n, one, p in legs]
        known = drafted(", ".join(texts))
        # Without a header nothing says that SPX is the root and not what a broker shows.
        assume(not form.startswith("bare") or all(one.root != "SPX" for _, one, _ in legs))
        assert {(one.contract, one.ratio * known.lots, one.price) for one in known.legs} == {
            (one, n, p) for n, one, p in legs
        }
        assert drafted(FORMS[form](data.draw(st.permutations(legs)), WRITERS[writer])) == known

    @given(structures(), st.integers(-50, 50).filter(bool), SMALL, st.booleans())
    def test_thinkorswim_says_the_structures(
        self, named: tuple[str, list[tuple[Contract, int]]], count: int, price: Decimal, is_long: bool
    ) -> None:
        name, legs = named
        first = legs[0][0]
        assume(name in {"single", "vertical", "condor", "calendar"} and first.root in {"SPX", "SPXW", "VIX", "VIXW"})
        # One word for two days says nothing about a day that lists both.
        assume(name != "calendar" or first.root != "SPXW" or not {c.expiry for c, _ in legs} & set(EXPIRIES["SPX"]))
        ks = [strike_text(one.strike or Decimal(0)) for one, _ in legs]
        kinds = {"C": "CALL", "P": "PUT"}
        strikes, right = "/".join(ks), kinds[first.right or ""]
        days = "/".join(dict.fromkeys(month(one.expiry) for one, _ in reversed(legs)))
        if name == "condor":
            strikes, right = f"{ks[2]}/{ks[3]}/{ks[1]}/{ks[0]}", "CALL/PUT"
        elif name == "vertical":
            strikes = f"{ks[0]}/{ks[1]}" if first.right == "C" else f"{ks[1]}/{ks[0]}"
        elif name == "calendar":
            strikes = ks[0]
        strategy = {"condor": "IRON CONDOR ", "single": ""}.get(name, f"{name.upper()} ")
        series = " (Weeklys)" if first.root.endswith("W") else ""
        verb = ("BOT" if count > 0 else "SOLD") if is_long else ("BUY" if count > 0 else "SELL")
        shown = f"{verb} {count:+} {strategy}{first.root[:3]} 100{series} {days} {strikes} {right} @{price} CBOE"
        answer = read_pasted(f"tAndroid {shown}" if is_long else shown, PRODUCTS, TODAY)
        net = price if count > 0 else -price
        if isinstance(answer, Draft):
            assert answer == draft_of(Order(count, name, tuple(OrderLeg(*leg) for leg in legs), net))
        else:
            assert "cannot be right for wings" in answer.message

    @given(counted_legs(), st.sampled_from(sorted(FORMS)), st.data())
    def test_a_decimal_comma_is_refused_wherever_it_stands(
        self, legs: Counted, form: str, data: st.DataObject
    ) -> None:
        legs = [(count, contract, Decimal("3.25")) for count, contract, _ in legs]
        text = FORMS[form](legs, WRITERS["osi"])
        place = data.draw(st.integers(0, len(legs) - 1))
        parts = text.split("3.25")
        broken = "3.25".join(parts[: place + 1]) + "3,25" + "3.25".join(parts[place + 1 :])
        told = refused(broken)
        assert told.startswith("line ")

    @given(st.text() | st.text("+-@/.,;\t\n :0123456789CPZSXWVI feqtybuol'\""))
    def test_any_text_is_answered(self, text: str) -> None:
        answered(text)

    @given(
        st.sampled_from(
            [
                SHOWN,
                f"{CONDOR} @3.20 fee 0.65/ct in IRA",
                "BOT +1 /VXZ26:XCBF @18.55",
                "-10 .SPXW261218P6350 @3.20, +10 .SPXW261218P6300 @1.65",
                "qty\troot\texpiry\tstrike\tright\tprice\tfee\n-10\tSPXW\t18DEC26\t6350\tP\t3.20\t6.5",
                "-10;SPXW;18.12.2026;6350P;3.20\n+10;SPXW;12/18/2026;6300P;1.65",
            ]
        ),
        st.data(),
    )
    def test_any_slip_in_a_good_text_is_answered(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 4)))
        slip = data.draw(st.text("+-@/.,;:0123456789CPZ '\"\t\n٣é", max_size=4) | st.text(max_size=3))
        answered(text[:start] + slip + text[end:])


class TestDescriptions:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            (SHOWN, f"{CONDOR} @3.20"),
            (SHOWN.lower(), f"{CONDOR} @3.20"),
            (SHOWN.replace("(Weeklys) ", ""), f"{CONDOR} @3.20".replace("SPXW", "SPX")),
            (SHOWN.replace("(Weeklys) 18", "21"), f"{CONDOR} @3.20".replace("18DEC", "21DEC")),
            (SHOWN.replace("18 DEC 26", "18 DEC 26 [PM]"), f"{CONDOR} @3.20"),
            (SHOWN.replace(" CBOE", " LMT GTC [TO OPEN/TO OPEN/TO OPEN/TO OPEN]"), f"{CONDOR} @3.20"),
            (SHOWN.replace(" @3.20 CBOE", ""), CONDOR),
            ("BOT +4 VIX 100 16 DEC 26 20 CALL @1.10", "+4 VIX 16DEC26 20C @1.10"),
            ("BOT +4 VIX 100 (Weeklys) 9 DEC 26 20 CALL @.30", "+4 VIXW 09DEC26 20C @0.30"),
            (
                "SELL 2 VERTICAL SPX 100 (Quarterlys) 31 DEC 26 7150/7200 CALL @1.5",
                "-2 SPXW 31DEC26 7150/7200C @1.50",
            ),
            (
                "BOT +2 CALENDAR SPX 100 (Weeklys) 21 DEC 26/17 DEC 26 6860 PUT @7.00 CBOE",
                "+2 SPXW 17DEC26/21DEC26 6860P @7.00",
            ),
            (
                "SOLD -1 BUTTERFLY SPX 100 (Weeklys) 18 DEC 26 6840/6940/7030 CALL @32.15 CBOE",
                "-1 SPXW 18DEC26 6840C, +2 SPXW 18DEC26 6940C, -1 SPXW 18DEC26 7030C @-32.15",
            ),
            (
                "BOT +1 BUTTERFLY SPX 100 (Weeklys) 18 DEC 26 6700/6600/6500 PUT @18.75 CBOE",
                "+1 SPXW 18DEC26 6500P, -2 SPXW 18DEC26 6600P, +1 SPXW 18DEC26 6700P @18.75",
            ),
            (
                "SOLD -1 CONDOR SPX 100 (Weeklys) 18 DEC 26 6770/6870/6880/6970 CALL @36.05 CBOE",
                (
                    "-1 SPXW 18DEC26 6770C, +1 SPXW 18DEC26 6870C, +1 SPXW 18DEC26 6880C, -1 SPXW 18DEC26 6970C"
                    " @-36.05"
                ),
            ),
            (
                "SOLD -2 DIAGONAL SPX 100 (Weeklys) 21 DEC 26/17 DEC 26 6830/6810 PUT @27.20 CBOE",
                "+2 SPXW 17DEC26 6810P, -2 SPXW 21DEC26 6830P @-27.20",
            ),
            (
                "SOLD -3 STRANGLE SPX 100 (Weeklys) 21 DEC 26 7150/6300 CALL/PUT @5",
                "-3 SPXW 21DEC26 6300P, -3 SPXW 21DEC26 7150C @5.00",
            ),
            ("SOLD -2 /VXZ26:XCBF @18.55", "-2 VX 16DEC26 @18.55"),
            ("BOT +2 /VXMZ6", "+2 VXM 16DEC26"),
            (
                (
                    "SOLD -10 VERTICAL SPX 100 (Weeklys) 18 DEC 26 6350/6300 PUT @1.50\n"
                    "SOLD -10 VERTICAL SPX 100 (Weeklys) 18 DEC 26 7150/7200 CALL @1.70"
                ),
                f"{CONDOR} @3.20",
            ),
        ],
    )
    def test_thinkorswim(self, text: str, line: str) -> None:
        assert line_of(text) == line

    def test_what_is_said_to_close_closes(self) -> None:
        draft = drafted("BOT +10 VERTICAL SPX 100 (Weeklys) 18 DEC 26 6350/6300 PUT @1.40 LMT TO CLOSE")
        assert (draft.purpose, draft.lots, draft.net) == ("close", 10, Decimal("1.40"))
        assert draft_line(draft) == ""
        assert drafted("Buy to close 1 .SPXW261218P6350\nSell to open 1 .SPXW261221P6350").purpose == "roll"

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (SHOWN.replace("-10", "+10"), "line 1: +10 with a word that says sold: one of the two is wrong"),
            (SHOWN.replace("3.20", "3,20"), "line 1: '3,20' holds a comma"),
            (SHOWN.replace("3.20", "320"), "line 1: 320.00 points cannot be right for wings 50 points wide"),
            (SHOWN.replace("7150/7200", "7200/7150"), "do not stand as thinkorswim writes them"),
            (SHOWN.replace("/6300 ", " "), "line 1: iron condor does not have these parts"),
            (SHOWN.replace("IRON CONDOR", "DBL DIAG"), "line 1: which legs a DBL DIAG has is not known here"),
            (SHOWN.replace("CBOE", "fee 0.65/ct"), "'@3.20 FEE 0.65/CT' is not understood after the legs"),
            (SHOWN.replace("18 DEC", "19 DEC"), "that is a weekend day"),
            (SHOWN.replace("SPX ", "QQQ "), "line 1: 'QQQ' is not a root of this portfolio"),
            (f"{SHOWN}\n{SHOWN}", "line 2: SPXW 18DEC26 7150 C stands twice, on line 1 already"),
            (
                "SELL -10 VERTICAL SPX 100 (Weeklys) 18 DEC 26 6300/6350 PUT @1.55",
                "line 1: the strike that stands first is the cheaper one, which cannot be at that price",
            ),
            (
                "BOT +2 CALENDAR SPX 100 (Weeklys) 21 DEC 26/18 DEC 26 6860 PUT @7.00",
                "line 1: SPX 18DEC26 may be SPX (AM) or SPXW (PM): write SPX 18DEC26 6860P or SPXW 18DEC26 6860P",
            ),
            ("BOT +2 CALENDAR SPX 100 17 DEC 26/21 DEC 26 6860 PUT @7.00", "do not stand as thinkorswim writes"),
        ],
    )
    def test_what_is_not_clear_is_refused(self, text: str, words: str) -> None:
        assert words in refused(text)


class TestNames:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("-10 SPX 21DEC26 6350 P", "-10 SPXW 21DEC26 6350P"),
            ("VIX 09DEC26 20 Call +4 1.10", "+4 VIXW 09DEC26 20@1.10C"),
            ("-10 SPX 18DEC26 6350P", "-10 SPX 18DEC26 6350P"),
            ("-10 .SPX261218P6350", "-10 SPX 18DEC26 6350P"),
            ("+1 VX 16DEC26 (Z6) 18.55", "+1 VX 16DEC26 @18.55"),
            ("/VXZ6 \u22122; /VXF7 +2", "-2 VX 16DEC26, +2 VX 20JAN27"),
            (
                "sell\u00a010 SPXW 12/18/2026 6350.00 P; buy 10 SPXW 12/18/2026 6300.00 P",
                "-10 SPXW 18DEC26 6300/6350P",
            ),
            (
                "+1 .SPXW261218P6250, -2 .SPXW261218P6300, +1 .SPXW261218P6350 @-1.10",
                "+1 SPXW 18DEC26 6250P, -2 SPXW 18DEC26 6300P, +1 SPXW 18DEC26 6350P @-1.10",
            ),
            (
                f"{PUTS} @1.50 fee 0.65/ct\n-10 SPXW 18DEC26 7150/7200C @1.70 fee 0.65/ct",
                f"{CONDOR} @3.20 fee 0.65/ct",
            ),
            (f"{PUTS} @1.50 fee 13 total\n-10 SPXW 18DEC26 7150@4/7200@2C fee 1/ct", None),
        ],
    )
    def test_symbols_and_lines(self, text: str, line: str | None) -> None:
        assert line_of(text) == (line or "-10 SPXW 18DEC26 6300/6350P 7150@4.00/7200@2.00C @3.50 fee 33.00 total")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (
                "-10 SPX 18DEC26 6350 P",
                "line 1: SPX 18DEC26 may be SPX (AM) or SPXW (PM): write SPX 18DEC26 6350P or SPXW",
            ),
            ("-10 SPX 18DEC26 6350 P @3.20", "line 1: SPX 18DEC26 may be SPX (AM) or SPXW (PM)"),
            ("-10 .SPX261221P6350", "line 1: SPX has no expiry on 21 December 2026"),
            ("10 .SPXW261218P6350", "line 1: 10 has no sign: write +10 to buy or -10 to sell"),
            (".SPXW261218P6350", "line 1: say how many with its sign before each contract"),
            ("-10 .SPXW261218P6350 -3.20", "line 1: '-3.20' is not understood"),
            ("SELL 10 .SPXW261218P6350 @-3.20", "line 1: -3.20: the price of a leg has no sign"),
            ("-10 .SPXW261218P6350, +10 .SPXW261218P6300 1.65", "line 1: a price stands beside some legs"),
            ("-1 .SPXW261218P6350\n\n-1 SPXW261218P06350000", "line 3: SPXW 18DEC26 6350 P stands twice, on line 1"),
            ("-1 .SPXW261218P6350\nthanks", "line 2: 'thanks' is not understood: write an order such as"),
            (f"{CONDOR} @3 fee 1/ct\n+1 .SPXW261218P6000 2", "line 2: it says no fee, and another line does"),
            (f"{CONDOR} @3\n+1 .SPXW261218P6000", "line 2: it says no price, and another line does"),
            (f"{CONDOR} @3 in A\n+1 SPXW 18DEC26 6000P @1 in B", "line 2: another account than on line 1"),
            ("-1 .SPXW261218P6350 @3 in A\n+1 .SPXW261218P6000 @1 in B", "line 2: another account than on line 1"),
            (f"{CONDOR} @3\n+1 SPXW 18DEC26 6000P @1 at 2026-11-20T15:45", "line 2: another time than on line 1"),
            (
                "-3 SPXW 18DEC26 6300/6350P @1\n+2 SPXW 18DEC26 6000P@1\n-7 /VXZ6@18",
                "line 1: the points of VX and SPXW",
            ),
            ("\n".join(f"+1 .SPXW261218P{6000 + 5 * n}" for n in range(13)), "line 13: an order has 12 legs at most"),
        ],
    )
    def test_what_is_not_clear_is_refused(self, text: str, words: str) -> None:
        assert words in refused(text)


class TestTables:
    def test_every_way_to_write_a_day_and_a_side(self) -> None:
        rows = [
            "Action\tQty\tTicker\tExp\tStrike\tType\tPrice\tNote",
            "BTO\t'10\tSPXW\t18-Dec-26\t6300\tPut\t1.65\t",
            "'Sell to Open\t'-10\tSPXW\t12/18/2026\t6350\tP\t$3.20\tx",
            "sold\t10\tSPXW\t18.12.2026\t7150\tCALL\t3.10",
            "Buy\t+10\tspxw\t2026-12-18\t7200\tc\t1.45\t\t",
        ]
        assert line_of("\r\n".join(rows)) == "-10 SPXW 18DEC26 6300@1.65/6350@3.20P 7150@3.10/7200@1.45C"

    def test_fees_of_rows_are_added_and_fees_each_kept(self) -> None:
        rows = [f"{10 * n},.SPXW261218{k[-1]}{k[:-1]},1.00,6.5" for n, k in LEGS]
        text = "\n".join(rows).replace("\n10", "\n+10")
        assert line_of(f"qty,symbol,price,fee\n+{text}").endswith("C fee 26.00 total")
        assert line_of(f"qty,symbol,price,fee/ct\n+{text}").endswith("C fee 6.50/ct")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (f"{HEADER}\n-10\t.SPXW261218P6350\t3,20", "line 2: column Price: '3,20' holds a comma"),
            ("-10\tSPXW\t18DEC26\t6350\tP\t3,20", "line 1: column 6: '3,20' holds a comma"),
            ("-10\tSPXW\t18DEC26\t6,350\tP\t3.20", "line 1: column 4: '6,350' holds a comma"),
            ("-10,SPXW,18DEC26,6350,P,3,20", "line 1: column 7 holds a number more than count, strike and price"),
            ("qty,symbol,price\n-10,.SPXW261218P6350,3,20", "line 2: it has 4 cells and the first line 3"),
            ("qty,symbol,price,fee\n-10,.SPXW261218P6350,3", "line 2: it has 3 cells and the first line 4"),
            (f"{HEADER}\n10\t.SPXW261218P6350\t3.20", "line 2: column Qty: 10 has no sign"),
            (f"{HEADER}\n-10\t.SPXW261218P6350\t-3.20", "column Price: -3.20: the price of a leg has no sign"),
            (f"{HEADER}\n-10\t.SPXW261218P6350\tNaN", "line 2: column Price: 'NaN' is not a number"),
            (f"{HEADER}\n\t.SPXW261218P6350\t1", "line 2: the count is missing"),
            (f"{HEADER}\n-10\tSPXW\t1", "line 2: column Symbol: 'SPXW' is no contract"),
            (f"{HEADER}\n-1\t.SPXW261218P6350\t1\n-1\t.SPXW261218P6350\t1", "line 3: SPXW 18DEC26 6350 P stands"),
            (HEADER, "line 1: nothing stands below the names of the columns"),
            ("Symbol\tPrice\n.SPXW261218P6350\t1", "line 1: the block needs a column for the quantity"),
            ("Qty\tSymbol\tCount\n-1\t.SPXW261218P6350\t1", "line 1: the columns Qty and Count say the same"),
            ("-1\tSPXW\t18DEC26\t6350\tP\nTOTAL\t\t\t\t5", "line 2: these cells are not understood: TOTAL"),
            ('-1\t"SPXW\t18DEC26\t6350\tP', "line 1: its cells cannot be read"),
            (f"{ROOTED}\n-1\tSPXW\t01/04/2027\t1\tP", "column Exp: 01/04/2027 may be 2027-01-04 or 2027-04-01"),
            (f"{ROOTED}\n-1\tSPXW\t18DEC26\t6350\tX", "line 2: 'X' is not a right"),
            (f"{ROOTED}\n-1\tSPXW\t18DEC26\t\tP", "line 2: the strike is missing"),
            (f"{ROOTED}\n-1\tVX\t18DEC26", "line 2: VX has no expiry on 18 December 2026"),
            (f"{SHOWN_ROWS}\n-1\tSPX\t18DEC26\t6350\tP", "line 2: SPX 18DEC26 may be SPX (AM) or SPXW (PM)"),
            ("Side\tQty\tSymbol\nSell\t+1\t.SPXW261218P6350", "+1 with a word that says sold"),
            ("Side\tQty\tSymbol\nExpired\t1\t.SPXW261218P6350", "column Side: 'Expired' is neither bought nor sold"),
            ("Qty\tSymbol\tFee\n-1\t.SPXW261218P6350\t-1.5", "line 2: column Fee: -1.5 is no fee"),
        ],
    )  # fmt: skip
    def test_what_is_not_clear_is_refused_with_line_and_column(self, text: str, words: str) -> None:
        assert words in refused(text)

    def test_a_root_column_says_which_of_two(self) -> None:
        rows = "Qty\tRoot\tExp\tStrike\tC/P\n-1\tSPX\t18DEC26\t6350\tP"
        assert line_of(rows) == "-1 SPX 18DEC26 6350P"


class TestRubbish:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "text: there is nothing to read: paste an order, symbols with counts, or rows"),
            ("\ufeff\r\n \t", "text: there is nothing to read: paste an order, symbols with counts, or rows"),
            (
                "x" * 200_000,
                "text: 200,000 characters are no order: copy the lines of one order, 20,000 characters at most",
            ),
            ("+1 " * 1_000, "line 1: 3,000 characters are no order: copy the lines of one order"),
            (
                "-10\x00 SPXW",
                "line 1: it holds a character that cannot be printed (U+0000): copy the text again",
            ),
            ("\n-1\uff10 SPXW 18DEC26 6300P @1", "line 2: \uff10 is not a plain digit: write numbers with 0 to 9"),
        ],
    )
    def test_sentence(self, text: str, sentence: str) -> None:
        assert refused(text) == sentence


@pytest.mark.realdata
def test_real_fills_of_thinkorswim(shared_data: Path) -> None:
    lines = (shared_data / "brokers" / "tos_fill_description_lines_SPX.txt").read_text(encoding="utf-8").splitlines()
    told = [read_pasted(line, PRODUCTS, TODAY) for line in lines]
    refusals = {line: answer for line, answer in zip(lines, told, strict=True) if isinstance(answer, Problem)}
    assert all("DBL DIAG" in line or "DIAGONAL SPX 100 (Weeklys) 24 FEB 26/20 FEB 26" in line for line in refusals)
    assert [draft_line(draft) for draft in told if isinstance(draft, Draft)] == [
        # 20 February 2026 is a third Friday: the word Weeklys makes it SPXW.
        "+1 SPXW 20FEB26 7040C @0.30",
        "+1 SPXW 06MAR26 6870/6880C @7.70",
        "+2 SPXW 30JAN26/03FEB26 6860P @7.00",
        "-1 SPXW 06MAR26 6840C, +2 SPXW 06MAR26 6940C, -1 SPXW 06MAR26 7030C @-32.15",
        "-1 SPXW 06MAR26 6770C, +1 SPXW 06MAR26 6870C, +1 SPXW 06MAR26 6880C, -1 SPXW 06MAR26 6970C @-36.05",
        "-1 SPXW 02DEC16 2110/2130P 2225/2245C @1.90",
        "+1 SPXW 02DEC16 2110/2130P 2225/2245C @1.25",
        "-1 SPXW 03FEB17 2140/2150P 2320/2330C @1.20",
    ]


@pytest.mark.realdata
def test_real_rows_of_schwab(shared_data: Path) -> None:
    text = (shared_data / "brokers" / "schwab_transactions_excerpt_SPXW_2026-04.csv").read_text(encoding="utf-8")
    header, first, second, expired, _, third, fourth = csv.reader(io.StringIO(text))
    rows = {"opened": [header, first, second], "earlier": [header, third, fourth], "all": [header, first, expired]}
    blocks = {name: "\n".join(",".join(f'"{cell}"' for cell in row) for row in block) for name, block in rows.items()}
    assert line_of(blocks["opened"]) == "-1 SPXW 24APR26 7180@0.62/7230@0.12C fee 2.26 total"
    assert line_of(blocks["earlier"]) == "-2 SPXW 23APR26 7040@0.57/7055@0.82P fee 4.52 total"
    assert "'Expired' is neither bought nor sold" in refused(blocks["all"])


def test_own_line_pasted_is_the_line_typed() -> None:
    line = f"{CONDOR} @3.20 fee 0.65/ct at 2026-11-20T15:45-05:00 in Roth, IRA; second"
    order = parse_order(line, PRODUCTS, TODAY)
    assert isinstance(order, Order)
    assert drafted(line) == draft_of(order)
