"""Issue forms: what GitHub is given, and what comes back."""

from __future__ import annotations

import runpy
from enum import StrEnum
from typing import Any

import pytest
import yaml

from taxonomy.forms import NOTHING, Filled, forms, read_form, template
from taxonomy.lexicon import load_lexicon
from taxonomy.rules import CATALOGUE
from taxonomy.vocabulary import closed
from tests.filling import PAPER, filled, form_of, paper
from tests.invented import ROOT

TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
WORDS: dict[str, type[StrEnum]] = {
    "kind": closed.Kind, "modality": closed.Modality, "removes": closed.Removes, "coverage": closed.Coverage,
    "granularity": closed.Granularity, "membership": closed.Membership, "guarantee": closed.Guarantee, "source": closed.EvidenceSource,
    "confidence": closed.Confidence,
}  # fmt: skip


def read(text: str) -> Filled:
    """A text as a form."""
    found = read_form(text, forms())
    assert found is not None
    return found


def options(form: str, name: str) -> list[str]:
    """The words that a question offers."""
    question = next(each for each in form_of(form).questions if each.id == name)
    return [option.partition(": ")[0] for option in question.options]


def test_committed_forms_are_those_that_are_read() -> None:
    """What stands in .github is what `make forms` writes."""
    written = runpy.run_path(str(ROOT / ".ci" / "forms.py"))["texts"]()
    assert written == {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in written}
    assert {path.name for path in TEMPLATES.iterdir()} == {*written, "config.yml"}


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_forms_are_as_github_wants_them(form: Any) -> None:
    """Names and labels occur once, an option is no reserved word, occurs once and, where several are chosen, holds no comma."""
    told = yaml.safe_load(yaml.safe_dump(template(form)))
    asked = [part for part in told["body"] if part["type"] != "markdown"]
    for names in ([part["id"] for part in asked], [part["attributes"]["label"] for part in asked]):
        assert len(set(names)) == len(names)
    assert all(part["type"] in {"input", "textarea", "dropdown"} for part in asked)
    for listed in (part["attributes"].get("options", []) for part in asked):
        assert len(set(listed)) == len(listed)
        assert "none" not in {str(option).casefold() for option in listed}
        assert all(isinstance(option, str) for option in listed)
    several = [part for part in asked if part["attributes"].get("multiple")]
    assert all("," not in option for part in several for option in part["attributes"]["options"])
    assert form.questions[0].required
    assert len({each.questions[0].label for each in forms()}) == len(forms())


@pytest.mark.parametrize("name", WORDS)
def test_forms_offer_every_allowed_word(name: str) -> None:
    """Choices are the words of the model, all of them, in its order."""
    assert options("paper", name) == [str(word) for word in WORDS[name]]


def test_forms_offer_every_reference_problem_and_rule() -> None:
    """References but the two that say that there is none, all problems, and all rules that speak of a setting."""
    assert {*options("paper", "references"), "none", "not-reported"} == {*map(str, closed.Reference), NOTHING}
    assert options("paper", "problem") == list(load_lexicon().problems)
    assert options("dispute", "code") == [rule.code for rule in CATALOGUE if rule.speaks_of == "setting"]


def test_answers_come_back() -> None:
    """What was chosen and written comes back as words and lines, and what was left out is not there."""
    found = read(paper(summary="Two\nlines  here"))
    assert found.slips == ()
    assert found.said("kind") == "method"
    assert found.chosen("granularity") == ("example",)
    assert found.said("summary") == "Two lines here"
    assert found.said("bibtex") == PAPER["bibtex"]
    assert "concept" not in found.answers
    assert (found.said("granularity"), found.chosen("kind")) == ("", ())


def test_line_ends_and_composed_letters_are_normalised() -> None:
    """Windows' line ends and letters in parts make no difference."""
    found = read(paper(coder="Jo\u0308rg").replace("\n", "\r\n"))
    assert found.slips == ()
    assert found.said("coder") == "J\u00f6rg"


@pytest.mark.parametrize(
    ("answers", "label", "says", "advice"),
    [
        ({"kind": ""}, "Kind of paper", "is not answered", "answer it: What sort"),
        ({"kind": "metod: x"}, "Kind of paper", "is 'metod', which is none of its answers", "did you mean 'method'?"),
        ({"removes": "$(id)"}, "What must be gone", "is '$(id)'", "choose one of examples, concept"),
        ({"granularity": ["example", "rows"]}, "Unit of removal", "is 'rows'", "choose one of example"),
        ({"coder": "A\u202eda"}, "Your name", "holds the invisible or control character U+202E", "delete it"),
        ({"coder": "A\x00da"}, "Your name", "holds the invisible or control character U+0000", "delete it"),
    ],
)  # fmt: skip
def test_unusable_answers_are_told_once(answers: dict[str, Any], label: str, says: str, advice: str) -> None:
    """An answer that cannot be used is told with its question and what to do, and not as missing, too."""
    found = read(paper(**answers))
    assert [(slip.label, says in slip.message, advice in slip.fix) for slip in found.slips] == [(label, True, True)]


def test_headings_in_answers_are_text() -> None:
    """A heading that is no question, or that stands in a block of code, begins no answer; a question answered twice is told."""
    assert read(paper(summary="One.\n\n### Note\n\nTwo.")).said("summary") == "One. ### Note Two."
    held = "% ### Paper\n### Paper\n" + PAPER["bibtex"]
    assert read(paper(bibtex=held)).said("bibtex") == held
    twice = read(paper() + "\n### Summary\n\nAnother.\n")
    assert [(slip.label, slip.message) for slip in twice.slips] == [("Summary", "is answered twice")]


def test_block_of_code_that_does_not_end_swallows_the_rest() -> None:
    """What follows a block that stays open is a part of it, so that what is missing is told."""
    found = read(paper().replace(f"{PAPER['bibtex']}\n```", PAPER["bibtex"], 1))
    assert "Kind of paper" in [slip.label for slip in found.slips]


def test_other_text_is_no_form() -> None:
    """Text without the first question of a form is none."""
    assert read_form("Hello.\n\n### Summary\n\nx\n", forms()) is None
    assert read_form("", forms()) is None
    assert read(filled("record", {"records": "@misc{x}"})).form.id == "record"
