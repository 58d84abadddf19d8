"""The words of the program, each in a sentence or two."""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "What you hold": {
            "Book": "Everything a portfolio holds: accounts, campaigns, trades, fills, settlements, layers and "
            "rules. One file is one book.",
            "Contract": "What can be traded, named by root, expiry and, for an option, strike and call or put.",
            "Fill": "A fact: so many contracts, at this price, with this fee, at this moment. Quantities, averages "
            "and booked profit are worked out from the fills and never typed.",
            "Leg": "One contract as a trade holds it, with the fills that built it up and took it down.",
            "Trade": "Legs that were opened together and belong together, such as the four legs of a condor.",
            "Campaign": "A trade with everything it was rolled into, under one profit and loss. The hedge ladder is "
            "a campaign of its own.",
            "Sleeve": "A part of the portfolio with one purpose: core earns with condors, alvh is the layered hedge, "
            "second engine is a VIX layer kept apart from it.",
            "Layer": "One rung of the hedge ladder, as you define it: how many calls, how far out, when to roll, at "
            "which delta.",
            "Account": "Where the money lies. An order goes to the account it names, else to the first one. Paper "
            "accounts are looked at by themselves and never summed with real ones.",
            "Cash": "Money brought into an account or taken out of it. Where it is kept, what the account is worth "
            "follows from it.",
            "Statement file": "A statement of a broker that was imported into an account.",
            "Stated row": "A line of a statement that concerns the book, kept as the broker said it: booked, waiting "
            "for what it closes, left out, or corrected by a later one.",
            "Assertion": "What an account held at a moment, found equal to its broker's word and asked of the book "
            "ever after.",
            "Fee row": "A line of a broker's schedule: what a contract costs to open, to close or at settlement. "
            "It fills in the fees that you do not type.",
            "Roll": "Closing legs and opening what comes after them in one step, in the same campaign.",
            "Ticket": "A trade being made: legs from a template, the chain or a paste, weighed before it is booked.",
            "Net": "The price of one whole structure in points, with the word whether it is paid or received.",
            "Package price": "A net price that stands on one leg alone because no quotes told how it divides. The "
            "trade's total is right; the price of each leg says little.",
            "Input": "A value that you type and date: an interest rate, a constant of a model, a margin, equity. "
            "It counts from its day until a later one; until one is typed its default counts, where it has one.",
            "Event": "A day on which news is due: a decision of the Fed, prices, a rebalance, or one of your own. A "
            "row that you type takes the place of a date that came with the program, or strikes it.",
            "Edit": "Anything you change. Undo takes back one edit at a time, also after a restart.",
        },
        "How it ends": {
            "Settlement": "How a contract ends that was held to its last moment: in cash, by its official value. It "
            "is booked when you give that value, never by the clock alone.",
            "Official value": "The published number a contract settles on: SET for SPX, the SPX close for SPXW and "
            "XSP, VRO for VIX options and futures. An index level on the screen is none of these.",
            "AM and PM": "An AM contract settles on opening prices and stops trading the business day before; a PM "
            "contract trades until its close.",
            "Break-even": "A level of the index at which the trade ends with neither profit nor loss.",
            "Realised": "Profit or loss of what is closed, after all fees paid so far.",
            "Unrealised": "Profit or loss of what is open at its mark, before the fees of closing it.",
            "Lens": "What the charts are looked at through: a date, how VIX answers SPX, shocks, and which "
            "positions. Nothing of it is booked; it may be kept by name.",
            "Gap": "Where the condors lose and the hedge pays less than a share of that loss which you set.",
            "Payoff": "What the SPX legs would bring at each level of the index: at their nearest settlement, and "
            "today.",
        },
        "What you write": {
            "Journal": "What was done, seen, said and written, in the order of time. Fills, rolls, settlements, "
            "alerts and changes come there by themselves; you add the why.",
            "Note": "Your words in Markdown, with tags, pictures and what they are about. The market of its moment "
            "is kept with it.",
            "Draft": "A note that is not saved yet. It is kept as you type, and waits in the journal.",
            "Note template": "A text that a note may start from, with what is known at that moment in its places.",
            "Confirmation": "Something you are asked to look at before a condor is rolled. It is kept with the roll, "
            "ticked or not.",
        },
        "What it is worth": {
            "Market": "Every quote and index level known at one moment, each with its source and age.",
            "Mark": "The price at which what is open is counted: half way between bid and ask, for a future also its "
            "last price. Without a usable quote there is no mark, and the program says so.",
            "Typed mark": "A price or an index level that you type, with its moment. It counts until a newer quote "
            "comes, and never stands before one.",
            "Age": "How old a quote is. Old prices keep their place and are marked as old; while nothing trades, the "
            "last price of the day is not old.",
            "Spot": "The level of an index itself. No VIX option is valued on spot VIX.",
            "Forward": "Today's price of the index for one settlement moment. An option is valued on the forward of "
            "its own settlement: an SPX option on put-call parity of its expiry, a VIX option on the VX "
            "future of its date, else on parity.",
            "Model value": "What a contract is worth by Black's formula on its forward, at the volatility its own "
            "mark implies.",
            "Implied volatility": "The yearly volatility at which the model gives the market's price.",
            "Delta": "Change of a contract's price, before discounting, when its forward moves one point.",
            "Gamma": "Change of delta when the forward moves one point.",
            "Vega": "$ gained for one point more of implied volatility. Vegas of SPX and of VIX options are never "
            "added.",
            "Theta": "$ gained by one more calendar day when nothing else changes; for bought options below zero.",
            "Rho": "$ gained when the interest rate rises by 1 % and the forward stays.",
        },
        "What deserves attention": {
            "Rule": "A fact, its thresholds and what the method advises there. The rules stand in your portfolio.",
            "Verdict": "What an entry check said of a trade when it was filled: met, not met or not known. It stays "
            "with the trade.",
            "Profile": "The set of rule values a portfolio starts with: Steward is cautious, Promoter is bold.",
            "Alert": "What a rule says now: quiet, watch, warn or act.",
            "Not known": "Something the rule needs is missing or old. Such an alert is grey; it never means that all "
            "is well.",
            "Wing": "The distance between the short and the long strike of one side of a condor.",
            "Tested": "The index has reached a short strike. Wing progress is 0 there and 1 at the long strike.",
            "Simulated": "A portfolio on an invented market, with a clock that stands still, for trying things out.",
        },
    }
)
