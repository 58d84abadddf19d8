"""`note`: notes written, changed, taken away, shown with the market of their moment, and listed."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import (
    clock_of,
    desk_on,
    market_of,
    portfolio_named,
    reading,
    reading_file,
    writing,
    writing_file,
)
from alvh_desktop.cli.naming import tell
from alvh_desktop.cli.note_answers import (
    note_answer,
    note_text,
    notes_answer,
    notes_text,
    templates_answer,
    templates_text,
    written_answer,
)
from alvh_desktop.cli.note_words import NONE, all_tags, conviction_of, images_in_files, links_of, text_in
from alvh_desktop.cli.options import FILE, every_option, json_option, portfolio_option
from alvh_desktop.cli.output import answer
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.note_pad import Image
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.notes import RemoveNote, WriteNote
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.records import Link, Note, NoteTemplate
from alvh_desktop.storage.book_file import BookFile

_ABOUT = click.option(
    "--about",
    multiple=True,
    metavar="THING",
    help="'campaign 12', 'trade 24', 'leg 14', 'layer short', 'roll 31', 'alert RULE SUBJECT'; again for more.",
)
_TAG = click.option("--tag", "tags", multiple=True, help="A tag; again for more. #words in the text are tags too.")
_MOOD = click.option("--mood", help="How you felt, in a word or two.")
_CONVICTION = click.option("--conviction", metavar="1-5", help="How sure you were: 1 (none) to 5 (sure).")
_FILE = click.option("--file", "file", type=FILE, help="Take the text from this file of Markdown.")
_IMAGES = click.option(
    "--image", "images", type=FILE, multiple=True, help="A PNG or JPEG to show at the end; again for more."
)


@click.group(invoke_without_command=True)
@click.pass_context
def note(context: click.Context) -> None:
    """Write notes into the journal, or read them.

    \b
    note add "Sold rich premium before FOMC #fomc" --about "campaign 12" --mood calm --conviction 4
    note add --template "Roll decision" --about "campaign 12"
    note add --file Review.md --image chart.png
    note change 88 --tag review --conviction none
    note show 88            with the market of its moment
    note list
    note remove 88
    note templates
    """
    if context.invoked_subcommand is None:
        raise click.UsageError("say what to do: note add, change, remove, show, list or templates")


@note.command("add")
@click.argument("text", required=False)
@_FILE
@click.option("--template", "template", metavar="NAME", help="Begin with this template; 'note templates' lists them.")
@_ABOUT
@_TAG
@_MOOD
@_CONVICTION
@_IMAGES
@every_option
def add(
    text: str | None, file: Path | None, template: str | None, about: tuple[str, ...], tags: tuple[str, ...],
    mood: str | None, conviction: str | None, images: tuple[Path, ...], portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Write a note: TEXT, the text of a file, or a template filled with what is known now; of these a template may
    stand before one of the others.

    The market of its moment is kept with it. --at sets the clock, so that a note is of then.
    """
    path = portfolio_named(portfolio)
    if text is None and file is None and template is None:
        raise click.UsageError("say TEXT, --file or --template")
    kept = images_in_files(images)
    said = _said(text, file)
    with reading(path) as book:
        links = links_of(about, book)
    begun, own_tags = _begun(path, template, links, at)
    whole = "\n\n".join(each.strip("\n") for each in (begun, said) if each)
    with writing_file(path) as opened:
        desk = desk_on(opened, path, at)
        made = Note(
            desk.next_id,
            desk.clock(),
            _with_images(whole, kept),
            all_tags((*own_tags, *tags)),
            links,
            mood or "",
            None if conviction is None else conviction_of(conviction),
        )
        _write(opened, desk, made, kept, as_json)


@note.command("change")
@click.argument("note_id", metavar="ID", type=click.IntRange(1, 2**53))
@click.argument("text", required=False)
@_FILE
@_ABOUT
@_TAG
@_MOOD
@_CONVICTION
@_IMAGES
@every_option
def change(
    note_id: int, text: str | None, file: Path | None, about: tuple[str, ...], tags: tuple[str, ...],
    mood: str | None, conviction: str | None, images: tuple[Path, ...], portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Change a note: what is said takes the place of what stood there, and all else stays; images come to its end.

    The word 'none' takes away what it is about, its tags, its mood or its conviction. Its moment stays.
    """
    path = portfolio_named(portfolio)
    if not any((text is not None, file, about, tags, mood is not None, conviction, images)):
        raise click.UsageError("say what changes: TEXT, --file, --about, --tag, --mood, --conviction or --image")
    kept = images_in_files(images)
    said = _said(text, file)
    with writing_file(path) as opened:
        desk = desk_on(opened, path, at)
        before = _note(desk.book, note_id)
        after = replace(
            before,
            text=_with_images(before.text if said is None else said, kept),
            links=links_of(about, desk.book) if about else before.links,
            tags=all_tags(tags) if tags else before.tags,
            mood=before.mood if mood is None else "" if mood == NONE else mood,
            conviction=before.conviction if conviction is None else conviction_of(conviction),
        )
        _write(opened, desk, after, kept, as_json)


@note.command("remove")
@click.argument("note_id", metavar="ID", type=click.IntRange(1, 2**53))
@every_option
def remove(note_id: int, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Take a note away; 'undo' brings it back."""
    with writing(portfolio_named(portfolio), at) as desk:
        tell(as_json, accepted(desk.do(RemoveNote(note_id))))


@note.command("show")
@click.argument("note_id", metavar="ID", type=click.IntRange(1, 2**53))
@portfolio_option
@json_option
def show(note_id: int, portfolio: Path | None, as_json: bool) -> None:
    """Show a note with what is kept of the market of its moment."""
    from alvh_desktop.desk.journal.entries import EVER
    from alvh_desktop.desk.journal.moment import moment_seen
    from alvh_desktop.desk.journal.timeline import journal_of

    path = portfolio_named(portfolio)
    with reading_file(path) as file:
        book, log = file.load(), file.transitions()
        found = _note(book, note_id)
        entries = journal_of(book, file.lines_since(EVER), log)
        entry = next(each for each in entries if each.key == f"note {note_id}")
        seen = moment_seen(entry, book, market_of(path), file, log, clock_of(book, None))
    answer(as_json, note_answer(found, entry, seen, book, path), note_text(found, entry, seen, book))


@note.command("list")
@portfolio_option
@json_option
def list_(portfolio: Path | None, as_json: bool) -> None:
    """List the notes, the oldest first; 'journal --kind note --find WORDS' looks for some."""
    path = portfolio_named(portfolio)
    with reading(path) as book:
        notes = sorted(book.notes.values(), key=lambda each: (each.moment, each.id))
    answer(as_json, notes_answer(notes, path), notes_text(notes))


@note.command("templates")
@portfolio_option
@json_option
def templates(portfolio: Path | None, as_json: bool) -> None:
    """List the templates that a note may begin with."""
    from alvh_desktop.desk.journal.templates import templates_of

    path = portfolio_named(portfolio)
    with reading(path) as book:
        found = templates_of(book)
    answer(as_json, templates_answer(found, path), templates_text(found))


def _with_images(text: str, images: tuple[tuple[str, Image], ...]) -> str:
    """The text with each image at its end."""
    shown = [image_link(image.hash, name) for name, image in images]
    return "\n\n".join([text.rstrip("\n"), *shown]) if shown else text


def _said(text: str | None, file: Path | None) -> str | None:
    if text is not None and file is not None:
        raise click.UsageError("say TEXT or --file, not both")
    return text if file is None else text_in(file)


def _begun(path: Path, name: str | None, links: tuple[Link, ...], at: datetime | None) -> tuple[str, tuple[str, ...]]:
    """What a template begins the note with, and its tags."""
    if name is None:
        return "", ()
    from alvh_desktop.cli.pictures import picture_of
    from alvh_desktop.desk.journal.belonging import Belonging
    from alvh_desktop.desk.journal.templates import known_at, started_from, template_called

    with reading(path) as book:
        template: NoteTemplate = accepted(template_called(book, name))
        campaigns = Belonging(book).of_links(links).campaign_ids
    campaign = campaigns[0] if len(campaigns) == 1 else None
    return started_from(template, known_at(picture_of(path, at), campaign)), template.tags


def _note(book: Book, note_id: int) -> Note:
    found = book.notes.get(note_id)
    if found is None:
        raise RefusedError(f"note: there is no note {note_id}; 'note list' lists them")
    return found


def _write(file: BookFile, desk: Desk, written: Note, images: tuple[tuple[str, Image], ...], as_json: bool) -> None:
    """Images first: a note never shows one that is not kept. A note that is refused keeps none."""
    edit = WriteNote(written, desk.clock())
    accepted(desk.preview(edit))
    for _, image in images:
        file.keep_image(image)
    change = accepted(desk.do(edit))
    kept = change.book.notes[written.id]
    answer(
        as_json,
        written_answer(change.label, kept, [image.hash for _, image in images]),
        f"{change.label} ({kept.id})",
    )
