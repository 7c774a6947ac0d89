"""The forms that GitHub shows to people who open an issue: what they ask, and the answers out of the issue's text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from taxonomy.characters import unseen
from taxonomy.errors import SITE_URL
from taxonomy.lexicon import Lexicon, load_lexicon
from taxonomy.nearest import did_you_mean, shown
from taxonomy.rules import CATALOGUE
from taxonomy.vocabulary.closed import (
    Confidence,
    Coverage,
    EvidenceSource,
    Granularity,
    Guarantee,
    Kind,
    Membership,
    Modality,
    Reference,
    Removes,
    member_docs,
)

NO_ANSWER = "_No response_"
"""What GitHub writes where a question was left out."""
NOTHING = "nothing at all"
"""What stands for `none` in a list of which several can be chosen: GitHub keeps the word `none` for itself."""
MEASUREMENT = "forget-set-accuracy:forget-set:match-reference"
"""A measurement as one writes it in a form."""
_HEADING = re.compile(r"### (.+)")
_FENCE = re.compile(r"(`{3,}|~{3,})[\w-]*")
_GUIDE = f"{SITE_URL}coding.html"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Attributes:
        id: name of the answer.
        label: the question as the form and the issue's text show it.
        about: what is asked, and an example.
        required: whether it has to be answered.
        options: answers to choose from: the word alone, or the word, a colon and its meaning; empty where one writes.
        several: whether several options may be chosen.
        lines: whether the answer has several lines.
        written_in: language of the answer, which GitHub shows as code.
    """

    id: str
    label: str
    about: str
    required: bool = False
    options: tuple[str, ...] = ()
    several: bool = False
    lines: bool = False
    written_in: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form.

    Attributes:
        id: name of its file.
        name: what it is for.
        about: the same in a sentence.
        title: how the issue's title begins.
        labels: labels that its issues get.
        intro: what people read first.
        questions: what is asked, in order; the first one tells the form.
    """

    id: str
    name: str
    about: str
    title: str
    labels: tuple[str, ...]
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """An answer that cannot be used.

    Attributes:
        label: the question.
        message: what is wrong with it.
        fix: what to do.
    """

    label: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody filled it in.

    Attributes:
        form: the form.
        answers: what was written or chosen, by question; questions without an answer are left out.
        slips: answers that cannot be used.
    """

    form: Form
    answers: Mapping[str, str | tuple[str, ...]]
    slips: tuple[Slip, ...]

    def said(self, name: str) -> str:
        """The answer to a question of which one answer is asked; empty where there is none."""
        answer = self.answers.get(name, "")
        return answer if isinstance(answer, str) else ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """The answers to a question of which several are asked."""
        answer = self.answers.get(name, ())
        return answer if isinstance(answer, tuple) else ()


def _words(words: type[StrEnum], *, without: Iterable[StrEnum] = ()) -> tuple[str, ...]:
    """Options of a closed enumeration, each with its meaning."""
    return tuple(f"{word}: {meaning}" for word, meaning in member_docs(words).items() if word not in set(without))


def forms(lexicon: Lexicon | None = None) -> tuple[Form, ...]:
    """Every form.

    Args:
        lexicon: known terms; those of the vocabulary where left out.
    """
    return (_paper(lexicon or load_lexicon()), _record(), _dispute(), _fault())


def _paper(lexicon: Lexicon) -> Form:
    references = [word.value for word in Reference if word not in {Reference.NONE, Reference.NOT_REPORTED}]
    questions = (
        Question("paper", "Paper", "Its address or id at arXiv, its DOI, or its key in the register.", required=True),
        Question("bibtex", "BibTeX", "Only for a paper that neither arXiv nor Crossref knows.", lines=True, written_in="bibtex"),
        Question("kind", "Kind of paper", "What sort of contribution it makes.", required=True, options=_words(Kind)),
        Question("summary", "Summary", "What the paper does, in one sentence of your own.", required=True, lines=True),
        Question("proposes", "New methods", "Names of the methods that the paper introduces, with commas between them: SalUn."),
        Question("name", "Setting", "One experiment or problem of the paper in a few words: Random samples of CIFAR-10.", required=True),
        Question("problem", "Problem", "What is studied.", required=True, options=tuple(lexicon.problems)),
        Question("modality", "Kind of data", "What the model reads or makes.", required=True, options=_words(Modality)),
        Question("removes", "What must be gone", "The rows, or the concept behind them.", required=True, options=_words(Removes)),
        Question("concept", "Concept", "Where a concept is removed: the concept in your own words."),
        Question("coverage", "Coverage", "How much of the concept the forget set holds.", options=_words(Coverage)),
        Question(
            "granularity", "Unit of removal", "In which unit removal is asked for.", options=tuple(map(str, Granularity)), several=True
        ),
        Question("membership", "Membership", "Whether the forget set was part of the training set.", options=_words(Membership)),
        Question("guarantee", "Guarantee", "What is proved about the distance to retraining.", options=_words(Guarantee)),
        Question(
            "references", "References", "What scores are held against; none chosen means that the paper does not say.",
            options=(*references, NOTHING), several=True,
        ),
        Question(
            "measurements", "Measurements",
            "One a line, as metric:on:criterion, with :reference and :condition where they matter. "
            f"Example: {MEASUREMENT}:retrained-without-forget-set",
            lines=True, written_in="text",
        ),
        Question("baselines", "Compared methods", "Ids or names, with commas between them: retraining, fine-tuning, SalUn."),
        Question("datasets", "Datasets", "Ids or names, with commas between them: cifar-10, TOFU."),
        Question("models", "Models", "With commas between them: ResNet-18, Llama-2-7B."),
        Question("source", "Where you read it", "What you really looked at.", required=True, options=_words(EvidenceSource)),
        Question("locator", "Where in it", "Section, table, figure or file: Section 4, Table 2.", required=True),
        Question("url", "Address of what you read", "https://..."),
        Question("coder", "Your name", "As you wish to be credited.", required=True),
        Question("confidence", "Confidence", "How sure you are of the whole.", required=True, options=_words(Confidence)),
    )  # fmt: skip
    intro = (
        f"About ten minutes. The [coding guide]({_GUIDE}) has the decided edge cases. An answer follows in the issue: "
        "entry, verdict and faults. Edit the issue to mend them; without faults a pull request opens. Further settings are added there."
    )
    about = "Code a paper: a link and a few choices, and the entry is written for you."
    return Form("paper", "Add a paper", about, "Paper: ", ("contribution", "paper"), intro, questions)


def _record() -> Form:
    about = "Two minutes: its BibTeX record joins the register of works that nobody has coded yet."
    question = Question(
        "records", "BibTeX records", "As a publisher or arXiv gives them; works that are known are skipped.", required=True, lines=True,
        written_in="bibtex",
    )  # fmt: skip
    return Form("record", "Name a paper for the register", about, "Record: ", ("contribution", "record"), about, (question,))


def _dispute() -> Form:
    codes = tuple(f"{rule.code}: {rule.title}" for rule in CATALOGUE if rule.speaks_of == "setting")
    questions = (
        Question(
            "flagged", "Flagged setting", "Its address: fan2024salun/random-samples, or the link of the setting's heading.", required=True
        ),
        Question("code", "Flag", "The code beside the flag.", required=True, options=codes),
        Question("reason", "Why it is wrong", "With the section, table or file that shows it.", required=True, lines=True),
        Question(
            "author", "Are you an author of the paper?", "A maintainer will ask how to know.", required=True, options=("yes", "no"),
        ),
    )  # fmt: skip
    about = "A paper's authors, and everybody else, answer a flag here; the answer is shown beside it."
    intro = f"About five minutes. The policy stands at {SITE_URL}disputes.html: your answer is shown beside the flag until it is settled."
    return Form("dispute", "Answer a flag", about, "Dispute: ", ("contribution", "dispute"), intro, questions)


def _fault() -> Form:
    questions = (
        Question("entry", "Entry", "Its id, or the link of its page or setting.", required=True),
        Question("wrong", "What is wrong", "The field and what stands there.", required=True, lines=True),
        Question("right", "What is right", "What should stand there.", required=True, lines=True),
        Question("where", "Where it can be read", "Section, table, figure or file, with its address.", required=True),
    )
    about = "A fact of an entry that the paper does not bear out."
    return Form("fault", "Correct a fact", about, "Fault: ", ("contribution", "data"), about, questions)


def template(form: Form) -> dict[str, Any]:
    """A form as GitHub reads it from `.github/ISSUE_TEMPLATE`."""
    body = [{"type": "markdown", "attributes": {"value": form.intro}}, *map(_asked, form.questions)]
    return {"name": form.name, "description": form.about, "title": form.title, "labels": list(form.labels), "body": body}


def _asked(question: Question) -> dict[str, Any]:
    kind = "dropdown" if question.options else "textarea" if question.lines else "input"
    more: dict[str, Any] = {"options": list(question.options)} if question.options else {}
    more |= {"multiple": True} if question.several else {}
    more |= {"render": question.written_in} if question.written_in else {}
    attributes = {"label": question.label, "description": question.about, **more}
    return {"type": kind, "id": question.id, "attributes": attributes, "validations": {"required": question.required}}


def read_form(text: str, known: Iterable[Form]) -> Filled | None:
    """Read the text of an issue.

    Args:
        text: what GitHub made of a form, or whatever somebody made of that.
        known: the forms.

    Returns:
        The answers to the form that it is, with the slips; None where it is none of them.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    headings = {found[1].strip() for line in lines if (found := _HEADING.fullmatch(line))}
    form = next((form for form in known if form.questions[0].label in headings), None)
    if form is None:
        return None
    labels = {question.label: question for question in form.questions}
    answers: dict[str, str | tuple[str, ...]] = {}
    slips: list[Slip] = []
    for label, told in _sections(lines, labels):
        question = labels[label]
        try:
            answer = _answer(question, told, twice=question.id in answers)
        except _UnusableAnswerError as error:
            slips.append(Slip(label, error.message, error.fix))
            continue
        if answer:
            answers[question.id] = answer
    slipped = {slip.label for slip in slips}
    unanswered = [each for each in form.questions if each.required and each.id not in answers and each.label not in slipped]
    slips += [Slip(each.label, "is not answered", f"answer it: {each.about}") for each in unanswered]
    return Filled(form, answers, tuple(slips))


def _sections(lines: Iterable[str], labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What stands below each heading that is a question; headings within a block of code are none."""
    known, label, told, fence = set(labels), "", list[str](), ""
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if heading and not fence and heading[1].strip() in known:
            yield from [(label, "\n".join(told))] if label else []
            label, told = heading[1].strip(), []
            continue
        mark = _FENCE.fullmatch(line)
        if mark:
            fence = "" if fence and line.startswith(fence) else fence or mark[1]
        told.append(line)
    yield from [(label, "\n".join(told))] if label else []


class _UnusableAnswerError(Exception):
    """An answer that cannot be used."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def _answer(question: Question, told: str, *, twice: bool) -> str | tuple[str, ...]:
    """What was answered.

    Raises:
        _UnusableAnswerError: the answer cannot be used.
    """
    text = _out_of_block(told.strip()) if question.written_in else told.strip()
    if text in {"", NO_ANSWER}:
        return ""
    if twice:
        raise _UnusableAnswerError("is answered twice", "keep one of the two")
    if found := unseen(text):
        name = f"U+{ord(found.group()):04X}"
        raise _UnusableAnswerError(f"holds the invisible or control character {name}", "delete it, or type the text again")
    if not question.options:
        return text if question.written_in else " ".join(text.split())
    given = [each for part in text.split(", ") if (each := part.strip())] if question.several else [" ".join(text.split())]
    words = tuple(dict.fromkeys(_option(each, question) for each in given))
    return words if question.several else words[0]


def _out_of_block(text: str) -> str:
    """Text without the block of code that GitHub puts round it."""
    first, _, rest = text.partition("\n")
    mark = _FENCE.fullmatch(first)
    return rest[: -len(mark[1])].strip() if mark and rest.endswith(mark[1]) else text


def _option(given: str, question: Question) -> str:
    """The word of an option.

    Raises:
        _UnusableAnswerError: it is none of the question's.
    """
    words = [option.partition(": ")[0] for option in question.options]
    word = given.partition(": ")[0]
    if word not in words:
        fix = did_you_mean(word, words) or f"choose one of {', '.join(words)}"
        raise _UnusableAnswerError(f"is {shown(word)}, which is none of its answers", fix)
    return word
