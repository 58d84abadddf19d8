"""A rulebook as a file: out and in again, and every kind of bad file told in one sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.founded_books import founding

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.rules import SetRules
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.rule_rows import rule_problem
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rule_texts import field_text, typed_fields, with_field
from alvh_desktop.rules.rulebook import PROFILES
from alvh_desktop.rules.rulebook_file import RulebookFile, read_rulebook, rulebook_text
from alvh_desktop.rules.rulebook_rows import restored, rule_rows, with_profile


def founded(profile: str = "Steward") -> Book:
    change = founding(profile).apply(Book())
    assert isinstance(change, Change)
    return change.book


def after(book: Book, *rules: Rule) -> Book:
    change = SetRules(rules, "Test").apply(book)
    assert isinstance(change, Change)
    return change.book


BOOK = founded()
OWN = replace(
    BOOK.rules["condor.short_near"], id="own.high", fact="made", comparison="above", low=Decimal(0), high=Decimal(90),
    watch=Decimal("25.5"), unit="points", title='VIX "high" \\ near', inclusive="watch",
)  # fmt: skip


@pytest.fixture(autouse=True)
def made_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    fact = Fact("made", "Made", "points", "market", "as it is made", "nothing", lambda _: (), 0, 90)
    monkeypatch.setitem(FACTS, "made", fact)  # type: ignore[arg-type]


def read(text: str | bytes, book: Book = BOOK) -> RulebookFile:
    file = read_rulebook(text.encode() if isinstance(text, str) else text, book)
    assert isinstance(file, RulebookFile), file
    return file


@pytest.mark.parametrize("profile", PROFILES)
def test_every_shipped_row_can_stand_and_each_of_its_texts_leads_back(profile: str) -> None:
    for row in rule_rows(founded(profile)):
        assert rule_problem(row.rule) is None, row.rule.id
        assert row.changed_fields == ()
        for name in typed_fields(row.rule):
            assert with_field(row.rule, name, field_text(row.rule, name)) == row.rule, (row.rule.id, name)


def test_what_goes_out_comes_in_the_same() -> None:
    changed = replace(BOOK.rules["condor.short_tested"], warn=None, act=Decimal("0.7"), inclusive="", is_on=False)
    mine = after(BOOK, OWN, changed)
    text = rulebook_text(mine)
    assert read(text, mine).rules == ()
    file = read(text)
    assert {rule.id: rule for rule in file.rules} == {OWN.id: OWN, changed.id: changed}
    assert (file.refused, file.unnamed, file.profile) == ((), (), "Steward")
    assert after(BOOK, *file.rules).rules == mine.rules
    assert read("\ufeff" + text.replace("\n", "\r\n")).rules == file.rules


def test_a_row_is_refused_with_its_line_and_the_others_are_read() -> None:
    text = rulebook_text(after(BOOK, OWN))
    for old, new, told in (
        ('unit = "expected moves"', 'unit = "points"', "its unit is 'expected moves' in this version"),
        ('fact = "short_distance_em"', 'fact = "short_delta"', "its fact is 'short_distance_em' in this version"),
        ('watch = "0.8"\n', 'watch = "0.8"\nwacth = "1"\n', "'wacth' is no column of a rule"),
        ('watch = "0.8"\n', "watch = nan\n", "its watch must be a number"),
        ('watch = "0.8"\n', "watch = true\n", "its watch must be a number"),
        ('watch = "0.8"\n', 'watch = "0,8"\n', "its watch must be a number"),
        ('watch = "0.8"\n', "", "needs one threshold at least"),
        ('rearm = "0.1"\n', "", "it has no rearm; a row must be whole"),
        ("hold_seconds = 1\n", 'hold_seconds = "1"\n', "its hold_seconds must be a whole number"),
        ("is_on = true\n", "is_on = 1\n", "its is_on must be true or false"),
    ):
        head, sign, rest = text.partition('id = "condor.short_near"\n')
        file = read(head + sign + rest.replace(old, new, 1))
        line = f"line {head.count(chr(10))}"
        assert [problem.where for problem in file.refused] == [line], new
        assert told in file.refused[0].message
        assert [rule.id for rule in file.rules] == [OWN.id]


def test_rows_that_this_version_does_not_know() -> None:
    text = rulebook_text(after(BOOK, OWN))
    file = read(text.replace('id = "condor.short_near"\n', 'id = "condor.moon"\n'))
    assert file.refused[0].message.startswith("this version knows no rule condor.moon")
    assert file.unnamed == ("Short strike near",)
    assert "knows no fact 'moon'" in read(text.replace('fact = "made"', 'fact = "moon"')).refused[0].message
    assert "is given twice" in read(text + text[text.index("[[rule]]") :]).refused[0].message


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is no rulebook: its first line must be rulebook = 1"),
        (b"hello there", "it is no rulebook: Expected '=' after a key"),
        (b"\xff\xfe", "it is not text in UTF-8, so it is no rulebook"),
        (b"rulebook = 2\n[[rule]]\nid='x'", "it is a rulebook of format 2, and this version reads format 1"),
        (b"rulebook = 1", "it holds no rules: each begins with [[rule]]"),
        (b"rulebook = 1\nrule = 3", "its rows must stand under [[rule]]"),
        (b"rulebook = 1\nextra = 3\n[[rule]]\nid='x'", "'extra' is no part of a rulebook"),
        (b"a = " + b"[" * 100_000, "it is no rulebook: "),
        (b"#" * (1024 * 1024 + 1), "it is larger than 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_rulebook_is_told_in_a_sentence(content: bytes, told: str) -> None:
    problem = read_rulebook(content, BOOK)
    assert isinstance(problem, Problem)
    assert problem.message.startswith(told)
    assert "\n" not in problem.message


def test_a_book_older_than_a_rule_is_restored_without_adding_it() -> None:
    old = BOOK.after([Row("rules", "hedge.tenor.long", BOOK.rules["hedge.tenor.long"], None)])
    assert restored(old) == Problem("rule", "every rule has its default already")
    near = replace(BOOK.rules["condor.short_near"], watch=Decimal(1))
    assert restored(after(old, near)) == (BOOK.rules["condor.short_near"],)


def test_a_profile_changes_what_profiles_set_and_nothing_else() -> None:
    """Steward watches at 0.80, Promoter at 0.60: by the text of the method."""
    mine = after(BOOK, replace(BOOK.rules["condor.short_near"], watch=Decimal("0.9"), rearm=Decimal("0.2")))
    near = next(rule for rule in with_profile(mine, "Promoter") if rule.id == "condor.short_near")
    assert (near.watch, near.rearm) == (Decimal("0.60"), Decimal("0.2"))
    assert with_profile(BOOK, "Steward") == ()
