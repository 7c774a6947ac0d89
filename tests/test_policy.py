"""Every page says what it may load and run, and that is what the theme itself brought."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from taxonomy.errors import SetupError
from taxonomy.policy import policy_of, protect
from tests.invented import ROOT

PAGE = (
    '<head>\n<meta charset="utf-8">\n<script>one()</script><script type="application/json">{}</script></head>\n<script src="x.js"></script>'
)


def hash_of(code: str) -> str:
    """The hash by which a policy names a script."""
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"


def directives(html: str) -> dict[str, str]:
    """The policy of a page, directive by directive."""
    return dict(each.split(" ", 1) for each in policy_of(html).split("; "))


def test_only_scripts_of_the_theme_may_run() -> None:
    """The page's own script is named by its hash; data and scripts in files are not, and nothing else is let in."""
    told = directives(f"{PAGE}<SCRIPT async>two(\n)</SCRIPT>")
    assert told["script-src"].split() == ["'self'", hash_of("one()"), hash_of("two(\n)")]
    assert told["default-src"] == told["base-uri"] == "'none'"
    assert not [value for value in told.values() if "unsafe" in value or "http" in value or "*" in value]


def test_policy_precedes_everything_that_could_run(tmp_path: Path) -> None:
    """It stands right after the character set, in every page of every folder, and the rest of the page is as it was."""
    for name in ("a.html", "b/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    protect(tmp_path)
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy_of(PAGE)}">'
    for name in ("a.html", "b/c.html"):
        assert (tmp_path / name).read_text(encoding="utf-8") == PAGE.replace('"utf-8">', f'"utf-8">{meta}')


def test_page_without_a_place_for_it_is_told(tmp_path: Path) -> None:
    """A theme that writes its pages in another way stops the build, instead of leaving pages open."""
    (tmp_path / "a.html").write_text("<script>one()</script>", encoding="utf-8")
    with pytest.raises(SetupError, match=r"a\.html does not name its character set"):
        protect(tmp_path)


def test_policy_says_what_each_kind_of_thing_may_come_from() -> None:
    """What is not named is refused; forms and addresses stay within the site, and style is the site's own."""
    told = directives(PAGE)
    assert {name: value for name, value in told.items() if not name.startswith(("script", "style"))} == {
        "default-src": "'none'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    assert re.fullmatch(r"'self' 'sha256-[\w+/]{43}='", told["style-src"])


SCRIPTS = sorted((ROOT / "site" / "assets").glob("*.js"))
MAKING = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write|srcdoc|\beval\b|\bFunction\(|javascript:"
    r"|set(?:Timeout|Interval)\(\s*[\"'`]|\.setAttribute\(\s*[\"'`]on|__proto__"
)
"""Ways in which a script makes elements or code of a text."""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_make_nothing_out_of_text(path: Path) -> None:
    """Text reaches a page as text only: no script of ours parses HTML or runs a text."""
    assert MAKING.findall(path.read_text(encoding="utf-8")) == []


def test_templates_and_code_mark_nothing_as_sound_but_what_is_ours() -> None:
    """No template switches the escaping off; in Python, only plots of closed words and what one module escapes come as HTML."""
    templates = [*(ROOT / "site" / "templates").glob("*.html"), *(ROOT / "site" / "theme").glob("*.html")]
    assert [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape|Markup", path.read_text(encoding="utf-8"))] == []
    code = {path.name: path.read_text(encoding="utf-8").count("Markup(") for path in (ROOT / "taxonomy").rglob("*.py")}
    assert {name: count for name, count in code.items() if count} == {"templates.py": 5, "trends.py": 1}
