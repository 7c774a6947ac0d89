"""The command line: parse, call one function, report, exit code. A command's module is imported when it is run."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from taxonomy.messages import reason, visible
from taxonomy.version import __version__

_COMMANDS = {
    "check": "Report every fault of entry files.",
    "classify": "Say what settings intend, what their evaluation shows, and why.",
    "flags": "List mismatched baselines, metrics and references.",
    "query": "Choose settings by facts, verdicts and flags.",
    "compare": "Put two to six settings side by side.",
    "advise": "Say what to report, compare and cite in a planned evaluation.",
    "show": "Show one paper as the site does.",
    "explain": "Explain a rule or a fault by its code.",
    "export": "Write everything for other programs: JSON, CSV, BibTeX, CSL-JSON, Parquet, GraphML, Turtle.",
    "graph": "Print the graph of papers, methods, metrics and references.",
    "new": "Begin the entry of a paper, with what arXiv, Crossref, BibTeX or the register know of it.",
    "import": "Add the works of a bibliography to the register.",
    "answer": "Answer an issue form: the entry that it makes, its verdict and its faults.",
    "review": "Review what a branch changes: policy, faults, verdicts and flags.",
    "health": "Look for dead links, newer versions, venues and works that nobody knows yet.",
    "diff": "Say which verdicts and flags change against a git revision.",
    "schema": "Print the JSON Schema of an entry.",
    "pages": "Write the site's Markdown, data and assets, before any site generator.",
    "build": "Build the site.",
    "serve": "Build the site and serve it on this machine.",
}


_CLOSED_PIPE = 128 + 13
"""Exit code of a command to which nobody listens any more, as shells tell it of a program that SIGPIPE ended."""


class _Commands(click.Group):
    """A group that knows its commands' names and summaries without importing them."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and see that its output arrives."""
        before = sys.stdout
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout is not None:  # None where the shell has closed it
                    sys.stdout.flush()
        except SystemExit:
            if sys.stdout is not before:  # click has put another in its place, as nobody reads on
                sys.exit(_CLOSED_PIPE)
            raise
        except OSError as error:
            if not error.filename:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try again at the end
            if error.errno == errno.EPIPE:
                sys.exit(_CLOSED_PIPE)
            where = error.filename or "the output"
            click.echo(f"taxonomy: {visible(str(where))} cannot be read or written: {reason(error)}", err=True)
            sys.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = "imports" if cmd_name == "import" else cmd_name  # a keyword cannot name a module
        command: click.Command = import_module(f"taxonomy.cli.{module}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from taxonomy.nearest import did_you_mean  # only for a mistyped command

            hint = did_you_mean(args[0], _COMMANDS) or f"the commands are {', '.join(_COMMANDS)}"
            ctx.fail(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="taxonomy")
@click.pass_context
def main(ctx: click.Context, /, **_: Any) -> None:
    """Which papers on machine unlearning untrain examples, which unlearn concepts, and where the evaluation fits the other notion.

    Exit codes: 0 clean, 1 findings, 2 usage or set-up. Data goes to standard output, talk to standard error.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console may lack a letter
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False
