"""`taxonomy explain`: a rule or a fault, by its code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from taxonomy.cli.common import entries_option, format_option, speaks_plainly, write_json
from taxonomy.errors import UnknownIdError
from taxonomy.faults import FAULTS, Fault
from taxonomy.nearest import nearest
from taxonomy.plain import rule_to_plain, versions
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Rule

_RULES = {rule.code: rule for rule in CATALOGUE}
_ALL: tuple[Rule | Fault, ...] = (*FAULTS.values(), *CATALOGUE)
_BY_NAME = {item.name: item.code for item in _ALL}


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Codes that begin with what was typed, for the shell's completion."""
    return [item.code for item in _ALL if item.code.startswith(incomplete.upper())]


@click.command()
@click.argument("code", required=False, shell_complete=_complete)
@entries_option
@format_option("text", "json")
@speaks_plainly
def command(code: str | None, entries: Path | None, style: str) -> None:  # noqa: ARG001  # every command takes the option
    """Explain a rule (MET301) or a fault (DOC007): what, why, example, instead, sources.

    Without a code, list all of them; with the beginning of codes (MET), those. They are the same for every folder of entries.
    """
    begun = [item for item in _ALL if code is None or (len(code) < len(item.code) and item.code.startswith(code.upper()))]
    if code is None or begun:
        _list(begun, style)
        return
    wanted = _BY_NAME.get(code.casefold(), code.upper())
    rule, fault = _RULES.get(wanted), FAULTS.get(wanted)
    if rule is not None:
        write_json({**versions(), **rule_to_plain(rule)}) if style == "json" else click.echo("\n".join(_rule_lines(rule)))
    elif fault is not None:
        write_json({**versions(), **asdict(fault)}) if style == "json" else click.echo("\n".join(_fault_lines(fault)))
    else:
        raise UnknownIdError("code", code, nearest(wanted, [*_RULES, *FAULTS]) or nearest(code.casefold(), _BY_NAME))


def _list(items: Iterable[Rule | Fault], style: str) -> None:
    listed = [{"code": item.code, "name": item.name, "title": item.title} for item in items]
    if style == "json":
        write_json({**versions(), "codes": listed})
    else:
        click.echo("\n".join(f"{item['code']}  {item['name']}: {item['title']}" for item in listed))


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
    yield from ("", heading, *textwrap.wrap(text, 96, initial_indent="  ", subsequent_indent="  "))


def _example(heading: str, text: str) -> Iterator[str]:
    yield from ("", heading, textwrap.indent(text.rstrip(), "    "))
