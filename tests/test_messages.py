"""What strangers wrote is printed so that it stays text: to the terminal, to whoever reads the lines, to the runner of a workflow."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.errors import Finding
from taxonomy.messages import on_one_line
from taxonomy.nearest import quoted, shown
from tests.hostile import paper_id
from tests.invented import entry, folder_of, measurement, run, setting

ATTACK = "one\n::error::owned\n##[error]owned\n  ::set-output name=a::b\x85\x1b]0;owned\x07"
SPOKEN = "one\n::error::owned\n##[error]owned\n  ::set-output name=a::b"
"""What of it an entry may hold."""
ON_ONE_LINE = SPOKEN.replace("\n", " ")
"""The same where a line end is refused."""
PAPER = paper_id("attack")


def commands_in(text: str) -> list[str]:
    """Lines that GitHub's runner would take for a command."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    """A folder of entries in which every text that may have several lines, or that is shown in a list, is an attack."""
    evidence = {"supports": ["measurements"], "source": "paper", "locator": ON_ONE_LINE, "note": SPOKEN}
    facts = setting(
        "rows",
        forget_set={"removes": "concept", "concept": ON_ONE_LINE, "coverage": "complete"},
        measurements=[measurement("attack-score", "forget-set", "lower-is-better")],
        evidence=[evidence],
        note=SPOKEN,
        models=[ON_ONE_LINE],
    ) | {"name": ON_ONE_LINE}
    metric = {"id": "attack-score", "name": ON_ONE_LINE, "definition": SPOKEN, "family": "knowledge", "polarity": "presence"}
    told = entry(
        PAPER,
        **dict.fromkeys(("title", "venue"), ON_ONE_LINE),
        summary=SPOKEN,
        authors=[ON_ONE_LINE],
        proposes={"metrics": [metric]},
        settings=[facts, deepcopy(facts) | {"id": "other", "modality": "text"}],
        acknowledged=[{"code": "FRM104", "setting": "rows", "note": SPOKEN, "evidence": ON_ONE_LINE}],
    )
    record = "@misc{work2020x, title = {::error::x ##[error]x}, author = {::warning::a}, year = {20}}\n@misc{::error::y, title = {}}\n"
    return folder_of(tmp_path / "entries", told, register=record)


@pytest.mark.parametrize(
    "call",
    [
        *(["show", PAPER], ["classify", "--explain"], ["flags"], ["query"], ["compare", f"{PAPER}/rows", f"{PAPER}/other"], ["check"]),
        *(["advise", PAPER], ["advise", PAPER, "--format", "markdown"], ["show", PAPER, "--format", "json"], ["check", "--format", "json"]),
        *(["query", "--format", "json"], ["query", "--format", "ids"], ["advise", PAPER, "--format", "latex"]),
    ],
    ids=" ".join,
)
def test_no_command_lets_an_entry_speak_to_the_runner(attacked: Path, call: list[str]) -> None:
    """No line of a text for people begins like a command of a workflow, and none holds a control character."""
    answer = run(*call, "--entries", attacked)
    assert answer.exit_code in {0, 1}, answer.output
    assert "owned" in answer.output or call[0] in {"check", "query", "advise"}
    assert commands_in(answer.output) == []
    assert [line for line in answer.output.split("\n") if not line.isprintable()] == []


@pytest.mark.parametrize("name", ["::error::x.yaml", "##[error]x.yaml", "a\n::error::b.yaml", "x\x1b[31m.yaml"])
def test_name_of_a_file_does_not_speak_to_the_runner(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or folder may be called like a command of a workflow."""
    folder = folder_of(tmp_path / "entries")
    (folder / "papers" / name).write_text("a: b\n", encoding="utf-8")
    (tmp_path / name.replace(".yaml", "")).mkdir()
    monkeypatch.chdir(folder / "papers")
    for call in (["check", name, "--entries", folder], ["check", "--entries", folder], ["check", tmp_path / name.replace(".yaml", "")]):
        answer = run(*call)
        assert answer.exit_code in {1, 2}
        assert commands_in(answer.output) == []
        assert answer.output.replace("\n", "").isprintable()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(["::", " ", "#", "##[", "\n", "\x1b[31m", "\x1b[2J", "error", "a"])).map("".join))
def test_line_is_a_line_whatever_it_holds(text: str) -> None:
    """One line, no command, no control but colour; a text that needs nothing of this is as it was."""
    told = on_one_line(text)
    assert told.replace("\x1b[31m", "").isprintable()
    assert commands_in(told) == []
    assert all(commands_in(each) == [] for each in (shown(text), quoted(text), str(Finding(text, 1, 1, "DOC001", text, text))))
    if text.isprintable() and "::" not in text and "##[" not in text:
        assert told == text


def test_lines_are_bounded() -> None:
    """A line ends somewhere; a value within a sentence much earlier."""
    assert len(on_one_line("x" * 100_000)) < 6_000
    assert len(shown("\u202e" * 100_000)) < 400


def test_shown_values_can_still_be_copied() -> None:
    """What is written in double quotes reads back as it was."""
    assert json.loads(quoted("a ##[error]b")) == "a ##[error]b"
    assert on_one_line(ATTACK).startswith("one ::error::owned ##\\[error]owned")


@pytest.mark.parametrize("name", ["::error::x.bib", "##[error]x.bib", "a\n::error::b.bib", "x\x1b[31m.bib"])
@pytest.mark.parametrize("call", [["import"], ["import", "--dry-run"], ["new", "--bibtex"]], ids=" ".join)
def test_name_of_a_bibliography_does_not_speak_to_the_runner(
    call: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bibliography may be called like a command of a workflow, and be full of remarks."""
    folder = folder_of(tmp_path / "entries")
    records = (
        "@misc{::error::a, title = {\\foo T}, author = {Ada Ex\xe4mple}, year = {about 2020}, doi = {##[error]x}}\n@misc{b, title = {}}\n"
    )
    (tmp_path / name).write_bytes(records.encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    answer = run(*call, name, *(["::error::a"] if call[0] == "new" else []), "--entries", folder)
    assert answer.exit_code in {0, 1}, answer.output
    assert "xample" in answer.output or "2020" in answer.output or "DOC017" in answer.output
    assert commands_in(answer.output) == []
    assert answer.output.replace("\n", "").isprintable()
