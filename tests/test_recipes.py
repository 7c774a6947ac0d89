"""The recipes of the documentation do what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from taxonomy.cli import main

RECIPES = (Path(__file__).parent.parent / "site" / "pages" / "recipes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^## (.+?)\n\n```(\w+)\n(.*?)```", RECIPES, re.MULTILINE | re.DOTALL)
COMMANDS = [(title, block) for title, language, block in BLOCKS if language == "console"]


def test_there_are_ten_recipes() -> None:
    """Ten tasks, each with its code."""
    assert len(BLOCKS) == 10
    assert {language for _, language, _ in BLOCKS} == {"console", "python"}


@pytest.mark.parametrize(("title", "block"), COMMANDS, ids=[title for title, _ in COMMANDS])
def test_commands_print_something(title: str, block: str) -> None:
    """Each command of a recipe succeeds on the real entries and prints data."""
    program, *arguments = shlex.split(block.removeprefix("$ "))
    done = CliRunner().invoke(main, arguments)
    assert program == "taxonomy", title
    assert (done.exit_code, done.stdout != "") == (0, True), done.output


def test_python_recipes_print_something(capsys: pytest.CaptureFixture[str]) -> None:
    """The Python recipes run one after the other, as a reader would type them, and each prints data."""
    known: dict[str, Any] = {}
    for title, language, block in BLOCKS:
        if language == "python":
            exec(compile(block, title, "exec"), known)  # noqa: S102  # our own documentation
            assert capsys.readouterr().out.strip(), title
