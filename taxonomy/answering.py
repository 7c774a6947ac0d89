"""A filled-in form -> what it contributes: an entry, records, a dispute, or a fact to correct; with verdict and faults, in Markdown."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from taxonomy.bibliography import to_bibtex
from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.corpus import Corpus
from taxonomy.documents import Document, parse_document
from taxonomy.draft import entry_text, known_of
from taxonomy.errors import REPOSITORY_URL, SITE_URL, Finding, SetupError, UnknownIdError
from taxonomy.foreign import read_bibliography
from taxonomy.forms import MEASUREMENT, NOTHING, Filled, Slip, forms, read_form
from taxonomy.holdings import Holdings, read_holdings
from taxonomy.identifiers import arxiv_id, doi
from taxonomy.identity import SPOKEN
from taxonomy.intake import take_in
from taxonomy.lexicon import Lexicon
from taxonomy.lookup import LookupFailedError
from taxonomy.markdown import block, code
from taxonomy.model import Entry
from taxonomy.names import TERM_PATTERN
from taxonomy.nearest import nearest_id, shown
from taxonomy.newentry import AlreadyCodedError, Found, begin, find_by_arxiv, find_by_doi, find_by_id, find_in_bibtex, schema_address
from taxonomy.reading import read_corpus, seen_with
from taxonomy.register import with_works, without
from taxonomy.validation import validate
from taxonomy.vocabulary.closed import DisputeStatus, Reference
from taxonomy.vocabulary.terms import PAPER_ID
from taxonomy.writing import replace_file, write_new

_PARTS = 5
"""Most parts of a measurement: metric, place, criterion, reference, condition."""
_NEEDED = 3
"""Parts that every measurement has."""
_MENDED = "Edit the issue to mend them; a new answer follows."
_OPENS = "No fault was found, so a pull request with it opens."
_READ_FROM = {
    "problem": "problem", "forget_set": "removes", "guarantee": "guarantee", "references": "references", "measurements": "measurements",
    "baselines": "baselines", "datasets": "datasets", "models": "models",
}  # fmt: skip
"""Parts of a setting that evidence may support, and the question that each of them answers."""
_FIELDS = {
    "kind": "kind", "summary": "summary", "proposes": "proposes", "name": "name", "problem": "problem", "modality": "modality",
    "removes": "removes", "concept": "concept", "coverage": "coverage", "granularity": "granularity", "membership": "membership",
    "guarantee": "guarantee", "references": "references", "measurements": "measurements", "baselines": "baselines",
    "datasets": "datasets", "models": "models", "locator": "locator", "url": "url", "source": "source", "coders": "coder",
    "confidence": "confidence", "forget_set": "removes", "evidence": "source", "title": "paper", "authors": "paper", "year": "paper",
    "venue": "paper", "links": "paper", "id": "paper",
}  # fmt: skip
"""Fields of an entry, and the question that each of them comes from."""
_ELSEWHERE = "answer a flag or correct a fact with the other forms, take the edit link on its page, or name another paper"
"""What to do about a paper that is there."""
_DECLARE = re.compile(r"declare it under `proposes`.+|keep the declaration of .+")
"""Advice to those who write files."""
_ADDED = "leave it out here and tell of it in a comment, so that a maintainer adds it"
_INTRODUCED = f"name it under New methods, too, where the paper introduces it, else {_ADDED}"
"""The same to those who fill in a form."""


class Change(NamedTuple):
    """A file that a contribution makes or changes."""

    path: str
    """The file, from the folder of entries."""
    text: str
    """What it holds then."""
    was: str | None
    """What it holds now; None where it is not there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a filled-in form.

    Attributes:
        told: the answer in Markdown.
        changes: files to write; none where there is a fault, or nothing to write.
        faults: how many faults were found.
        title: what the contribution does, in a few words of ours.
    """

    told: str
    changes: tuple[Change, ...] = ()
    faults: int = 0
    title: str = ""

    def write(self, folder: Path) -> None:
        """Write the files.

        Args:
            folder: the folder of entries that was read for the answer.

        Raises:
            SetupError: a file cannot be written, or is not what it was any more.
        """
        for change in self.changes:
            if change.was is None:
                write_new(folder / change.path, change.text)
            else:
                replace_file(folder / change.path, change.text, was=change.was)


@dataclass(slots=True)
class _Draft:
    """An answer that is being made."""

    lines: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    title: str = ""

    def answer(self) -> Answer:
        """The answer: faults first, since they are what there is to do."""
        if self.slips:
            count = f"{len(self.slips)} fault{'s' * (len(self.slips) > 1)}"
            listed = [f"- **{slip.label}** {code(f'{slip.message}; {slip.fix}')}" for slip in self.slips]
            return Answer("\n".join([f"### {count}", "", _MENDED, "", *listed, "", *self.lines]).rstrip() + "\n", (), len(self.slips))
        opens = [_OPENS, ""] if self.changes else []
        return Answer("\n".join([*opens, *self.lines]).rstrip() + "\n", tuple(self.changes), 0, self.title)


def answer_form(text: str, folder: Path, url: str, day: date) -> Answer:
    """Answer an issue.

    Args:
        text: the issue's text, which may be anything.
        folder: the folder of entries; nothing is written.
        url: address of the issue.
        day: today.

    Raises:
        SetupError: the folder cannot be used.
    """
    corpus, _ = read_corpus(folder)
    filled = read_form(text, forms(corpus.lexicon))
    if filled is None:
        known = ", ".join(f"{form.name} ({form.questions[0].label})" for form in forms(corpus.lexicon))
        return Answer(
            f"### 1 fault\n\nThis is none of the forms any more: {known}. Keep the headings of the form, or open a new issue.\n", (), 1
        )
    draft = _Draft(slips=list(filled.slips))
    _WAYS[filled.form.id](_Case(filled, draft, corpus, read_holdings(folder), url, day))
    return draft.answer()


class _Case(NamedTuple):
    """A form, and all that is needed to answer it."""

    filled: Filled
    draft: _Draft
    corpus: Corpus
    holdings: Holdings
    url: str
    day: date

    def slip(self, name: str, message: str, fix: str) -> None:
        """Note that an answer cannot be used."""
        label = next(question.label for question in self.filled.form.questions if question.id == name)
        self.draft.slips.append(Slip(label, message, fix))


def _take_paper(case: _Case) -> None:
    """Make an entry."""
    facts = _setting(case)
    found = _paper(case)
    if found is None:
        return
    try:
        begun = begin(found, case.holdings)
    except SetupError as error:
        case.slip("paper", *_told_and_fix(error, _ELSEWHERE))
        return
    kind, summary, coder, confidence = map(case.filled.said, ("kind", "summary", "coder", "confidence"))
    curation = {"coded": case.day.isoformat(), "coders": [coder] if coder else [], "confidence": confidence}
    methods = [{"id": _id_of(name), "name": name} for name in dict.fromkeys(_parts(case.filled.said("proposes")))]
    proposes = {"methods": methods} if methods else {}
    entry = {
        **known_of(begun.work), "kind": kind, "summary": summary, "proposes": proposes, "settings": [facts], "curation": curation,
    }  # fmt: skip
    text = entry_text(entry, schema_address(case.holdings.folder))
    if begun.work.more_authors:
        case.slip("paper", "has more authors than its record tells", "give its BibTeX with all of them")
    paper = _judged(text, begun.work.key, case)
    case.draft.title = f"Add {begun.work.key}"
    case.draft.lines += _entry_told(text, begun.work.key, (f"bibliographic data: {begun.source}", *begun.remarks), paper)
    case.draft.changes.append(Change(f"papers/{begun.work.key}.yaml", text, None))
    records = [key for key, record in case.holdings.records.items() if key == begun.work.key or _same(record, begun.work)]
    if records and not case.draft.slips:
        case.draft.changes.append(Change("register.bib", without(case.holdings.text, records), case.holdings.text))


def _same(record: Any, work: Any) -> bool:
    return any(getattr(record, name) and getattr(record, name) == getattr(work, name) for name in ("arxiv", "doi"))


def _paper(case: _Case) -> Found | None:
    """Look the paper up where its address leads, or take it from the BibTeX that was given."""
    told, bibtex = case.filled.said("paper"), case.filled.said("bibtex")
    name, ways = ("bibtex", [lambda: _from_bibtex(bibtex, told)]) if bibtex else ("paper", list(_ways_to(told, case.holdings)))
    if not told and not bibtex:
        return None
    if not ways:
        case.slip("paper", f"is {shown(told)}, which is no arXiv id, no DOI and no key of the register", "give one of them, or BibTeX")
        return None
    try:
        return ways[0]()
    except AlreadyCodedError as error:
        case.slip(name, *_told_and_fix(error, _ELSEWHERE))
    except LookupFailedError as error:
        case.slip(name, *_told_and_fix(error, "if the id is right, edit the issue later, which asks again, or give the paper's BibTeX"))
    except (SetupError, UnknownIdError) as error:
        case.slip(name, *_told_and_fix(error, "mend it, or give the paper's BibTeX"))
    return None


def _told_and_fix(error: SetupError | UnknownIdError, fix: str) -> tuple[str, str]:
    """What is wrong, and what to do about it in a form rather than in a shell."""
    if isinstance(error, UnknownIdError) and error.nearest:
        return f"unknown {error.kind} {shown(error.wanted)}", f"did you mean {' or '.join(map(shown, error.nearest))}? Otherwise {fix}"
    return str(error).partition("; ")[0], fix


def _ways_to(told: str, holdings: Holdings) -> Iterator[Callable[[], Found]]:
    if re.fullmatch(PAPER_ID, told):
        yield lambda: find_by_id(told, holdings)
    if arxiv_id(told, bare=True):
        yield lambda: find_by_arxiv(told, holdings)
    if doi(told):
        yield lambda: find_by_doi(told, holdings)


def _from_bibtex(bibtex: str, told: str) -> Found:
    """The paper of a record, with the identifier that was given beside it."""
    if (several := len(read_bibliography(bibtex, "BibTeX").works)) > 1:
        raise SetupError(f"holds {several} records")
    found = find_in_bibtex(bibtex, "BibTeX", None)
    arxiv, other = arxiv_id(told, bare=True), doi(told)
    work = replace(found.work, arxiv=found.work.arxiv or arxiv, doi=found.work.doi or (None if arxiv else other))
    return replace(found, work=work)


def _setting(case: _Case) -> dict[str, Any]:
    """The setting that the answers describe."""
    said, chosen, lexicon = case.filled.said, case.filled.chosen, case.corpus.lexicon
    references = ["none" if word == NOTHING else word for word in chosen("references")]
    forget_set: dict[str, Any] = {name: said(name) for name in ("removes", "concept", "coverage", "membership")}
    forget_set["granularity"] = list(chosen("granularity"))
    listed = {name: _terms(said(name), kind, lexicon) for name, kind in (("baselines", "method"), ("datasets", "dataset"))}
    setting = {
        "id": "main",
        "name": said("name"),
        "problem": said("problem"),
        "modality": said("modality"),
        "forget_set": forget_set,
        "guarantee": said("guarantee"),
        "references": references or [Reference.NOT_REPORTED.value],
        "measurements": list(_measurements(case)),
        **listed,
        "models": _parts(said("models")),
    }  # fmt: skip
    answered = [part for part, name in _READ_FROM.items() if name in case.filled.answers]
    seen = {"supports": answered, "source": said("source"), "locator": said("locator"), "url": said("url")}
    return {**setting, "evidence": [seen]}


def _measurements(case: _Case) -> Iterator[dict[str, str]]:
    """Measurements, one a line."""
    lines = [line.strip().removeprefix("- ") for line in case.filled.said("measurements").split("\n")]
    for number, line in enumerate(filter(None, lines), start=1):
        parts = [part.strip() for part in line.split(":")]
        if not _NEEDED <= len(parts) <= _PARTS:
            fix = f"write metric:on:criterion, such as {MEASUREMENT}, and :reference and :condition where they matter"
            case.slip("measurements", f"line {number} is {shown(line)}", fix)
            continue
        names = ("metric", "on", "criterion", "reference", "condition")
        facts = {name: part for name, part in zip(names, parts, strict=False) if part}
        yield {**facts, "metric": _term(parts[0], "metric", case.corpus.lexicon)}


def _parts(text: str) -> list[str]:
    return [part for each in re.split("[,;]", text) if (part := each.strip())]


def _terms(text: str, kind: str, lexicon: Lexicon) -> list[str]:
    return list(dict.fromkeys(_term(part, kind, lexicon) for part in _parts(text)))


def _term(text: str, kind: str, lexicon: Lexicon) -> str:
    """The id of the term that is called so; where none is, or several are, the id that it would have."""
    terms: Mapping[str, Any] = {"metric": lexicon.metrics, "method": lexicon.methods, "dataset": lexicon.datasets}[kind]
    if text in terms:
        return text
    spoken = _spoken(text)
    found = {name for name, term in terms.items() if spoken in map(_spoken, (name, term.name, *term.aliases))}
    return found.pop() if len(found) == 1 else _id_of(text)


def _id_of(name: str) -> str:
    """The id that a term of this name has where nobody says otherwise."""
    return nearest_id(name, TERM_PATTERN) or name


def _spoken(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def _judged(text: str, name: str, case: _Case) -> Paper | None:
    """Judge an entry's text together with the corpus; what is wrong with it is noted."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / f"{name}.yaml"
        path.write_text(text, encoding="utf-8", newline="\n")
        seen = seen_with(case.corpus, [path], against_register=False)
    document = parse_document(text, f"{name}.yaml")
    for finding in seen.findings:
        _note_fault(finding, document, case)
    return seen.corpus[name] if name in seen.given else None


def _note_fault(finding: Finding, document: Document | list[Finding], case: _Case) -> None:
    """Note a fault at the question that it comes from; a question that was not answered is told once."""
    places = [*document.places.values.items(), *document.places.keys.items()] if isinstance(document, Document) else []
    path = next((path for path, place in reversed(places) if place == (finding.line, finding.column)), ())
    fields = [step for step in path if isinstance(step, str)] + re.findall(r"lacks the field `(\w+)`", finding.message)
    name = "proposes" if "proposes" in fields else next((_FIELDS[step] for step in reversed(fields) if step in _FIELDS), "paper")
    label = next(question.label for question in case.filled.form.questions if question.id == name)
    if finding.code != "DOC006" or label not in {slip.label for slip in case.draft.slips}:
        fix = _DECLARE.sub(_INTRODUCED if name == "baselines" else _ADDED, finding.fix)
        case.slip(name, f"{finding.code} {finding.message}", fix)


def _entry_told(text: str, name: str, remarks: Iterable[str], paper: Paper | None) -> Iterator[str]:
    yield f"### The entry {code(name)}"
    yield ""
    yield from (f"- {code(remark)}" for remark in remarks)
    yield ""
    yield block(text, "yaml")
    if paper is not None:
        yield from verdict_told(paper)


def verdict_told(paper: Paper) -> Iterator[str]:
    """Verdicts of a paper with reasons and flags, as lines of Markdown."""
    for setting in paper.settings.values():
        verdict = setting.verdict
        yield from ("", f"### Verdict of {code(setting.address)}", "")
        yield f"Intends **{verdict.intended}**, evaluated as **{verdict.evaluated}**: **{verdict.agreement}**."
        yield ""
        yield from _reasons(setting)
        yield from (f"- missing: {code(path)}" for path in verdict.missing)
    flags = list(paper.all_flags())
    yield from ("", "### Flags", "") if flags else ()
    for flag in flags:
        rule = flag.rule
        yield f"- [{rule.code}]({SITE_URL}rules/{rule.code}.html) ({rule.severity}) {rule.title}. Instead: {rule.instead}"


def _reasons(setting: ClassifiedSetting) -> Iterator[str]:
    for reason in setting.verdict.because:
        facts = ", ".join(code(str(fact)) for fact in reason.facts)
        yield f"- {reason.points_to}, because {reason.text}: {facts}"


def _take_records(case: _Case) -> None:
    """Take records into the register."""
    text = case.filled.said("records")
    if not text:
        return
    intake = take_in(text, "BibTeX", case.holdings)
    for finding in intake.unread:
        case.slip("records", f"line {finding.line}: {finding.message}", finding.fix)
    if not (intake.added or intake.skipped or intake.unread):
        case.slip("records", "hold no record", "paste BibTeX as a publisher or arXiv gives it: @article{key, title = {...}, ...}")
    works = [each.work for each in intake.added]
    known = (f"{each.record or 'a record'} is known: {each.place} has the same {SPOKEN[each.same]}" for each in intake.skipped)
    remarks = (f"line {remark.line}: {remark.message}" for remark in intake.remarks)
    case.draft.lines += [f"- {code(text)}" for text in (*known, *remarks)]
    if not works:
        case.draft.lines += ["", "Nothing new was found, so there is nothing to add. Thank you all the same."] if intake.skipped else []
        return
    case.draft.lines += ["", f"### {len(works)} for the register", "", block(to_bibtex(works), "bibtex")]
    case.draft.title = f"Add {works[0].key} to the register" if len(works) == 1 else f"Add {len(works)} works to the register"
    case.draft.changes.append(Change("register.bib", with_works(case.holdings.text, works), case.holdings.text))


def _take_dispute(case: _Case) -> None:
    """Put a dispute beside a flag."""
    setting, flag = _flagged(case), case.filled.said("code")
    if setting is None or not flag:
        return
    fired = [each.rule.code for each in setting.flags]
    if flag not in fired:
        listed = f"it is flagged {', '.join(fired)}" if fired else "nothing flags it"
        case.slip("code", f"is {flag}, which does not flag {setting.address}: {listed}", "choose a flag of the setting")
        return
    entry = case.corpus[setting.paper_id].entry
    if any((each.code, each.setting) == (flag, setting.id) for each in entry.disputes):
        case.slip("code", f"is {flag}, which is disputed for {setting.address} already", "answer where that dispute takes place")
        return
    status = DisputeStatus.AUTHOR_REPLIED if case.filled.said("author") == "yes" else DisputeStatus.OPEN
    dispute = {"code": flag, "setting": setting.id, "status": status.value, "url": case.url}
    path = f"papers/{entry.id}.yaml"
    text = (case.holdings.folder / path).read_text(encoding="utf-8")
    try:
        new = with_dispute(text, dispute)
    except SetupError as error:
        case.slip("flagged", *_told_and_fix(error, "a maintainer will do it"))
        return
    case.draft.title = f"Note a dispute of {flag} for {setting.address}"
    case.draft.lines += ["### The dispute", "", block("disputes:\n" + _dispute_line(dispute), "yaml"), ""]
    case.draft.lines += [f"It goes into {code(f'entries/{path}')}, and stands beside the flag until it is settled."]
    case.draft.changes.append(Change(path, new, text))


def _dispute_line(dispute: Mapping[str, str]) -> str:
    return f'  - {{code: {dispute["code"]}, setting: {dispute["setting"]}, status: {dispute["status"]}, url: "{dispute["url"]}"}}'


def with_dispute(text: str, dispute: Mapping[str, str]) -> str:
    """Put a dispute into the text of an entry, after those that stand there.

    Args:
        text: the entry's file.
        dispute: code, setting, status and url.

    Returns:
        The new text; every other line is as it was.

    Raises:
        SetupError: the dispute cannot be put in.
    """
    lines = text.rstrip("\n").split("\n")
    start = next((at for at, line in enumerate(lines) if re.match(r"disputes:\s*(\[\s*\])?\s*$", line)), None)
    if start is None:
        lines += ["disputes:"]
        end = len(lines)
    else:
        lines[start] = "disputes:"
        end = next((at for at in range(start + 1, len(lines)) if lines[at] and not lines[at].startswith((" ", "-"))), len(lines))
    indent = re.match(r" *", lines[start + 1]) if start is not None and end > start + 1 else None
    lines.insert(end, _dispute_line(dispute) if indent is None else indent[0] + _dispute_line(dispute).lstrip())
    new = "\n".join(lines) + "\n"
    before, after = (_entry_of(each) for each in (text, new))
    if before is None or after is None or after.disputes[:-1] != before.disputes or _with_disputes_of(before, after) != before:
        raise SetupError("the dispute cannot be put into the entry; add it by hand")
    return new


def _with_disputes_of(other: Entry, entry: Entry) -> Entry:
    return entry.model_copy(update={"disputes": other.disputes})


def _entry_of(text: str) -> Entry | None:
    document = parse_document(text, "")
    found = validate(document, Entry) if isinstance(document, Document) else None
    return found if isinstance(found, Entry) else None


def _flagged(case: _Case) -> ClassifiedSetting | None:
    """The setting that an address names; what is wrong with the address is noted."""
    told = case.filled.said("flagged")
    if not told:
        return None
    try:
        return case.corpus.setting("/".join(filter(None, _address(told))))
    except UnknownIdError as error:
        case.slip("flagged", *_told_and_fix(error, "write paper/setting, or copy the link of the setting's heading"))
        return None


def _address(told: str) -> tuple[str, str]:
    """Paper and setting out of an id, an address of the corpus, or an address of the site."""
    plain = unquote(told.strip().strip("`<>"))
    found = re.fullmatch(r"(?:https?://\S*/)?(?:papers/)?([^/#\s]+?)(?:\.html|\.yaml)?(?:[#/]([^/#\s]*))?", plain)
    return (found[1], found[2] or "") if found else (plain, "")


def _take_fault(case: _Case) -> None:
    """Name the file in which a fact is to be corrected."""
    told = case.filled.said("entry")
    if not told:
        return
    name = _address(told)[0]
    try:
        entry = case.corpus[name].entry
    except UnknownIdError as error:
        case.slip("entry", *_told_and_fix(error, "write the entry's id, or copy the link of its page"))
        return
    edit = f"{REPOSITORY_URL}/edit/main/entries/papers/{entry.id}.yaml"
    case.draft.lines += [
        f"Thank you. The fact stands in [the entry]({SITE_URL}papers/{entry.id}.html).",
        "",
        f"Whoever corrects it, you or a maintainer, can [edit the file]({edit}) in the browser; name the source under {code('evidence')}.",
    ]


_WAYS: dict[str, Callable[[_Case], None]] = {
    "paper": _take_paper,
    "record": _take_records,
    "dispute": _take_dispute,
    "fault": _take_fault,
}
"""What to do with each form."""
