"""Sources of the same papers for other site generators: a page of Markdown a paper, with the facts, verdicts and flags that ours shows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import taxonomy

_EXTENSIONS = ("attr_list", "def_list", "tables", "toc")
"""Extensions of Markdown that our own configuration names."""
_SINGLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>
"""
_LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main><ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></main></body></html>
"""


_HUGO = {
    "title": "Papers",
    "baseURL": "https://papers.example/",
    "contentDir": "docs/papers",
    "disableKinds": ["taxonomy", "term", "RSS"],
}


def write_sources(folder: Path) -> Path:
    """Write sources for mkdocs with Material, for Zensical and for Hugo beside a folder of entries, unless they are there already.

    Args:
        folder: the folder of entries.

    Returns:
        Their folder, with `mkdocs.yml`, `one.yml` (a site of one page) and `hugo.json` in it.
    """
    target = folder / "sources"
    if not target.is_dir():
        scratch = folder / "sources-in-the-making"
        shutil.rmtree(scratch, ignore_errors=True)
        _write_pages(folder, scratch / "docs")
        (scratch / "one").mkdir()
        (scratch / "one" / "index.md").write_text("# Papers\n\nNone.\n", encoding="utf-8")
        _write_settings(scratch)
        scratch.rename(target)
    return target


def write_shells(folder: Path) -> Path:
    """Write our own pages before any site generator beside a folder of entries, unless they are there already.

    Args:
        folder: the folder of entries.

    Returns:
        Their folder, with a `mkdocs.yml` that mkdocs and Zensical read.
    """
    from taxonomy.rendering import site_sources, write_pages  # noqa: PLC0415  # only those who measure it wait for it

    target = folder / "pages"
    if not (target / "mkdocs.yml").is_file():
        write_pages(taxonomy.load(folder), target, entries=folder)
        settings = yaml.safe_load((site_sources().parent / "mkdocs.yml").read_text(encoding="utf-8"))
        settings["theme"]["custom_dir"] = (site_sources() / "theme").resolve().as_posix()
        told = json.dumps({**settings, "docs_dir": "docs", "site_dir": "site"})
        (target / "mkdocs.yml").write_text(told, encoding="utf-8")
    return target


def write_same(folder: Path) -> Path:
    """Write the bodies of all our own pages as sources of other generators beside a folder of entries, unless they are there already.

    Args:
        folder: the folder of entries.

    Returns:
        Their folder, with `mkdocs.yml` and `hugo.json` in it, and in its folder `docs` each page as HTML below a heading of its own.
    """
    from taxonomy.rendering import all_pages, site_sources  # noqa: PLC0415  # only those who measure it wait for it
    from taxonomy.templates import body_of, environment  # noqa: PLC0415  # likewise

    target = folder / "same"
    if not target.is_dir():
        scratch = folder / "same-in-the-making"
        shutil.rmtree(scratch, ignore_errors=True)
        templates = environment(site_sources() / "templates")
        for page in all_pages(taxonomy.load(folder)):
            body = body_of(page, templates)
            head = f"---\ntitle: {json.dumps(page.title)}\ndescription: {json.dumps(page.description)}\n---\n\n"
            section = page.path.replace("index.html", "_index.html")  # what Hugo calls it
            for place in (scratch / "docs" / page.path.replace(".html", ".md"), scratch / "html" / section):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(f"{head}{body}", encoding="utf-8")
        _write_settings(scratch)
        (scratch / "hugo.json").write_text(
            json.dumps({**_HUGO, "contentDir": "html", "security": {"allowContent": [".*"]}}), encoding="utf-8"
        )
        scratch.rename(target)
    return target


def _write_settings(folder: Path) -> None:
    common: dict[str, Any] = {"site_name": "Papers", "site_url": "https://papers.example/", "theme": {"name": "material", "font": False}}
    common |= {"plugins": ["search"], "markdown_extensions": list(_EXTENSIONS), "use_directory_urls": False, "nav": ["index.md"]}
    mkdocs = {**common, "docs_dir": "docs", "not_in_nav": "*"}
    for name, told in (("mkdocs.yml", mkdocs), ("one.yml", {**common, "docs_dir": "one"}), ("hugo.json", _HUGO)):
        (folder / name).write_text(json.dumps(told), encoding="utf-8")  # JSON is YAML
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(_SINGLE, encoding="utf-8")
    (layouts / "list.html").write_text(_LIST, encoding="utf-8")


def _write_pages(folder: Path, docs: Path) -> None:
    (docs / "papers").mkdir(parents=True)
    (docs / "index.md").write_text("# Papers\n\nEvery paper has a page.\n", encoding="utf-8")
    for paper in taxonomy.load(folder):
        text = "\n".join(_page(paper))
        (docs / "papers" / f"{paper.id}.md").write_text(text, encoding="utf-8")


def _page(paper: Any) -> Iterator[str]:
    from taxonomy.bibliography import to_bibtex, work_of  # noqa: PLC0415  # likewise

    entry = paper.entry
    yield from ("---", f"title: {json.dumps(entry.title)}", "---", "", f"# {entry.title}", "")
    yield from (f"{', '.join(entry.authors)}. {entry.venue} {entry.year}.", "", entry.summary, "")
    yield from ("| Setting | Intends | Evaluated as | Agreement |", "| --- | --- | --- | --- |")
    for setting in paper.settings.values():
        verdict = setting.verdict
        yield f"| [{setting.facts.name}](#{setting.id}) | {verdict.intended} | {verdict.evaluated} | {verdict.agreement} |"
    for setting in paper.settings.values():
        yield ""
        yield from _setting(setting)
    yield from ("", "## Cite", "", *(f"    {line}" for line in to_bibtex([work_of(entry)]).splitlines()), "")


def _setting(setting: Any) -> Iterator[str]:
    facts, verdict = setting.facts, setting.verdict
    yield from (f"## {setting.facts.name} {{#{setting.id}}}", "", "### Why", "")
    yield from (f"- **{reason.points_to}** {reason.text}: {', '.join(map(str, reason.facts))}" for reason in verdict.because)
    yield from ("", "### Flags", "")
    yield from (
        f"- **{flag.rule.severity}** [{flag.rule.code}](#) {flag.rule.title}. Instead: {flag.rule.instead}" for flag in setting.flags
    )
    yield from ("", "### Facts", "")
    told = {**facts.model_dump(mode="json", exclude={"evidence", "measurements", "forget_set"}), **facts.forget_set.model_dump(mode="json")}
    yield from (line for name, value in told.items() if value for line in (name, f":   {value}", ""))
    yield from ("| Metric | Measured | Read | Speaks for |", "| --- | --- | --- | --- |")
    for measurement, row in zip(facts.measurements, verdict.readings, strict=True):
        yield f"| [{measurement.metric}](#) | {measurement.on} | {measurement.criterion} | {row.points_to or 'nothing'}: {row.text} |"
    yield ""
    yield from (f"- {', '.join(seen.supports)}: [{seen.locator}]({seen.url}). {seen.note}" for seen in facts.evidence)
    yield ""
    yield from (f"- Would be **{flip.agreement}** if {flip.path} were {flip.to}" for flip in verdict.flips)
