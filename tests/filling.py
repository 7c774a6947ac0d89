"""Issue forms as people fill them in: what several test modules share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taxonomy.forms import NO_ANSWER, Form, forms

BIBTEX = "@misc{x, title = {A quite new study}, author = {Example, Ada}, year = {2026}}"
PAPER: dict[str, Any] = {
    "paper": "https://arxiv.org/abs/2601.00001",
    "bibtex": BIBTEX,
    "kind": "method",
    "summary": "Removes invented rows.",
    "name": "Random rows",
    "problem": "example-deletion",
    "modality": "image",
    "removes": "examples",
    "granularity": ["example"],
    "references": ["retrained-without-forget-set"],
    "measurements": "forget-set-accuracy:forget-set:match-reference",
    "baselines": "retraining, Fine-tuning, Row eraser",
    "source": "paper",
    "locator": "Table 2",
    "coder": "Ada",
    "confidence": "high",
}
"""Answers to the form for a paper, without a fault."""


def form_of(name: str) -> Form:
    """The form of that name."""
    return next(form for form in forms() if form.id == name)


def filled(name: str, answers: Mapping[str, Any]) -> str:
    """The text that GitHub makes of a form: a heading for each question, and what was answered below it."""
    parts = []
    for question in form_of(name).questions:
        given = answers.get(question.id, "")
        listed = given if isinstance(given, list) else [given] if given else []
        options = {option.partition(": ")[0]: option for option in question.options}
        text: str = ", ".join(str(options.get(each, each)) for each in listed)
        text = f"```{question.written_in}\n{text}\n```" if question.written_in and text else text or NO_ANSWER
        parts.append(f"### {question.label}\n\n{text}")
    return "\n\n".join(parts) + "\n"


def paper(**answers: Any) -> str:
    """The text of the form for a paper; what is not given is answered well."""
    return filled("paper", {**PAPER, **answers})
