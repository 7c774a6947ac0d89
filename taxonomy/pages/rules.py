"""The catalogue of rules and faults, and a page for each code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.faults import FAULTS, Fault
from taxonomy.pages.page import Link, Page, badge, link, setting_link
from taxonomy.pages.terms import source_links
from taxonomy.plain import rule_to_plain, versions
from taxonomy.rules import CATALOGUE, FAMILIES
from taxonomy.rules.rule import Flag, Rule


def rule_pages(corpus: Corpus) -> Iterator[Page]:
    """The catalogue, and a page for each code."""
    fired: dict[str, list[Flag]] = {}
    for paper in corpus:
        for flag in paper.all_flags():
            fired.setdefault(flag.rule.code, []).append(flag)
    yield _catalogue(fired)
    codes = [*(rule.code for rule in CATALOGUE), *FAULTS]
    for rule in CATALOGUE:
        yield _rule_page(rule, fired.get(rule.code, []), _beside(rule.code, codes), corpus)
    for fault in FAULTS.values():
        yield _fault_page(fault, _beside(fault.code, codes))


def _beside(code: str, codes: list[str]) -> dict[str, Link | None]:
    at = codes.index(code)
    before = codes[at - 1] if at else None
    after = codes[at + 1] if at + 1 < len(codes) else None
    return {"before": link("rule", before) if before else None, "after": link("rule", after) if after else None}


def _catalogue(fired: dict[str, list[Flag]]) -> Page:
    rows: dict[str, list[dict[str, Any]]] = {family: [] for family in FAMILIES}
    for rule in CATALOGUE:
        count = len(fired.get(rule.code, []))
        rows[rule.code[:3]].append(_row(rule.code, rule.name, rule.title, str(rule.severity), count))
    for fault in FAULTS.values():
        rows["DOC"].append(_row(fault.code, fault.name, fault.title, "fault", None))
    families = [{"code": code, "name": FAMILIES[code], "rows": rows[code]} for code in ("FRM", "REF", "MET", "BAS", "EVD", "DOC")]
    data = {**versions(), "rules": [rule_to_plain(rule) for rule in CATALOGUE], "faults": [asdict(f) for f in FAULTS.values()]}
    lead = "Every rule that can flag a choice of a setting, and every fault that a file can have."
    return Page("rules/index.html", "Rules", lead, "rules.html", {"families": families, "lead": lead}, data)


def _row(code: str, name: str, title: str, severity: str, count: int | None) -> dict[str, Any]:
    return {"link": link("rule", code), "name": name, "title": title, "severity": badge(severity), "count": count}


def _rule_page(rule: Rule, flags: list[Flag], beside: dict[str, Link | None], corpus: Corpus) -> Page:
    context = {
        "rule": rule_to_plain(rule),
        "severity": badge(rule.severity),
        "applies_to": [badge(notion) for notion in sorted(rule.applies_to)],
        "sources": source_links(corpus, rule.sources),
        "fires": [_fire(flag, corpus) for flag in flags],
        **beside,
    }
    data = {**versions(), **rule_to_plain(rule), "fires": [f"{flag.paper}/{flag.setting or ''}".rstrip("/") for flag in flags]}
    search = f"{rule.code} {rule.name} {rule.rationale}"
    return Page(f"rules/{rule.code}.html", f"{rule.code}: {rule.title}", rule.rationale[:300], "rule.html", context, data, search=search)


def _fire(flag: Flag, corpus: Corpus) -> dict[str, Any]:
    paper = corpus[flag.paper]
    shown = f"{paper.entry.title}: {paper.settings[flag.setting].facts.name}" if flag.setting else paper.entry.title
    target = setting_link(flag.paper, flag.setting, shown) if flag.setting else link("paper", flag.paper, shown)
    return {"link": target, "choices": [str(fact.value) for fact in flag.choices]}


def _fault_page(fault: Fault, beside: dict[str, Link | None]) -> Page:
    context = {"fault": fault, **beside}
    search = f"{fault.code} {fault.name} {fault.rationale}"
    path = f"rules/{fault.code}.html"
    return Page(
        path, f"{fault.code}: {fault.title}", fault.rationale, "fault.html", context, {**versions(), **asdict(fault)}, search=search
    )
