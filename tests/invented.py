"""Invented papers, and ways to make more of them: what several test modules share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner, Result

from taxonomy.cli import main

ROOT = Path(__file__).parent.parent
CORPUS = Path(__file__).parent / "data" / "corpus"
"""A folder of entries without a fault: nine invented papers and a register of three more."""
EXAMPLES: dict[str, Any] = {"removes": "examples"}
CONCEPT: dict[str, Any] = {"removes": "concept", "concept": "an invented topic", "coverage": "sample"}


def measurement(metric: str, on: str, criterion: str, **more: object) -> dict[str, Any]:
    """A measurement as an entry holds it."""
    return {"metric": metric, "on": on, "criterion": criterion, **more}


def setting(name: str = "rows", **facts: object) -> dict[str, Any]:
    """A setting without a fault, as an entry holds it."""
    plain = {"name": "Rows", "problem": "example-deletion", "modality": "image", "forget_set": EXAMPLES}
    return {"id": name, **plain, **facts}


def entry(paper: str = "ada2024study", **facts: object) -> dict[str, Any]:
    """An entry without a fault as a mapping; its title follows its id, so that no two of them are one paper."""
    return {
        "id": paper,
        "title": f"A study called {paper}",
        "authors": ["Ada Example", "Bo Sample"],
        "year": 2024,
        "kind": "method",
        "summary": "Removes invented rows.",
        "settings": [setting()],
        "curation": {"coded": "2026-11-30", "coders": ["Ada"], "confidence": "medium"},
        **facts,
    }


def folder_of(folder: Path, *entries: Mapping[str, Any], register: str = "") -> Path:
    """Write entries, and a register unless it is empty, into a folder of entries."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    for each in entries:
        text = yaml.safe_dump(dict(each), sort_keys=False, allow_unicode=True)
        (papers / f"{each['id']}.yaml").write_text(text, encoding="utf-8")
    if register:
        (folder / "register.bib").write_text(register, encoding="utf-8")
    return folder


def edited(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """Copy the invented corpus into a folder and replace text in some of its files: name, before, after."""
    shutil.copytree(CORPUS, folder)
    for name, before, after in edits:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{name} does not hold {before!r}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def place_of(path: Path, needle: str) -> tuple[int, int]:
    """Line and column of a text that occurs once in a file, counted from 1."""
    before, found, after = path.read_text(encoding="utf-8").partition(needle)
    assert found, f"{path.name} does not hold {needle!r}"
    assert needle not in after, f"{path.name} holds {needle!r} more than once"
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def run(*arguments: object) -> Result:
    """Run the command line within this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def start(*arguments: object, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    code = "from taxonomy.cli import main; main(prog_name='taxonomy')"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, **(environment or {})}, cwd=cwd, capture_output=True, check=False)
