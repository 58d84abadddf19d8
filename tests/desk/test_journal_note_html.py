"""The Markdown of a note as HTML: what is typed is shown, and nothing of it becomes markup of its own."""

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.recorded_books import DOT

from alvh_desktop.desk.journal.report.note_html import note_html
from alvh_desktop.domain.note_text import image_link

_TAG = re.compile(r"</?([a-z0-9]+)>")
_ALLOWED = {"p", "br", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em"} | {
    "table", "tr", "td"
}  # fmt: skip
TEXTS = st.text(st.sampled_from("ab<>&\"'*`#-_|[](){}!:/\n \t1.)~=x"), max_size=60)


def html(text: str) -> str:
    return note_html(text, lambda hash_of_bytes, caption: f"(image {hash_of_bytes[:4]} {caption})")


@given(TEXTS)
def test_whatever_is_typed_only_own_marks_stand(text: str) -> None:
    told = html(text)
    assert set(_TAG.findall(told)) <= _ALLOWED
    bare = _TAG.sub("", told)
    assert "<" not in bare
    assert ">" not in bare
    assert '"' not in bare
    for word in re.findall(r"[ab]+", text):
        assert word in unescape(bare)
    opened: list[str] = []
    for whole, name in re.findall(r"(</?([a-z0-9]+)>)", told):
        if name == "br":
            continue
        if whole.startswith("</"):
            assert opened.pop() == name, told
        else:
            opened.append(name)
    assert opened == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\nb\nc", "<h4>A</h4>\n<p>b<br>c</p>"),
        (
            "- a\n- **b**\n\n1. c\n2) d",
            "<ul><li>a</li><li><strong>b</strong></li></ul>\n<ol><li>c</li><li>d</li></ol>",
        ),
        ("- [ ] a\n- [x] b", "<ul><li>\u2610 a</li><li>\u2611 b</li></ul>"),
        ("| a | b |\n|---|:-:|\n| | 1 |", "<table><tr><td>a</td><td>b</td></tr><tr><td></td><td>1</td></tr></table>"),
        ("```\n<b> # x\n```\nz", "<pre>&lt;b&gt; # x</pre>\n<p>z</p>"),
        ("> a\n> b", "<blockquote>a<br>b</blockquote>"),
        ("2 * 3 * 4 and `a*b*c` *d*", "<p>2 * 3 * 4 and <code>a*b*c</code> <em>d</em></p>"),
        ("<img src=x onerror=y>", f"<p>{escape('<img src=x onerror=y>')}</p>"),
        (f"a {image_link(DOT.hash, 'b*c*')} d", f"<p>a (image {DOT.hash[:4]} b*c*) d</p>"),
        ("", ""),
    ],
)
def test_the_marks_that_notes_are_written_with(text: str, expected: str) -> None:
    assert html(text) == expected
