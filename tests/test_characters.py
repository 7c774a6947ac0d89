"""Characters that no text may hold, in a file as well as in a value, and joiners where a script needs them."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from taxonomy import characters
from taxonomy.bibfields import plain, printable
from taxonomy.characters import in_parts, unseen
from taxonomy.documents import Document, parse_document, read_document
from taxonomy.text import _PLAIN_URL, _url_fault, http_url, safe_text

UNSEEN = [
    *("\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x80", "\x85", "\x9f"),  # controls
    *("\u2028", "\u2029", "\ufeff", "\ufffe"),
    *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"),  # direction
    *("\xad", "\u034f", "\u115f", "\u180e", "\u200b", "\u2060", "\u2064", "\u2800", "\u3164", "\uffa0", "\ufff9"),  # blank
    *("\ufe0f", "\U000e0041", "\U000e0100", "\U0001d173"),  # variants, tags, music
]
WELCOME = [
    *("naïve", "Łódź", "中文", "😀", "a\xa0b", "∖ – \u2019", "\ue000"),
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a non-joiner
    "\u0915\u094d\u200d\u0937",  # Devanagari, with a joiner
]


@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
def test_unseen_character_is_refused_at_its_place(character: str) -> None:
    """In a file it is told with line and column, whether in a value, a name or a comment."""
    for text in (f"a: b\nc: dé{character}e\n", f"a: b\nc: # é{character}\n"):
        found = parse_document(text, "x.yaml")
        assert isinstance(found, list)
        assert [(each.code, each.line) for each in found] == [("DOC011", 2)]
        assert f"U+{ord(character):04X}" in found[0].message
        assert text.splitlines(keepends=False)[0] == "a: b"
        assert found[0].column == text.partition("\n")[2].index(character) + 1


@pytest.mark.parametrize("character", [each for each in UNSEEN if each != "\ufffe"], ids=ascii)
def test_unseen_character_behind_an_escape_is_refused(character: str) -> None:
    """A value that was written as an escape is looked at again."""
    with pytest.raises(PydanticCustomError, match=f"U\\+{ord(character):04X}"):
        safe_text(f"é{character}")


@pytest.mark.parametrize("text", WELCOME, ids=ascii)
def test_text_of_any_script_is_welcome(text: str) -> None:
    """Letters, symbols, emoji and the joiners of scripts that need them may stand in a file and in a value."""
    assert isinstance(parse_document(f"a: {text}\n", "x.yaml"), Document)
    assert safe_text(text) == text


@pytest.mark.parametrize(
    "text", ["a\u200db", "a\u200cb", "\u200c\u0645", "\u0645\u200c", "\u0645\u200c\u200c\u0645", "\u0645\u200db", "👩\u200d🔬"]
)
def test_joiner_elsewhere_is_refused(text: str) -> None:
    """A joiner that joins nothing is an invisible character like any other."""
    assert unseen(text) is not None
    assert not isinstance(parse_document(f"a: {text}\n", "x.yaml"), Document)


@pytest.mark.parametrize("text", ["Zoe\u0308", "A\u030angstro\u0308m", "\u212b", "\uf900"], ids=ascii)
def test_letter_in_parts_is_refused(text: str) -> None:
    """Two spellings of one letter would be two names of one thing; the place of the first is told."""
    found = parse_document(f"a: b\nc: {text}\n", "x.yaml")
    assert isinstance(found, list)
    first = next(at for at, (one, other) in enumerate(zip(text, unicodedata.normalize("NFC", text), strict=False)) if one != other)
    assert [(each.code, each.line, each.column) for each in found] == [("DOC011", 2, 4 + first)]
    with pytest.raises(PydanticCustomError, match="in parts"):
        safe_text(text)


def test_bibliographies_are_composed() -> None:
    """Strangers' bibliographies write letters in parts and hold invisible characters; the work does not."""
    assert plain('Zoe\u0308 M\\"uller') == "Zoë Müller"
    assert printable("Zoe\u0308 \u3164X") == "Zoë X"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system_are_welcome(end: str, tmp_path: Path) -> None:
    """Windows' and old Macs' line ends end a line, and do not move the places of what follows."""
    path = tmp_path / "x.yaml"
    path.write_bytes(f"a: b{end}c: d{end}".encode())
    found = read_document(path)
    assert isinstance(found, Document)
    assert found.place(("c",)) == (2, 4)
    (finding,) = parse_document(f"a: b{end}c: d\u200be{end}", "x.yaml")  # type: ignore[misc]  # a list of findings
    assert (finding.line, finding.column, finding.code) == (2, 5, "DOC011")


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=12))
@example("e\u0301")
def test_what_is_admitted_is_seen(text: str) -> None:
    """Whatever passes holds no format character but joiners, no control, no surrogate, and compares like its composed form."""
    try:
        safe_text(text)
    except PydanticCustomError:
        return
    assert unicodedata.normalize("NFC", text) == text
    hidden = {each for each in text if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"}} - {"\t", "\n"}
    assert hidden == set()


def test_no_default_ignorable_character_is_missed() -> None:
    """Of all characters of Unicode, those that mark direction or format are refused, but for visible signs of some scripts."""
    visible = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
    formats = {at for at in range(sys.maxunicode + 1) if unicodedata.category(chr(at)) == "Cf"}
    assert {at for at in formats - visible if unseen(chr(at)) is None} == set()
    assert in_parts("plain") is None


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.org/", "http://a-b.example.org:8080/x_y?q=%20&r=~z#t", "https://xn--mller-kva.example/", "HTTPS://Example.ORG/"),
        *("https://127.0.0.1/", "https://example.org./", "https://a_b.example.org/", "https://example.org/é"),
    ],
)
def test_plain_address_is_admitted(address: str) -> None:
    """An http or https address of a host in ASCII is taken as it is."""
    assert http_url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JavaScript://example.org/%0aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://a.example/",
        ),
        *("//example.org/", "https:example.org", "https:/example.org", "https:///example.org", "example.org", "", "https://", "https://x"),
        *("https://ada@example.org/", "https://ada:b@example.org/", "https://@example.org/", "https://example.org@evil.example/"),
        *(
            "https://example.org\\@evil.example/",
            "https://example.org/\\x",
            "https://exa\tmple.org/",
            "https://exa\nmple.org/",
            " https://a.example/",
        ),
        *(
            "https://ex\u0430mple.org/",
            "https://example\u3002org/",
            "https://ｅxample.org/",
            "https://exam\u200bple.org/",
            "https://ex%61mple.org/",
        ),
        *(
            "https://a..example/",
            "https://.example.org/",
            "https://-a.example/",
            "https://a.example:99999/",
            "https://a.example:x/",
            "https://[::1]/",
        ),
        *("https://a.example/\x00", "https://a.example/\x85", "https://a.example/\u202e", 'https://a.example/"', "https://a.example/<b>"),
    ],
    ids=ascii,
)
def test_other_address_is_refused(address: str) -> None:
    """Other schemes, users, backslashes, controls, and hosts that are not ASCII are refused."""
    with pytest.raises(PydanticCustomError) as caught:
        http_url(address)
    assert caught.value.type == "unsafe_url"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://a.example/", "does not start with https:// or http:// but with 'ftp'"),
        ("a.example", "does not start with https:// or http:// but with no scheme"),
        ("https://ada@example.org/", "holds a user name"),
        ("https://x/", "names no host"),
        ("https://\u0430.example/", "names a host with other characters than letters, digits and hyphens of ASCII"),
        ("https://a.example/a b", "holds a space, quote or other character that an address cannot hold"),
    ],
)
def test_refusal_of_an_address_says_why(address: str, reason: str) -> None:
    """Each reason is told in its own words."""
    with pytest.raises(PydanticCustomError) as caught:
        http_url(address)
    assert caught.value.message() == f"the address {reason}"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aक\n\t\r\x00\u200c\u200d\u200b\u0301é\ufeff😀")) | st.text())
def test_quick_search_finds_the_same(text: str) -> None:
    """Looking first whether there may be anything to find changes nothing."""
    one, other = unseen(text), characters._UNSEEN.search(text)
    assert (one and one.span()) == (other and other.span())


@settings(max_examples=200, deadline=None)
@given(st.from_regex(_PLAIN_URL, fullmatch=True))
def test_plain_addresses_hold_no_fault(url: str) -> None:
    """Addresses that are not looked at closely would pass the closer look."""
    assert _url_fault(url) is None
