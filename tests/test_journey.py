"""A newcomer's contributions, five good and ten bad, by the shell and by the issue form: what each of them reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from taxonomy.cli import main
from taxonomy.loading import load
from tests.filling import PAPER, filled, paper
from tests.invented import run
from tests.test_draft import ANSWERS

RECORD = "@misc{x, title = {A quite new study}, author = {Example, Ada}, year = {2026}}\n"
NAME = "example2026quite"


class Good(NamedTuple):
    """A contribution that is right: what is answered otherwise than plainly, and what is read then."""

    answers: dict[str, str]
    """Answers in the file."""
    form: dict[str, Any]
    """The same answers in the form."""
    verdict: str
    """Intended, evaluated and agreement."""


GOOD = {
    "rows-like-retraining": Good({}, {}, "untraining, evaluated as untraining: aligned"),
    "concept-of-which-a-part-is-given": Good(
        {
            "removes": "concept", "concept": "a yellow square", "coverage": "sample",
            "measurements": '[{metric: backdoor-attack-success-rate, "on": held-out-concept, criterion: lower-is-better}]',
        },
        {
            "removes": "concept", "concept": "a yellow square", "coverage": "sample",
            "measurements": "backdoor-attack-success-rate:held-out-concept:lower-is-better",
        },
        "unlearning, evaluated as unlearning: aligned",
    ),
    "rows-of-which-less-is-praised": Good(
        {"measurements": '[{metric: forget-set-accuracy, "on": forget-set, criterion: lower-is-better}]'},
        {"measurements": "forget-set-accuracy:forget-set:lower-is-better"},
        "untraining, evaluated as unlearning: conflicting",
    ),
    "whole-class": Good(
        {"removes": "concept", "concept": "one class", "coverage": "complete"},
        {"removes": "concept", "concept": "one class", "coverage": "complete"},
        "coincident, evaluated as coincident: aligned",
    ),
    "not-stated": Good({"removes": "not-stated"}, {"removes": "not-stated"}, "undetermined, evaluated as untraining: not-comparable"),
}  # fmt: skip
PLAIN = {
    **ANSWERS,
    "references": "[retrained-without-forget-set]",
    "measurements": '[{metric: forget-set-accuracy, "on": forget-set, criterion: match-reference}]',
    "baselines": "[retraining]",
}
"""Answers in the file to what has to be asked, and to what makes a verdict."""


class Bad(NamedTuple):
    """A contribution with a slip of the kind that newcomers make, and what is read then."""

    line: tuple[str, str]
    """Text of the right file, and what the newcomer wrote instead."""
    says: str
    """What `taxonomy check` says of it."""
    form: dict[str, Any]
    """The same slip in the form; empty where a form does not allow it."""
    answer: str
    """What the answer to the form says."""


BAD = {
    "misspelt-metric": Bad(
        ("metric: forget-set-accuracy", "metric: forget-accurracy"),
        "DOC007 unknown metric 'forget-accurracy'; did you mean 'forget-set-accuracy'",
        {"measurements": "forget-accurracy:forget-set:match-reference"},
        "**Measurements** `DOC007 unknown metric 'forget-accurracy'; did you mean 'forget-set-accuracy'",
    ),
    "unknown-method": Bad(
        ("baselines: [retraining]", "baselines: [re-training-from-zero]"),
        "DOC007 unknown method 're-training-from-zero'",
        {"baselines": "Re-training from zero"},
        "**Compared methods** `DOC007 unknown method 're-training-from-zero'",
    ),
    "own-word-for-an-enumeration": Bad(
        ("removes: examples", "removes: samples"),
        "DOC008 `removes` is 'samples', but one of examples, concept, outputs, nothing, not-stated is expected",
        {"removes": "samples"},
        "**What must be gone** `is 'samples', which is none of its answers; ",
    ),
    "concept-without-a-name": Bad(
        ("removes: examples", "removes: concept"),
        "DOC013 a concept is removed, but `concept` does not name it; name what is to go under `concept`",
        {"removes": "concept"},
        "**What must be gone** `` DOC013 a concept is removed, but `concept` does not name it",
    ),
    "question-left-open": Bad(
        ("summary: Removes rows.", "#summary:"),
        "DOC006 the file lacks the field `summary`; add `summary: ...`",
        {"summary": ""},
        "**Summary** `is not answered; answer it: What the paper does, in one sentence of your own.`",
    ),
    "misspelt-field": Bad(
        ("kind: method", "knid: method"), "DOC005 ", {"kind": ""}, "**Kind of paper** `is not answered; answer it: What sort"
    ),
    "colon-in-a-text": Bad(
        ("summary: Removes rows.", "summary: Removes rows: all of them."),
        "DOC001 ",
        {"summary": "Removes rows: all of them."},
        "",
    ),
    "address-of-another-sort": Bad(
        ("links:", 'links: {page: "javascript:alert(1)"}\n#'),
        "DOC012 `page`: the address does not start with https:// or http:// but with 'javascript'",
        {"url": "javascript:alert(1)"},
        "**Address of what you read** ``DOC012 `url`: the address does not start with https://",
    ),
    "paper-that-is-there": Bad(
        ("links:", 'links: {arxiv: "2202.00002"}\n#'),
        "DOC010 the paper is known already: the entry 'sample2022poisons' has the same arXiv id; keep one of the two entries",
        {"paper": "https://arxiv.org/abs/2202.00002"},
        "**Paper** `the paper is there already: the entry entries/papers/sample2022poisons.yaml has the same arXiv id; answer a flag",
    ),
    "copied-abstract": Bad(
        ("summary: Removes rows.", f"summary: {'The right to be forgotten asks for it. ' * 20}"),
        "DOC004 `summary` is longer than 600 characters; say it in one sentence of your own, and copy no abstract",
        {"summary": "The right to be forgotten asks for it. " * 20},
        "**Summary** ``DOC004 `summary` is longer than 600 characters; say it in one sentence of your own, and copy no abstract``",
    ),
    "tab": Bad(("    problem: ", "\tproblem: "), "DOC001 a tab stands here; replace every tab by spaces, two for each step", {}, ""),
    "verdict-typed-in": Bad(
        ("kind: method", "kind: method\nverdict: untraining"),
        "DOC005 unknown field 'verdict'; delete it: verdicts are computed from the facts",
        {},
        "",
    ),
    "name-instead-of-id": Bad(
        ("baselines: [retraining]", "baselines: [Row eraser]"),
        "DOC008 item 1 of `baselines` is 'Row eraser', but the id of a method, lower-case words joined by hyphens,",
        {"baselines": "Row eraser"},
        "",
    ),
    "identifier-without-quotes": Bad(
        ("links:", "links: {arxiv: 2601.00010}\n#"),
        'DOC008 `arxiv` is 2601.00010, but an arXiv id without version, in quotes, such as "2310.12508" is expected',
        {"paper": "2601.00010"},
        "",
    ),
    "invisible-character": Bad(
        ("summary: Removes rows.", "summary: Removes\u200b rows."),
        "DOC011 the invisible or control character U+200B stands here; delete it",
        {"summary": "Removes\u200b rows."},
        "**Summary** `holds the invisible or control character U+200B; delete it",
    ),
}  # fmt: skip


def begun(answers: Mapping[str, str]) -> tuple[Path, str]:
    """`taxonomy new`, then an editor: the file with its answers."""
    done = CliRunner().invoke(main, ["new", "-"], input=RECORD)
    path = Path(done.stdout.strip())
    assert (done.exit_code, path.name) == (0, f"{NAME}.yaml")
    assert f"answers are still needed, `taxonomy check {path.as_posix()}` lists them" in done.stderr
    text = path.read_text(encoding="utf-8")
    for name, value in {**PLAIN, **answers}.items():
        text = answered(text, name, value)
    return path, text


def answered(text: str, name: str, value: str) -> str:
    """The file with one answer: the mark is taken away, and what stood below a question that has parts of its own goes."""
    found = re.search(rf"(?m)^( *)#?{name}:.*\n(?:\1# {{2,}}(?!#?\w+: ).*\n|\1#  .*\n)*", text)
    assert found, name
    return f"{text[: found.start()]}{found[1]}{name}: {value}\n{text[found.end() :]}"


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD)
def test_good_contribution_by_the_shell(folder: Path, good: Good) -> None:
    """Three commands: begin, check, see the verdict; each says what comes next or that nothing is wrong."""
    path, text = begun(good.answers)
    path.write_text(text, encoding="utf-8")
    checked = run("check", path)
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, "", "no faults\n"), checked.stdout
    told = run("classify", "--explain", path)
    assert told.exit_code == 0
    assert told.stdout.startswith(f"{NAME}/main: intends {good.verdict}\n")
    assert "  because " in told.stdout or "not-stated" in good.answers.values()
    assert run("check", folder).exit_code == 0


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.usefixtures("folder")
def test_bad_contribution_by_the_shell(bad: Bad) -> None:
    """One slip is one fault, at its line, with what was found and what to do; the way back is the right text."""
    path, right = begun({})
    right = right if "\nlinks:" in right else right.replace("\n#links:", "\nlinks: {}", 1)
    before, after = bad.line
    assert before in right
    path.write_text(right.replace(before, after, 1), encoding="utf-8")
    checked = run("check", path)
    lines = checked.stdout.splitlines()
    assert checked.exit_code == 1
    assert all(line.startswith(f"{path.as_posix()}:") for line in lines)
    assert any(bad.says in line for line in lines), checked.stdout
    assert len({line.split(":")[1] for line in lines}) <= 2, checked.stdout
    assert all(re.search(r"; .+ <https://unlearning-taxonomy\.github\.io/rules/DOC0\d\d\.html>$", line) for line in lines)


def answer(text: str, folder: Path) -> tuple[int, str]:
    """What the issue is answered, and the exit code."""
    body = folder.parent / "body.md"
    body.write_text(text, encoding="utf-8")
    found = run("answer", body, "--write", "--entries", folder)
    return found.exit_code, found.stdout


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD)
def test_good_contribution_by_the_form(folder: Path, good: Good) -> None:
    """The answer shows the entry and its verdict, and the entry is there."""
    code, told = answer(paper(**good.form), folder)
    intended, evaluated, agreement = re.split(r", evaluated as |: ", good.verdict)
    assert code == 0, told
    assert told.startswith("No fault was found, so a pull request with it opens.\n")
    assert f"Intends **{intended}**, evaluated as **{evaluated}**: **{agreement}**." in told
    assert load(folder)[NAME].settings["main"].verdict.intended == intended
    assert run("check", folder).exit_code == 0


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_contribution_by_the_form(folder: Path, bad: Bad) -> None:
    """The answer names the question, what is wrong and what to do, and nothing is written; a form quotes what YAML would misread."""
    code, told = answer(paper(**bad.form), folder)
    faults = re.findall(r"(?m)^- (\*\*.+)$", told)
    if not bad.answer:
        assert (code, faults) == (0, [])
        return
    assert code == 1
    assert [line.startswith(bad.answer) for line in faults] == [True], told
    assert told.startswith("### 1 fault\n\nEdit the issue to mend them; a new answer follows.\n")
    assert not (folder / "papers" / f"{NAME}.yaml").exists()


def test_cheapest_contribution_by_both(folder: Path) -> None:
    """A BibTeX record for the register: one command, or one answer."""
    Path("new.bib").write_text(RECORD, encoding="utf-8")
    assert run("import", "new.bib").stdout == f"{NAME}\n"
    code, told = answer(filled("record", {"records": PAPER["bibtex"].replace("quite", "rather")}), folder)
    assert (code, "1 for the register" in told) == (0, True)
    assert {"example2026quite", "example2026rather"} <= {work.key for work in load(folder).register}
