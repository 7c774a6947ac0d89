"""Advice written out: for a terminal, as a checklist to paste, for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from taxonomy.advice import Advice, Suggestion
from taxonomy.latex import escape
from taxonomy.plain import flag_to_plain, verdict_to_plain
from taxonomy.vocabulary.closed import Removes, Severity


def advice_to_plain(advice: Advice, facts: Mapping[str, Any], questions: Iterable[str]) -> dict[str, Any]:
    """Advice as a plain mapping; flags speak of the plan, which has no id.

    Args:
        advice: the advice.
        facts: what was said of the setting.
        questions: what it leaves open.
    """
    lists = ("references", "metrics", "baselines", "misleading")
    return {
        "setting": dict(facts),
        **verdict_to_plain(advice.verdict),
        **{f"fitting_{name}" if name != "misleading" else name: [asdict(each) for each in getattr(advice, name)] for name in lists},
        "questions": list(questions),
        "flags": [
            {name: value for name, value in flag_to_plain(flag).items() if name not in {"paper", "setting"}} for flag in advice.flags
        ],
        "exemplars": [exemplar.address for exemplar in advice.exemplars],
        "cite": list(advice.cite),
    }


def _text(advices: Iterable[Advice], questions: Iterable[str]) -> Iterator[str]:
    for advice in advices:
        verdict = advice.verdict
        yield f"{advice.setting.name}: intends {verdict.intended}, evaluated as {verdict.evaluated}: {verdict.agreement}"
        yield f"  because {verdict.because[0].text}"
        yield from (f"  missing {path}: without it the notion cannot be told" for path in verdict.missing)
        yield from _listed("to decide", questions)
        yield from _listed("references that fit", map(_said, advice.references))
        yield from _listed("metrics that fit", map(_said, advice.metrics))
        yield from _listed("baselines that fit", map(_said, advice.baselines))
        yield from _listed("misleading", map(_said, advice.misleading))
        flags = (flag.rule for flag in advice.flags)
        yield from _listed("flags", (f"{rule.code} {rule.severity}: {rule.title}. {rule.instead}" for rule in flags))
        yield from _listed("who does it well", (exemplar.address for exemplar in advice.exemplars))
        yield f"  cite {', '.join(advice.cite)}"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under a title; no title where there are none."""
    listed = list(lines)
    yield from (f"  {title}", *(f"    {line}" for line in listed)) if listed else ()


def _said(each: Suggestion) -> str:
    used = f" (in {each.used} coded setting{'s' * (each.used > 1)})" if each.used else ""
    return f"{each.id}{used}: {each.reason}{f' Instead: {each.instead}' if each.instead else ''}"


def _points(advice: Advice, questions: Iterable[str]) -> Iterator[str]:
    """The checklist, one plain sentence a point."""
    forget_set = advice.setting.forget_set
    part = f" and how much of it the forget set holds ({forget_set.coverage})" if forget_set.removes is Removes.CONCEPT else ""
    yield f"Say what must be gone ({forget_set.removes}){part}."
    yield from (f"{question}." for question in questions)
    if advice.references:
        yield f"Hold scores against the ideal: {' or '.join(each.name for each in advice.references)}."
    if advice.metrics:
        yield f"Report metrics that fit: {', '.join(each.name for each in advice.metrics)}."
    if advice.baselines:
        yield f"Compare with methods of the same notion: {', '.join(each.name for each in advice.baselines)}."
    yield from (f"{each.name} misleads {each.reason} Instead: {each.instead}" for each in advice.misleading)
    serious = (flag.rule for flag in advice.flags if flag.rule.severity is not Severity.NOTE)
    yield from (f"{rule.title} ({rule.code}). {rule.instead}" for rule in serious)


def _markdown(advices: Iterable[Advice], questions: Iterable[str]) -> Iterator[str]:
    for advice in advices:
        yield f"### {_escaped(advice.setting.name)}: {advice.verdict.intended}"
        yield ""
        yield from (f"- [ ] {_escaped(point)}" for point in _points(advice, questions))
        yield ""


def _escaped(text: str) -> str:
    """Text for Markdown: every mark of its grammar is escaped."""
    return "".join(f"\\{character}" if character in r"\`*_{}[]<>#|~$" else character for character in " ".join(text.split()))


def _latex(advices: Iterable[Advice], questions: Iterable[str]) -> Iterator[str]:
    yield "% needs \\usepackage{amssymb}"
    for advice in advices:
        yield f"\\paragraph{{{escape(advice.setting.name)}: {advice.verdict.intended}}}"
        yield "\\begin{itemize}"
        yield from (f"  \\item[$\\square$] {escape(point)}" for point in _points(advice, questions))
        yield "\\end{itemize}"


WRITERS: dict[str, Callable[[Iterable[Advice], Iterable[str]], Iterator[str]]] = {"text": _text, "markdown": _markdown, "latex": _latex}
"""How advice and open questions are written, by format."""
