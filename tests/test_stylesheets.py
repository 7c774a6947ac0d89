"""The style sheet holds what can match, in the order and with the variables that it had, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from taxonomy.errors import SetupError
from taxonomy.stylesheets import ALL, slim

PAGE = '<html><body dir="ltr" data-md-color-primary="indigo"><div class="md-header a" id="top"></div></body></html>'
HEADER = ".md-header{color:red}"


def left_of(folder: Path, css: str, **texts: str) -> str:
    """What is left of a style sheet beside the rule for the header; texts are those of other files."""
    site, sources = folder / "site", folder / "sources"
    files = {
        site / ALL: f"{HEADER}\n{css}",
        site / "index.html": texts.get("page", PAGE),
        site / "assets/javascripts/bundle.js": "b c",
        sources / "assets/own.js": texts.get("own", ""),
        sources / "templates/body.html": texts.get("template", ""),
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    slim(site, sources)
    assert not (site / "assets/javascripts").exists()
    return (site / ALL).read_text(encoding="utf-8").removeprefix(HEADER)


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a{b:c}", "a{b:c}"),
        (".a{b:c}", ".a{b:c}"),
        ("#top{b:c}", "#top{b:c}"),
        ("#other{b:c}", ""),
        (".b{b:c}", ""),
        (".a .b{b:c}", ""),
        (".a.b{b:c}", ""),
        (".a:not(.b){b:c}", ".a:not(.b){b:c}"),
        (".a:is(.b, .c){b:c}", ".a:is(.b, .c){b:c}"),
        (".b, p > .a ,.c{b:c}", "p > .a{b:c}"),
        (".ut-anything{b:c}", ".ut-anything{b:c}"),
        ("[dir=ltr] p{b:c}", "[dir=ltr] p{b:c}"),
        ("[dir=rtl] p{b:c}", ""),
        ("[data-md-color-primary=indigo]{b:c}", "[data-md-color-primary=indigo]{b:c}"),
        ('[data-md-color-primary="pink"]{b:c}', ""),
        ("[data-other=pink]{b:c}", "[data-other=pink]{b:c}"),
        ("@media print{.b{b:c}}", ""),
        ("@media print { .b{b:c} .a { b : c } }", "@media print{.a{b:c}}"),
        ("@keyframes x{from{b:c}}", "@keyframes x{from{b:c}}"),
        ("/* a word */ p { b : c ; d : e !important }", "p{b:c;d:e!important}"),
        ("p{b:url(\"data:x;y,<svg d='.a{}'/>\")}", "p{b:url(\"data:x;y,<svg d='.a{}'/>\")}"),
        ("p{--x:1;b:c}", "p{b:c}"),
        ("p{--x:1}", ""),
        ("p{--x:var(--y);--y:1;b:var( --x)}", "p{--x:var(--y);--y:1;b:var( --x)}"),
        ("p{--x:var(--y);--y:1}.b{b:var(--x)}", ""),
        ("p{b:c}q{b:d}p{b:e}", "p{b:c}q{b:d}p{b:e}"),
    ],
)
def test_what_can_match_stays(tmp_path: Path, css: str, left: str) -> None:
    """A selector stays where each name in it stands in a page, a variable where something uses it, all in their order."""
    assert left_of(tmp_path, css) == left


@pytest.mark.parametrize("where", ["own", "template"])
def test_names_of_our_scripts_and_templates_count(tmp_path: Path, where: str) -> None:
    """Bodies of pages and what our scripts make are not there yet, so the names stand where they come from."""
    text = {"own": 'made.className = "deep b"', "template": '<p class="deep {{ word }} b">'}[where]
    assert left_of(tmp_path, ".deep.b{b:c}.c{b:c}", **{where: text}) == ".deep.b{b:c}"


@pytest.mark.parametrize("missing", [ALL, "header"])
def test_a_changed_theme_is_told(tmp_path: Path, missing: str) -> None:
    """Where the sheet or the theme's header is not what is expected, the build ends with a sentence."""
    if missing == ALL:
        with pytest.raises(SetupError, match="did not write"):
            slim(tmp_path, tmp_path)
    else:
        with pytest.raises(SetupError, match="nothing for the header"):
            left_of(tmp_path, "p{b:c}", page="<p>")
