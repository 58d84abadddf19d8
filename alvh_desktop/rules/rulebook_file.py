"""A rulebook as a TOML file: written whole, and read back row by row, each fault with its line."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.rule_rows import EDITED, SEVERITIES, is_own, rule_problem
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rulebook import PROFILES, profile_of
from alvh_desktop.rules.rulebook_rows import FieldChange, RuleRow, changes_of, rule_rows

VERSION = 1
LARGEST_FILE_BYTES = 1024 * 1024
_HEAD = (
    "# A rulebook of ALVH Desktop. A row is whole: a severity that it does not name is not used.\n"
    "# Fact, kind, comparison and unit of the method's rules stay as they are; ids of your own begin with own.\n"
)
_DECIMALS = ("watch", "warn", "act", "rearm", "low", "high")
_WHOLE = ("hold_seconds", "stale_after_minutes")
_TEXTS = ("id", "fact", "kind", "comparison", "inclusive", "unit", "title", "meaning", "advice", "source")
_WRITTEN = (
    "id", "fact", "kind", "comparison", "inclusive", "watch", "warn", "act", "rearm", "low", "high", "unit",
    "hold_seconds", "stale_after_minutes", "is_on", "title", "meaning", "advice", "source",
)  # fmt: skip
_NEEDED = ("fact", "kind", "comparison", "rearm", "unit", "title", "advice", "source")
_FIXED = ("fact", "kind", "comparison", "unit")
_USUAL = {"inclusive": "", "hold_seconds": 1, "stale_after_minutes": 20, "is_on": True}
_KNOWN = frozenset((*_WRITTEN, "part_of", "joined"))


@dataclass(frozen=True, slots=True)
class RulebookFile:
    """What a file says for a book: the rows that would change, and each row that cannot be taken, with its line.

    `profile` is the one that the file says it was written in, "" where it says none. `unnamed` are the titles of
    rules of the book that the file does not name: they stay as they are.
    """

    rules: tuple[Rule, ...]
    changes: tuple[FieldChange, ...]
    refused: tuple[Problem, ...]
    rows: int
    profile: str = ""
    unnamed: tuple[str, ...] = ()


def rulebook_text(book: Book) -> str:
    """Every row of the book's rulebook as a TOML file."""
    rows = "\n".join(_row_text(row) for row in rule_rows(book))
    return f"{_HEAD}\nrulebook = {VERSION}\nprofile = {_quoted(profile_of(book))}\n\n{rows}"


def read_rulebook(content: bytes, book: Book) -> RulebookFile | Problem:
    """What a file holds, read for a book. The Problem says in a sentence why it is no rulebook at all."""
    if len(content) > LARGEST_FILE_BYTES:
        return Problem("file", "it is larger than 1 MB: a rulebook has less than 100 kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem("file", "it is not text in UTF-8, so it is no rulebook")
    try:
        told = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Problem("file", f"it is no rulebook: {' '.join(str(error).split()) or 'it is nested too deep'}")
    problem = _head_problem(told)
    return problem or _read(told, text, book)


def _head_problem(told: Mapping[str, Any]) -> Problem | None:
    version = told.get("rulebook")
    if not isinstance(version, int) or isinstance(version, bool):
        return Problem("file", f"it is no rulebook: its first line must be rulebook = {VERSION}")
    if version != VERSION:
        return Problem("file", f"it is a rulebook of format {version}, and this version reads format {VERSION}")
    rows = told.get("rule", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return Problem("file", "its rows must stand under [[rule]]")
    if not rows:
        return Problem("file", "it holds no rules: each begins with [[rule]]")
    unknown = sorted(set(told) - {"rulebook", "profile", "rule"})
    return Problem("file", f"{unknown[0]!r} is no part of a rulebook") if unknown else None


def _read(told: Mapping[str, Any], text: str, book: Book) -> RulebookFile:
    standing = {row.rule.id: row.rule for row in rule_rows(book)}
    rules: dict[str, Rule] = {}
    refused = []
    named = set()
    for where, row in zip(_places(text, len(told["rule"])), told["rule"], strict=True):
        rule_id = row.get("id")
        read = _rule(row, standing) if rule_id not in named else f"{rule_id} is given twice: say it once"
        if isinstance(rule_id, str):
            named.add(rule_id)
        if isinstance(read, str):
            refused.append(Problem(where, read))
        elif standing.get(read.id) != read:
            rules[read.id] = read
    unnamed = tuple(rule.title for rule_id, rule in standing.items() if rule_id not in named)
    profile = told.get("profile")
    found = tuple(rules.values())
    return RulebookFile(
        found,
        changes_of(book, found),
        tuple(refused),
        len(told["rule"]),
        profile if isinstance(profile, str) and profile in PROFILES else "",
        unnamed,
    )


def _places(text: str, count: int) -> Iterator[str]:
    """The line of each [[rule]]; its number in the file where a text of several lines hides one."""
    lines = [place for place, line in enumerate(text.splitlines(), 1) if line.split("#")[0].strip() == "[[rule]]"]
    if len(lines) == count:
        yield from (f"line {line}" for line in lines)
    else:
        yield from (f"rule {place}" for place in range(1, count + 1))


def _rule(row: Mapping[str, Any], standing: Mapping[str, Rule]) -> Rule | str:
    """The row as it may stand in the book; else why not, in a sentence."""
    rule_id = row.get("id")
    if not isinstance(rule_id, str) or not rule_id:
        return "it has no id"
    fault = _shape_fault(row)
    if fault:
        return f"{rule_id}: {fault}"
    full = {**_USUAL, **row}
    values = {name: None if full.get(name) is None else Decimal(full[name]) for name in _DECIMALS}
    before = standing.get(rule_id)
    if is_own(rule_id):
        made = _own(full, values)
    elif before is None:
        return f"this version knows no rule {rule_id}; ids of your own begin with own."
    else:
        wrong = next((name for name in _FIXED if row[name] != getattr(before, name)), None)
        if wrong:
            return f"{rule_id}: its {wrong} is {getattr(before, wrong)!r} in this version, {row[wrong]!r} in the file"
        said: dict[str, Any] = {name: values[name] if name in values else full[name] for name in EDITED}
        made = replace(before, **said)
    if isinstance(made, str):
        return f"{rule_id}: {made}"
    problem = rule_problem(made) or _use_problem(before, made)
    return f"{rule_id}: {problem.message}" if problem else made


def _shape_fault(row: Mapping[str, Any]) -> str:
    """What is wrong with the columns of a row by themselves; empty where nothing is."""
    unknown = sorted(set(row) - _KNOWN)
    if unknown:
        return f"{unknown[0]!r} is no column of a rule"
    missing = [name for name in _NEEDED if name not in row]
    if missing:
        return f"it has no {missing[0]}; a row must be whole, as 'rules export' writes it"
    for name in _TEXTS:
        if name in row and not isinstance(row[name], str):
            return f"its {name} must be a text in quotes"
    for name in _WHOLE:
        if name in row and (isinstance(row[name], bool) or not isinstance(row[name], int)):
            return f"its {name} must be a whole number"
    if not isinstance(row.get("is_on", True), bool):
        return "its is_on must be true or false"
    wrong = next((name for name in _DECIMALS if name in row and not _is_decimal(row[name])), None)
    return f'its {wrong} must be a number, such as "0.70"' if wrong else ""


def _is_decimal(value: object) -> bool:
    if isinstance(value, str):
        from alvh_desktop.domain.money import parse_decimal

        return isinstance(parse_decimal(value, ""), Decimal)
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()


def _own(full: Mapping[str, Any], values: Mapping[str, Decimal | None]) -> Rule | str:
    """A rule of the user's own: unit and range are those of its fact, whatever the file says."""
    fact = FACTS.get(full["fact"])
    if fact is None:
        return f"this version knows no fact {full['fact']!r}"
    if full["unit"] != fact.unit:
        return f"its unit is {fact.unit!r} in this version, {full['unit']!r} in the file"
    if full["kind"] != "alert":
        return "a rule of your own is an alert"
    rearm = values["rearm"]
    return Rule(
        id=full["id"],
        fact=fact.id,
        kind="alert",
        comparison=full["comparison"],
        inclusive=full["inclusive"],
        watch=values["watch"],
        warn=values["warn"],
        act=values["act"],
        rearm=Decimal(0) if rearm is None else rearm,
        low=Decimal(str(fact.low)),
        high=Decimal(str(fact.high)),
        hold_seconds=full["hold_seconds"],
        stale_after_minutes=full["stale_after_minutes"],
        unit=fact.unit,
        title=full["title"],
        meaning=full.get("meaning") or fact.formula,
        advice=full["advice"],
        source=full["source"],
        is_on=full["is_on"],
    )


def _use_problem(before: Rule | None, after: Rule) -> Problem | None:
    """The edit itself would refuse it in a row of its own; here it is told with its line."""
    if before is None or before.kind not in ("entry_check", "gate"):
        return None
    changed = [each for each in SEVERITIES if (getattr(before, each) is None) != (getattr(after, each) is None)]
    return Problem(changed[0], f"its {changed[0]} is used or not used as the method has it") if changed else None


def _row_text(row: RuleRow) -> str:
    lines = ["[[rule]]"]
    for name in _WRITTEN:
        value = getattr(row.rule, name)
        if value is None or (name == "inclusive" and not value):
            continue
        lines.append(f"{name} = {_value_text(value)}")
        if name == "id" and row.part_of is not None:
            lines += [f"part_of = {_quoted(row.part_of)}", f"joined = {_quoted(row.joined or '')}"]
    return "\n".join(lines) + "\n"


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return _quoted(value_text(value) if isinstance(value, Decimal) else str(value))


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON; a text of a rule is printable."""
    return json.dumps(text, ensure_ascii=False)
