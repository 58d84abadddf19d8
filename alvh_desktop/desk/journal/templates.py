"""The templates that a note may start from: those that came with the program, and a portfolio's own over them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from alvh_desktop.desk.campaigns.timeline import legs_text
from alvh_desktop.desk.day_risk import allocation_around
from alvh_desktop.desk.lines import CampaignLine
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits.notes import template_named
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import NoteTemplate
from alvh_desktop.domain.resources import resource
from alvh_desktop.pricing.vx_curve import vx_marks

NOT_KNOWN = "not known"
SHIPPED_ID = 0
"""The id of a template that is no row of the book."""
PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "day": "the day in New York",
        "time": "the time in New York",
        "spx": "SPX in points",
        "vix": "spot VIX in points",
        "curve": "each VX future in points",
        "campaign": "number and name of the campaign",
        "position": "what is open in the campaign",
        "credit": "premium received less paid so far, in $, before fees",
        "profit": "P/L of the campaign so far, in $, after fees",
        "days_left": "calendar days to its next settlement",
        "allocation": "hedge allocation, in % of the programme notional",
    }
)
"""What stands in { } in a template, with its meaning; anything else in { } stays as it is."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def templates_of(book: Book) -> tuple[NoteTemplate, ...]:
    """The shipped ones in their order, each with the portfolio's own of its name in its place; then its others by
    name."""
    shipped = shipped_templates()
    own = [template_named(book, each.name) or each for each in shipped]
    names = {each.name.casefold() for each in own}
    others = (row for row in book.note_templates.values() if row.name.casefold() not in names)
    return (*own, *sorted(others, key=lambda row: row.name.casefold()))


def template_called(book: Book, name: str) -> NoteTemplate | Problem:
    """The template of that name, in small letters or capitals."""
    templates = templates_of(book)
    found = next((each for each in templates if each.name.casefold() == name.strip().casefold()), None)
    if found is not None:
        return found
    return Problem("template", f"there is no template {name[:60]!r}: {', '.join(each.name for each in templates)}")


def started_from(template: NoteTemplate, known: Mapping[str, str]) -> str:
    """The text a note begins with; of what is not in `known` it says that it is not known."""
    return _PLACEHOLDER.sub(
        lambda found: known.get(found[1], NOT_KNOWN) if found[1] in PLACEHOLDERS else found[0], template.text
    ).strip("\n")


def known_at(picture: Picture, campaign_id: int | None = None) -> Mapping[str, str]:
    """What a picture knows of the placeholders; those of a campaign where one is named. What it does not know is left
    out."""
    return dict(_known(picture, campaign_id))


@cache
def shipped_templates() -> tuple[NoteTemplate, ...]:
    """Those of resources/note_templates.toml, in their order, with `SHIPPED_ID`."""
    table = tomllib.loads(resource("note_templates.toml").read_text(encoding="utf-8"))
    return tuple(
        NoteTemplate(SHIPPED_ID, row["name"], row["text"].strip("\n") + "\n", tuple(sorted(row["tags"])))
        for row in table["template"]
    )


def _known(picture: Picture, campaign_id: int | None) -> Iterator[tuple[str, str]]:
    book, market, now = picture.inputs.book, picture.inputs.market, picture.inputs.now
    local = now.astimezone(NEW_YORK)
    yield "day", f"{local:%Y-%m-%d}"
    yield "time", f"{local:%H:%M}"
    if not isinstance(picture.spot, Problem):
        yield "spx", f"{picture.spot.value:,.2f}"
    if "VIX" in market.levels:
        yield "vix", f"{market.levels['VIX'].value:,.2f}"
    futures = [f"{point.source.partition(' (')[0]} {point.price:,.2f}" for point in vx_marks(market, book.products)]
    if futures:
        yield "curve", ", ".join(futures)
    line = next((each for each in picture.campaigns if each.campaign.id == campaign_id), None)
    if line is not None:
        yield from _of_campaign(line, picture)
    allocation = allocation_around(picture, () if campaign_id is None else (campaign_id,))
    if allocation is not None:
        yield "allocation", f"{100.0 * allocation:.1f} %"


def _of_campaign(line: CampaignLine, picture: Picture) -> Iterator[tuple[str, str]]:
    yield "campaign", f"{line.campaign.id} {line.campaign.name}"
    held = [leg.holding for trade in line.trades for leg in trade.legs if leg.holding.position.quantity]
    sizes = {abs(each.position.quantity) for each in held}
    size = f"{sizes.pop()} " if len(sizes) == 1 else ""
    yield "position", f"{size}{legs_text(each.leg for each in held)}" if held else "nothing is open"
    yield "credit", _usd(line.amounts.credit)
    if not line.amounts.unmarked:
        yield "profit", _usd(line.amounts.profit)
    ends = [each.leg.expiry for each in held if each.leg.contract.has_expiry]
    if ends:
        yield "days_left", f"{(min(ends) - day_of(picture.inputs.now)).days}"


def _usd(amount: Decimal) -> str:
    return f"{amount:+,.2f} $"
