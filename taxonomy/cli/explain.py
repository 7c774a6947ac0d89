"""`taxonomy explain`: a rule or a fault, by its code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.cli.common import entries_option, format_option, json_of, remembered, speaks_plainly
from taxonomy.kept import shelf_of_code

if TYPE_CHECKING:
    from taxonomy.faults import Fault
    from taxonomy.rules.rule import Rule


def _all() -> list[Rule | Fault]:
    from taxonomy.faults import FAULTS
    from taxonomy.rules import CATALOGUE

    return [*FAULTS.values(), *CATALOGUE]


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Codes that begin with what was typed, for the shell's completion."""
    return [item.code for item in _all() if item.code.startswith(incomplete.upper())]


@click.command()
@click.argument("code", required=False, shell_complete=_complete)
@entries_option
@format_option("text", "json")
@speaks_plainly
def command(code: str | None, entries: Path | None, style: str) -> None:  # noqa: ARG001  # every command takes the option
    """Explain a rule (MET301) or a fault (DOC007): what, why, example, instead, sources.

    Without a code, list all of them; with the beginning of codes (MET), those. They are the same for every folder of entries.
    """
    click.echo(remembered(shelf_of_code, ["explain", code or "", style], lambda: _explained(code, style)))


def _explained(code: str | None, style: str) -> str:
    from dataclasses import asdict

    from taxonomy.errors import UnknownIdError
    from taxonomy.nearest import nearest
    from taxonomy.plain import rule_to_plain, versions
    from taxonomy.rules.rule import Rule

    known = _all()
    begun = [item for item in known if code is None or (len(code) < len(item.code) and item.code.startswith(code.upper()))]
    if code is None or begun:
        return _listed(begun, style)
    by_name = {item.name: item for item in known}
    by_code = {item.code: item for item in known}
    item = by_name.get(code.casefold()) or by_code.get(code.upper())
    if item is None:
        raise UnknownIdError("code", code, nearest(code.upper(), by_code) or nearest(code.casefold(), by_name))
    if style == "json":
        return json_of({**versions(), **(rule_to_plain(item) if isinstance(item, Rule) else asdict(item))})
    return "\n".join(_rule_lines(item) if isinstance(item, Rule) else _fault_lines(item))


def _listed(items: Iterable[Rule | Fault], style: str) -> str:
    from taxonomy.plain import versions

    listed = [{"code": item.code, "name": item.name, "title": item.title} for item in items]
    if style == "json":
        return json_of({**versions(), "codes": listed})
    return "\n".join(f"{item['code']}  {item['name']}: {item['title']}" for item in listed)


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name} ({rule.severity})"
    yield from _paragraph("What", rule.title)
    yield from _paragraph("Why", rule.rationale)
    yield from _example("Flagged", rule.flags)
    yield from _example("Passes", rule.passes)
    yield from _paragraph("Instead", rule.instead)
    yield from _paragraph("Known false positives", rule.exceptions)
    yield from _paragraph("Sources", ", ".join(rule.sources))


def _fault_lines(fault: Fault) -> Iterator[str]:
    yield f"{fault.code} {fault.name} (fault)"
    yield from _paragraph("What", fault.title)
    yield from _paragraph("Why", fault.rationale)
    yield from _example("Example", fault.example)
    yield from _paragraph("Instead", fault.instead)


def _paragraph(heading: str, text: str) -> Iterator[str]:
    import textwrap

    yield from ("", heading, *textwrap.wrap(text, 96, initial_indent="  ", subsequent_indent="  "))


def _example(heading: str, text: str) -> Iterator[str]:
    import textwrap

    yield from ("", heading, textwrap.indent(text.rstrip(), "    "))
