"""`taxonomy new`: a new entry file, with the bibliographic part filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.cli.common import format_option, say, speaks_plainly, working, write_json
from taxonomy.errors import Finding
from taxonomy.plain import finding_to_plain, versions
from taxonomy.writing import write_new

if TYPE_CHECKING:
    from taxonomy.holdings import Holdings
    from taxonomy.newentry import Begun, Found

folder_option = click.option(
    "--entries", type=click.Path(file_okay=False, path_type=Path), help="Folder of entries to write into.  [default: ./entries]"
)


def _register_keys(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Keys of register records that begin with what was typed, for the shell's completion."""
    register = Path(ctx.params.get("entries") or "entries") / "register.bib"
    text = register.read_text(encoding="utf-8", errors="replace") if register.is_file() else ""
    return sorted(key for key in re.findall(r"(?m)^@\w+\{([^,\s]+),", text) if key.startswith(incomplete))


@click.command()
@click.argument("paper", required=False, metavar="[ID]", shell_complete=_register_keys)
@click.option("--arxiv", metavar="ID", help="Look the paper up at arXiv: an id such as 2310.12508, or its address.")
@click.option("--doi", metavar="DOI", help="Look the paper up at Crossref: a DOI, or its address.")
@click.option("--bibtex", metavar="FILE", help="Take the paper from BibTeX; - reads standard input. With several records, ID chooses one.")
@folder_option
@format_option("text", "json")
@speaks_plainly
def command(paper: str | None, entries: Path | None, style: str, **sources: str | None) -> None:
    """Begin the entry of a paper: ID is a record of the register; - reads BibTeX from standard input.

    The file asks what the bibliography cannot tell, with the answers that are allowed. A paper that is coded already is refused, and no
    file is overwritten. The register keeps its record until the entry is valid: `taxonomy new ID` takes it out then.
    """
    from taxonomy.holdings import read_holdings, working_folder
    from taxonomy.newentry import begin, text_of

    if any(value is not None and not value.strip() for value in (paper, *sources.values())):
        raise click.UsageError("an empty text names no paper: give an ID of the register, an arXiv id, a DOI or the name of a file")
    if paper == "-" and sources["bibtex"] is None:
        paper, sources["bibtex"] = None, "-"
    if sum(source is not None for source in (sources["arxiv"], sources["doi"], sources["bibtex"] or paper)) != 1:
        raise click.UsageError("say which paper, in one way: an ID of the register, --arxiv ID, --doi DOI, or --bibtex FILE")
    with working("reading what is known"):
        holdings = read_holdings(working_folder(entries))
    name = Path(paper or "").name.removesuffix(".yaml")
    if sources["bibtex"] is None and any(path.stem == name for path in (holdings.folder / "papers").glob("*.yaml")):
        _close(name, holdings, style)
        return
    with working("looking the paper up"):
        found = _found(paper, holdings, **sources)
    begun = begin(found, holdings)
    text = text_of(begun, holdings.folder)
    write_new(begun.path, text)
    _report(begun, _open_questions(text, begun.path), style)


def _found(paper: str | None, holdings: Holdings, *, arxiv: str | None, doi: str | None, bibtex: str | None) -> Found:
    from taxonomy.foreign import read_text
    from taxonomy.newentry import Found, find_by_arxiv, find_by_doi, find_by_id, find_in_bibtex

    if arxiv is not None:
        return find_by_arxiv(arxiv, holdings)
    if doi is not None:
        return find_by_doi(doi, holdings)
    if bibtex is not None:
        text, remark = read_text(bibtex)
        found = find_in_bibtex(text, bibtex, paper)
        return Found(found.work, found.source, (*([remark] if remark else []), *found.remarks))
    return find_by_id(paper or "", holdings)


def _open_questions(text: str, path: Path) -> list[Finding]:
    from taxonomy.documents import Document, parse_document
    from taxonomy.model import Entry
    from taxonomy.validation import validate

    document = parse_document(text, path.as_posix())
    found = validate(document, Entry) if isinstance(document, Document) else document
    return found if isinstance(found, list) else []


def _report(begun: Begun, questions: list[Finding], style: str) -> None:
    for remark in begun.remarks:
        say(f"taxonomy: {remark}", err=True)
    if style == "json":
        _write(begun.work.key, begun.path, source=begun.source, remarks=begun.remarks, questions=questions)
    else:
        say(begun.path.as_posix())
    told = f"begun from {begun.source}; {len(questions)} answers are still needed, `taxonomy check {begun.path}` lists them"
    say(f"taxonomy: {told}", err=True)


def _close(name: str, holdings: Holdings, style: str) -> None:
    from taxonomy.newentry import finish

    removed = finish(name, holdings)
    path = holdings.folder / "papers" / f"{name}.yaml"
    if style == "json":
        _write(name, path, removed=removed)
    else:
        say(path.as_posix())
    say(f"taxonomy: the entry is valid, so {', '.join(removed)} left the register", err=True)


def _write(  # noqa: PLR0913  # one argument for each field of the shape
    name: str,
    path: Path,
    *,
    source: str | None = None,
    remarks: tuple[str, ...] = (),
    questions: list[Finding] | None = None,
    removed: tuple[str, ...] = (),
) -> None:
    """Write the shape that a program reads: the entry, what is still to be answered, and what left the register."""
    asked = [finding_to_plain(question) for question in questions or []]
    shape = {"id": name, "path": path.as_posix(), "source": source, "remarks": list(remarks), "questions": asked, "removed": list(removed)}
    write_json({**versions(), **shape})
