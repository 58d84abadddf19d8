"""Bad input to the commands that close, roll, settle, regroup and keep accounts: one line, and the book untouched."""

from hashlib import sha256
from pathlib import Path

import pytest
from support.command_line import ONE_DAY_SETTLES, ask, refusal

# The sample: trades 9, 12, 15 (calls), 18 (a future), 22 (10 condors of 4JAN27), 32 (5 condors of 23NOV26)
TURNS = {
    "a trade that is none": ("close 99 @1.40", "trade: there is no trade 99"),
    "a trade that is no number": ("close it @1.40", "trade: 'it' is no number of a trade; 'report' lists them"),
    "no price": (
        "close 34 2",
        "net: say the price: @ and the points for one lot, or the price of each leg with --leg",
    ),
    "more lots than are held": ("close 34 6 @1.40", "lots: trade 34 holds 5 lots: 6 of them cannot be closed"),
    "no lots": ("close 34 0 @1.40", "lots: trade 34 holds 5 lots: 0 of them cannot be closed"),
    "a decimal comma": (
        "close 34 @1,40",
        "net: '1,40' holds a comma: write the decimal point as '.', without thousands marks",
    ),
    "a word": ("close 34 now @1.40", "line: 'now' is not understood behind the trade: write @ and the net"),
    "an account": ("close 34 @1.40 in Simulated", "in: a trade has its account: leave 'in' away"),
    "a bare fee": (
        "close 34 1 @1.40 fee 0.65",
        "fee: fee 0.65: write 'fee 0.65/ct' (4 contracts, 2.60 in all) or 'fee 0.65 total'",
    ),
    "a time that is none": (
        "close 34 @1.40 at noon",
        "at: 'noon' is not a date and time such as 2026-11-20T15:45-05:00",
    ),
    "a fill to come": (
        "close 34 @1.40 at 2026-11-20T15:46-05:00",
        "at: 2026-11-20 15:46 New York lies in the future; it is 2026-11-20 15:45 New York",
    ),
    "a leg that is none": (
        "close 11 --leg 18C=2.00",
        "leg: no leg here is called '18C'; there are VIX 16DEC26 17 C",
    ),
    "a leg without its price": (
        "close 11 --leg 17C",
        "net: say the price: @ and the points for one lot, or the price of each leg with --leg",
    ),
    "a leg's price that is none": ("close 11 --leg 17C=x", "leg: 17C: 'x' is not a number"),
    "a leg's price with a sign": ("close 11 --leg 17C=-2", "leg: 17C=-2: a leg's price needs no sign"),
    "a leg twice": ("close 11 --leg 17C=2 --leg 17c=2", "leg: VIX 16DEC26 17 C is named twice"),
    "a net against the legs": (
        "close 11 @2.10 --leg 17C=2.00",
        "net: the leg prices make 2.00 received, the net says 2.10 received: correct one of them",
    ),
    "a net in words and with a sign": (
        "close 34 @+1.40 debit",
        "line: 'debit' is not understood after '@+1.40'",
    ),
    "a roll to nowhere": (
        "roll 24 @0.40",
        "to: say where to: 'to SPXW 28DEC26 6250/6300P 7150/7200C', or --puts or --calls with two strikes",
    ),
    "a roll to two places": (
        "roll 24 to SPXW 11JAN27 6250/6300P 7150/7200C @0.40 --puts 6250/6300",
        "to: say where to, once: 'to SPXW 28DEC26 6250/6300P 7150/7200C', or --puts or --calls with two strikes",
    ),
    "a roll into something else": (
        "roll 24 to SPXW 11JAN27 6250/6300P @0.40",
        (
            "to: it is a condor that is rolled, and SPXW 11JAN27 6250/6300P is a put vertical: "
            "close the one and enter the other"
        ),
    ),
    "a roll with a count": (
        "roll 24 to -10 SPXW 11JAN27 6250/6300P 7150/7200C @0.40",
        "to: write the legs without a count, as in SPXW 28DEC26 6250/6300P 7150/7200C",
    ),
    "a roll to where it stands": ("roll 24 --puts 6300/6350 @0.40", "to: trade 24 stands there already"),
    "puts that it has not": ("roll 11 --puts 10/12 @0.40", "puts: trade 11 holds no puts"),
    "strikes that are none": (
        "roll 24 --puts low @0.40",
        "line: 'LOWP' is not understood after the legs",
    ),
    "a sign and a word": (
        "roll 24 --puts 6250/6300 @-0.85 debit",
        "line: 'debit' is not understood after '@-0.85'",
    ),
    "lots of a listing": (
        "rolls 24 --lots 0",
        "Invalid value for '--lots': 0 is not in the range 1<=x<=100000.",
    ),
    "a listing of no trade": ("rolls x", "trade: 'x' is no number; 'report --json' lists them"),
    "a listing of a future": (
        "rolls 20",
        "trade: trade 20 is no long VIX call or even call spread: roll its legs one by one",
    ),
    "an expiry nobody holds": ("settle SPXW 24NOV26 6850", "leg: nothing of SPXW 24NOV26 is left to settle"),
    "an expiry that is none": ("settle SPXW 32NOV26 6850", "expiry: there is no day 32NOV26"),
    "an expiry too early": (
        "settle SPXW 4JAN27 6850",
        "at: SPXW 04JAN27 6300 P settles at 2027-01-04 16:00 New York; it is 2026-11-20 15:45 New York",
    ),
    "a settlement fee with a sign": (
        "settle SPXW 4JAN27 6850 --fee -1",
        "fee: -1: a fee is what you were charged, without a sign",
    ),
    "too many words": ("settle SPXW 4JAN27 6850 7", "Got unexpected extra argument (7)"),
    "a split of all": ("split 34 5", "quantity: trade 34 holds 5: take out 1 to 4"),
    "a split of no number": ("split 34 two", "lots: 'two' is no number; 'report --json' lists them"),
    "a leg that nobody holds": (
        "move-legs SPXW261123P06000000 --to new",
        "leg: no open leg is called SPXW261123P06000000; 'report' lists their numbers and contracts",
    ),
    "a trade that takes no legs": ("move-legs 35 --to 99", "trade: there is no trade 99"),
    "a trade without a number": ("move-legs 35 --to there", "to: 'there' is no number; 'report --json' lists them"),
    "a campaign that is none": ("campaign 99 --name Mine", "campaign: there is no campaign 99"),
    "nothing said of a campaign": ("campaign 23", "name: say --name or --ladder, one of them"),
    "a name that is none": ("campaign 23 --name \x07", "name: say a name of printable characters"),
    "a ladder that is none": ("campaign 23 --ladder 33", "ladder: campaign 33 is no hedge ladder"),
    "a hedge covered": ("campaign 10 --ladder 10", "campaign: Hedge ladder is a hedge itself"),
    "nowhere for a trade": ("move-trade 24", "campaign: say --campaign or --sleeve, one of them"),
    "a trade in its sleeve": ("move-trade 24 --sleeve core", "sleeve: trade 24 stands there already"),
    "another sleeve's campaign": (
        "move-trade 24 --campaign 10",
        "campaign: Hedge ladder is of another account or sleeve than trade 24",
    ),
    "a sleeve that is none": (
        "move-trade 24 --sleeve far",
        "Invalid value for '--sleeve': 'far' is not one of 'core', 'alvh', 'second_engine'.",
    ),
    "an account unchanged": ("account Simulated", "account: nothing would change"),
    "an account without a schedule": (
        "account Trial --broker House",
        "broker: no fee schedule of 'House' comes with the program: type its rows",
    ),
    "a name for no account": (
        "account Other --rename Mine",
        "account: there is no account 'Other'; this portfolio has 'Simulated'",
    ),
    "cash for no account": (
        "cash Other 5000",
        "account: there is no account 'Other'; this portfolio has 'Simulated'",
    ),
    "cash that is none": ("cash Simulated 5k", "amount: '5k' is not a number"),
    "cash of nothing": (
        "cash Simulated 0",
        "amount: 0.00 moves nothing: type what came in (+) or went out (-)",
    ),
    "cash to come": (
        "cash Simulated 5000 --on 2026-11-21T10:00-05:00",
        "at: 2026-11-21 10:00 New York lies in the future; it is 2026-11-20 15:45 New York",
    ),
    "a fee with a sign": (
        "fee House any open -0.65",
        "amount: -0.65: a fee is what you were charged, without a sign",
    ),
    "a fee of no root": ("fee House ABC open 0.65", "root: 'ABC' is not a root of this portfolio"),
    "a fee for nothing": (
        "fee House any trade 0.65",
        "Invalid value for '{open|close|settle|expire}': 'trade' is not one of 'open', 'close', 'settle', 'expire'.",
    ),
    "a band that is none": ("fee House any open 0.65 --below 0", "below: a premium band ends above 0"),
    "a day that is none": (
        "fee House any open 0.65 --from soon",
        "Invalid value for '--from': 'soon' is no day: write it like 2026-11-20",
    ),
    "a report of no account": (
        "report --account Other",
        "account: there is no account 'Other'; this portfolio has 'Simulated'",
    ),
    "two orders": ("trade -1 SPXW 23NOV26 6650P @1 --file x.txt", "say the order or --file, not both"),
    "a file that is none": ("trade --file x.txt", "file: there is no file x.txt"),
}


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_what_is_refused_leaves_the_book_as_it_was(sample: Path, turn: tuple[str, str]) -> None:
    line, expected = turn
    before = sha256(sample.read_bytes()).hexdigest()
    assert refusal(*line.split(" "), "--portfolio", sample, code=2) == expected
    assert sha256(sample.read_bytes()).hexdigest() == before


def test_a_value_that_is_spot_vix_settles_no_expiry(sample: Path) -> None:
    before = sample.read_bytes()
    said = refusal(
        "settle", "VIX", "16DEC26", "16.21", "--portfolio", sample, "--at", "2026-12-16T09:30-05:00", code=2
    )
    assert said.startswith("value: 16.21 is spot VIX, and VIX 16DEC26 17 C settles on VRO")
    said = refusal("settle", "SPXW", "23NOV26", "6850", "--source", "SET", "--portfolio", sample, "--at",
                   ONE_DAY_SETTLES, code=2)  # fmt: skip
    assert said == "source: SPXW 23NOV26 6650 P settles on SPX close only; SET cannot stand in for it"
    assert sample.read_bytes() == before


def test_a_net_without_a_sign_against_the_marks_is_asked(sample: Path) -> None:
    """The puts of the sample rolled up bring money: an unsigned net could be either."""
    before = sample.read_bytes()
    said = refusal("roll", "24", "--puts", "6375/6425", "@2.10", "--portfolio", sample, code=2)
    assert said.startswith("net: a lot was worth ")
    assert said.endswith("received at mid, and @2.10 has no sign: write @+2.10 if you paid it, @-2.10 if not")
    assert sample.read_bytes() == before
    for net in ("@-2.10", "@2.10 credit"):
        assert ask("roll", "24", "--puts", "6375/6425", *net.split(), "--portfolio", sample).code == 0
        assert ask("undo", "--portfolio", sample).code == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 70_000, b"hello\n", b"-10 SPXW261123P06650000\n+10 x"])
def test_a_pasted_file_that_is_no_order_books_nothing(sample: Path, content: bytes) -> None:
    before = sample.read_bytes()
    Path("legs.txt").write_bytes(content)
    refusal("trade", "--file", "legs.txt", "--portfolio", sample, code=2)
    assert sample.read_bytes() == before
