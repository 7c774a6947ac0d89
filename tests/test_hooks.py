"""Hooks before a commit: they check the entries that it touches, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import yaml

from taxonomy.cli import main
from tests.invented import ROOT


def hooks() -> list[dict[str, Any]]:
    """The hook that others can use, and the one of this repository."""
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    return [*offered, *(hook for repository in own for hook in repository["hooks"])]


def test_hooks_run_a_command_that_is_there() -> None:
    """Each runs `taxonomy check`, from the set-up environment or from the package."""
    commands = [hook["entry"].removeprefix(".venv/bin/").split() for hook in hooks()]
    assert commands == [["taxonomy", "check"], ["taxonomy", "check"]]
    assert main.get_command(None, "check") is not None  # type: ignore[arg-type]  # it reads no context


def test_hooks_look_at_entries_and_the_register_only() -> None:
    """Files of the vocabulary, of the tests and of the code start nothing."""
    for hook in hooks():
        taken = [re.search(hook["files"], path) is not None for path in ("entries/papers/ada2024study.yaml", "entries/register.bib")]
        left = [
            "tests/data/corpus/papers/ada2024study.yaml",
            "taxonomy/vocabulary/metrics.yaml",
            "entries/readings/ada2024study.yaml",
            "x.bib",
        ]
        assert taken == [True, True]
        assert not any(re.search(hook["files"], path) for path in left)
