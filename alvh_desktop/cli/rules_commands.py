"""The rulebook on the command line: listed, edited, given a profile, restored, written to a file and read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import portfolio_named, reading, writing
from alvh_desktop.cli.options import FILE, every_option, json_option, portfolio_option
from alvh_desktop.cli.output import answer, count_text
from alvh_desktop.cli.rules_answer import (
    facts_answer,
    facts_text,
    file_answer,
    file_text,
    proposal_answer,
    proposal_text,
    rules_answer,
    rules_text,
)
from alvh_desktop.cli.typed_files import refused_lines
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.rulebook import (
    Proposal,
    changed_rule,
    importing,
    own_rule,
    restoring,
    taking_profile,
)
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.rules import RemoveRule
from alvh_desktop.rules.rule_texts import NAMES
from alvh_desktop.rules.rulebook_file import LARGEST_FILE_BYTES, read_rulebook, rulebook_text
from alvh_desktop.rules.rulebook_rows import FieldChange, changes_of
from alvh_desktop.storage.copying import arriving

_FIELDS = {**{words.replace(" ", "-"): field for field, words in NAMES.items()}, **{field: field for field in NAMES}}
_DRY_RUN = click.option("--dry-run", "is_trial", is_flag=True, help="Say what would change, and change nothing.")


@dataclass(frozen=True, slots=True)
class Told:
    """How an edit is told, and what is told beside it; a trial does nothing."""

    as_json: bool
    is_trial: bool = False
    data: Mapping[str, object] = field(default_factory=dict)
    text: str = ""


@click.group(invoke_without_command=True)
@portfolio_option
@json_option
@click.pass_context
def rules(context: click.Context, portfolio: Path | None, as_json: bool) -> None:
    """List the rulebook, or change it.

    \b
    rules                                    every rule with thresholds, unit, on or off, changed or not
    rules set condor.short_near watch=0.75 act=none hold="30 s"
    rules set condor.short_near watch=0.75 --dry-run     what it would fire, now and on the last 60 days
    rules off condor.credit_captured
    rules profile Promoter --dry-run
    rules restore condor.short_near          without a rule: all of the method's
    rules export Mine.toml
    rules import Mine.toml --dry-run
    rules add vix_high vix_level watch=25 act=40 comparison=above
    """
    if context.invoked_subcommand is not None:
        if portfolio is not None or as_json:
            raise click.UsageError(f"put the options behind the word: rules {context.invoked_subcommand} ...")
        return
    path = portfolio_named(portfolio)
    with reading(path) as book:
        answer(as_json, rules_answer(book, path), rules_text(book, path))


@rules.command("set")
@click.argument("rule_id", metavar="RULE")
@click.argument("values", metavar="FIELD=VALUE...", nargs=-1, required=True)
@_DRY_RUN
@every_option
def set_(
    rule_id: str, values: tuple[str, ...], is_trial: bool, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Change fields of a rule.

    FIELD is watch, warn, act (a number, or none where the severity is not used), inclusive, rearm, hold, stale-after,
    advice or source; of a rule of your own also comparison, title and meaning. --dry-run says what the change would
    fire on the present book and market, and would have fired on the last 60 days of the log.
    """
    path, typed = portfolio_named(portfolio), _typed(values)
    if is_trial:
        from alvh_desktop.cli.rules_trial import try_rule

        try_rule(path, at, rule_id, typed, as_json)
        return
    with writing(path, at) as desk:
        edit = accepted(changed_rule(desk.book, rule_id, typed))
        _do(desk, edit, Told(as_json), changes_of(desk.book, (edit.rule,)))


@rules.command("on")
@click.argument("rule_id", metavar="RULE")
@every_option
def on(rule_id: str, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Switch a rule on."""
    _switch(rule_id, "on", portfolio, as_json, at)


@rules.command("off")
@click.argument("rule_id", metavar="RULE")
@every_option
def off(rule_id: str, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Switch a rule off."""
    _switch(rule_id, "off", portfolio, as_json, at)


@rules.command("add")
@click.argument("name")
@click.argument("fact")
@click.argument("values", metavar="FIELD=VALUE...", nargs=-1, required=True)
@every_option
def add(
    name: str, fact: str, values: tuple[str, ...], portfolio: Path | None, as_json: bool, at: datetime | None
) -> None:
    """Add a rule of your own on a fact; 'rules facts' lists them. Its id becomes own.NAME."""
    with writing(portfolio_named(portfolio), at) as desk:
        edit = accepted(own_rule(name, fact, _typed(values)))
        _do(desk, edit, Told(as_json), changes_of(desk.book, (edit.rule,)))


@rules.command("remove")
@click.argument("rule_id", metavar="RULE")
@every_option
def remove(rule_id: str, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Take a rule of your own away."""
    with writing(portfolio_named(portfolio), at) as desk:
        _do(desk, RemoveRule(rule_id), Told(as_json), ())


@rules.command("facts")
@json_option
def facts(as_json: bool) -> None:
    """List every fact that a rule may name."""
    answer(as_json, facts_answer(), facts_text())


@rules.command("profile")
@click.argument("name")
@_DRY_RUN
@every_option
def profile(name: str, is_trial: bool, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Take the values of a profile, Steward or Promoter: its rules and its inputs. All else stays as you have it."""
    with writing(portfolio_named(portfolio), at) as desk:
        _propose(desk, accepted(taking_profile(desk, name)), Told(as_json, is_trial))


@rules.command("restore")
@click.argument("rule_id", metavar="[RULE]", required=False)
@_DRY_RUN
@every_option
def restore(rule_id: str | None, is_trial: bool, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Give a rule its default back, that of the portfolio's profile; without RULE all of the method's."""
    with writing(portfolio_named(portfolio), at) as desk:
        _propose(desk, accepted(restoring(desk.book, rule_id)), Told(as_json, is_trial))


@rules.command("export")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over a file of that name.")
@portfolio_option
@json_option
def export(file: Path, force: bool, portfolio: Path | None, as_json: bool) -> None:
    """Write the rulebook to a TOML file."""
    path = portfolio_named(portfolio)
    with reading(path) as book:
        text = rulebook_text(book)
        count = text.count("[[rule]]")
    if file.suffix.lower() != ".toml":
        raise RefusedError(f"file: a rulebook file ends in .toml, as in {file.stem or 'Rules'}.toml")
    if file.exists() and not force:
        raise RefusedError(f"file: {file} exists already; --force writes over it")
    if not file.parent.is_dir():
        raise RefusedError(f"file: there is no folder {file.parent}")
    with arriving(file, over=force) as part:
        part.write_bytes(text.encode("utf-8"))
    data = {"portfolio": str(path), "file": str(file), "rules": count}
    answer(as_json, data, f"Rulebook written to {file}: {count_text(count, 'row')}")


@rules.command("import")
@click.argument("file", type=FILE)
@click.option("--skip-refused", "is_skipping", is_flag=True, help="Take the other rows where some are refused.")
@_DRY_RUN
@every_option
def import_(
    file: Path, is_skipping: bool, is_trial: bool, portfolio: Path | None, as_json: bool, at: datetime | None
) -> None:
    """Read a rulebook from a TOML file, as one step: all of its rows or, when one is refused, none.

    Rules that the file does not name stay as they are. --dry-run says what would change, and which rows are refused.
    """
    path = portfolio_named(portfolio)
    if not file.is_file():
        raise RefusedError(f"file: there is no file {file}")
    with file.open("rb") as opened:
        content = opened.read(LARGEST_FILE_BYTES + 1)
    with writing(path, at) as desk:
        read = accepted(read_rulebook(content, desk.book))
        if read.refused and not (is_skipping or is_trial):
            raise refused_lines(file.name, read.refused)
        if is_trial and not read.rules:
            data = {**proposal_answer("Import rulebook", (), is_done=False), **file_answer(read)}
            answer(as_json, data, "\n".join(filter(None, ["Nothing would change.", file_text(read)])))
            return
        told = Told(as_json, is_trial, file_answer(read), file_text(read))
        _propose(desk, accepted(importing(read, file.name)), told)


def _switch(rule_id: str, word: str, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    with writing(portfolio_named(portfolio), at) as desk:
        edit = accepted(changed_rule(desk.book, rule_id, {"is_on": word}))
        _do(desk, edit, Told(as_json), changes_of(desk.book, (edit.rule,)))


def _propose(desk: Desk, proposal: Proposal, told: Told) -> None:
    if told.is_trial:
        label = proposal.edit.label
        data = {**proposal_answer(label, proposal.changes, is_done=False), **told.data}
        text = proposal_text(label, proposal.changes, is_done=False)
        answer(told.as_json, data, "\n".join(filter(None, [text, told.text])))
        return
    _do(desk, proposal.edit, told, proposal.changes)


def _do(desk: Desk, edit: Edit, told: Told, changes: Iterable[FieldChange]) -> None:
    changes = tuple(changes)
    change = accepted(desk.do(edit))
    data = {**proposal_answer(change.label, changes, is_done=True), **told.data}
    text = proposal_text(change.label, changes, is_done=True)
    answer(told.as_json, data, "\n".join(filter(None, [text, told.text])))


def _typed(values: tuple[str, ...]) -> Mapping[str, str]:
    """Field and text of each FIELD=VALUE; a field may be called as it is shown, such as hold or stale-after."""
    found: dict[str, str] = {}
    for each in values:
        name, sign, text = each.partition("=")
        name = _FIELDS.get(name.strip().casefold(), name.strip())
        if not sign:
            raise RefusedError(f"{each}: say what it becomes, as in watch=0.8")
        if name in found:
            raise RefusedError(f"{name}: it is given twice: say it once")
        found[name] = text
    return found
