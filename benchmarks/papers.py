"""Invented papers in any number, as varied as coded ones: the same seed gives the same bytes."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from taxonomy.lexicon import load_lexicon
from taxonomy.vocabulary.closed import Criterion, EvidenceSource, Granularity, Kind, MeasuredOn, Modality, Reference, Supports

SEED = 20_261_130
_ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "gl", "kr", "pl", "st", "tr")
_SYLLABLES = [f"{onset}{vowel}" for onset in _ONSETS for vowel in ("a", "e", "i", "o", "u", "ai", "ou")]
_GLUE = re.findall(
    r"\w+", "the of and to in a is for with on by are that as from which not at an its more than each these after over under one two"
)
_GIVEN = re.findall(
    r"\w+", "Ada Bo Chloé Dmitri Émile Fatima Göran Inés João Kenji Łucja Mina Nils Oona Qiu Rosa Søren Tuğba Uma Vera Wei Zoë"
)
_ABSENT = {Reference.NONE, Reference.NOT_REPORTED}


class Inventor:
    """Makes up papers, one after the other; later ones compare with methods of earlier ones."""

    def __init__(self, seed: int = SEED) -> None:
        """Make up the words that all papers are written in."""
        self._random = random.Random(seed)  # noqa: S311  # invented papers are no secret
        coined = dict.fromkeys("".join(self._random.choices(_SYLLABLES, k=self._random.choice((2, 2, 3, 3, 4)))) for _ in range(6_000))
        self._coined = list(coined)
        self._words = [word for pair in zip(_GLUE, self._coined, strict=False) for word in pair] + self._coined[len(_GLUE) :]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))  # as words of a language: few are frequent
        lexicon = load_lexicon()
        self._metrics, self._problems, self._datasets = list(lexicon.metrics), list(lexicon.problems), list(lexicon.datasets)
        self._generic = list(lexicon.generic_methods)
        self._taken = {name for terms in lexicon.lists().values() for name in terms}
        self._proposed: list[str] = []

    def paper(self, number: int) -> dict[str, Any]:
        """Make up one entry, as YAML would give it."""
        draw = self._random
        year = draw.randint(2015, 2026)
        family = self._coined[number % len(self._coined)]
        word = draw.choice(self._coined)
        proposed = self._methods(draw.choice((0, 1, 1, 1, 2)))
        entry = {
            "id": f"{family}{year}{word}{number}",
            "title": f"{self._text(6, 16).capitalize()} {word} {number}",
            "authors": [
                f"{draw.choice(_GIVEN)} {family.capitalize()}",
                *(self._name() for _ in range(min(40, int(draw.expovariate(0.2))))),
            ],
            "year": year,
            "venue": draw.choice(("arXiv", "ICML", "NeurIPS", "ICLR", "CVPR", "ACL", "USENIX Security")),
            "kind": str(draw.choice(list(Kind))),
            "links": {
                "arxiv": f"{draw.randint(15, 26)}{draw.randint(1, 12):02}.{number:05}",
                "code": [f"https://code.example/{family}/{word}-{number}"],
            },
            "summary": self._sentence(12, 24),
            **({"proposes": {"methods": proposed}} if proposed else {}),
            "settings": [self._setting(index) for index in range(draw.choice((1, 1, 1, 2, 2, 2, 3, 4)))],
            "curation": {
                "coded": f"2026-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
                "coders": ["Ada Example"],
                "confidence": draw.choice(("high", "medium", "low")),
            },
        }
        self._proposed += [method["id"] for method in proposed]
        return entry

    def _methods(self, count: int) -> list[dict[str, Any]]:
        names = dict.fromkeys("-".join(self._random.sample(self._coined, 2)) for _ in range(count))
        fresh = [name for name in names if name not in self._taken]
        self._taken |= set(fresh)
        return [{"id": name, "name": name.replace("-", " ").title(), "aliases": [name.partition("-")[0].upper()]} for name in fresh]

    def _setting(self, index: int) -> dict[str, Any]:
        draw = self._random
        references = self._some([reference for reference in Reference if reference not in _ABSENT], 1, 4)
        measurements = [self._measurement(metric, references) for metric in self._some(self._metrics, 1, 7)]
        return {
            "id": f"{draw.choice(self._coined)}-{index}",
            "name": self._text(3, 9).capitalize(),
            "problem": draw.choice(self._problems),
            "modality": str(draw.choice(list(Modality))),
            "task": self._text(1, 4),
            "forget_set": self._forget_set(),
            "guarantee": draw.choice(("none", "none", "none", "none", "certified", "exact")),
            "references": list(map(str, references)),
            "measurements": measurements,
            "baselines": self._some([*self._generic, *self._proposed[-2_000:]], 0, 9),
            "datasets": self._some(self._datasets, 1, 4),
            "models": [self._text(1, 3) for _ in range(draw.randint(1, 4))],
            "evidence": [self._evidence() for _ in range(draw.randint(1, 5))],
            "note": " ".join(self._sentence(8, 24) for _ in range(draw.randint(1, 4))),
        }

    def _forget_set(self) -> dict[str, Any]:
        draw = self._random
        unit = {
            "granularity": list(map(str, self._some(list(Granularity), 1, 2))),
            "membership": draw.choice(("member", "unknown", "partly")),
        }
        if draw.choice((True, False)):
            return {
                "removes": "examples",
                "coverage": "not-applicable",
                **unit,
                "share_of_training_set": [round(draw.uniform(0.01, 0.6), 3)],
            }
        coverage = draw.choice(("complete", "sample", "proxy", "none", "not-reported"))
        return {"removes": "concept", "concept": self._text(2, 6), "coverage": coverage, **unit, "sizes": [draw.randint(1, 50_000)]}

    def _measurement(self, metric: str, references: Sequence[Reference]) -> dict[str, str]:
        criterion = self._random.choice([each for each in Criterion if each is not Criterion.CERTIFICATE])
        told = {"metric": metric, "on": str(self._random.choice(list(MeasuredOn))), "criterion": str(criterion)}
        return {**told, "reference": str(self._random.choice(references))} if criterion is Criterion.MATCH_REFERENCE else told

    def _evidence(self) -> dict[str, Any]:
        draw = self._random
        return {
            "supports": list(map(str, self._some(list(Supports), 1, 4))),
            "source": str(draw.choice(list(EvidenceSource))),
            "locator": f"Section {draw.randint(1, 8)}, {self._text(3, 12)}",
            "url": f"https://paper.example/{draw.choice(self._coined)}/{draw.randint(1, 9_999)}",
            "note": self._sentence(8, 40),
        }

    def _some(self, things: Sequence[Any], least: int, most: int) -> list[Any]:
        return self._random.sample(things, self._random.randint(least, min(most, len(things))))

    def _name(self) -> str:
        return f"{self._random.choice(_GIVEN)} {self._random.choice(self._coined).capitalize()}"

    def _text(self, least: int, most: int) -> str:
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=self._random.randint(least, most)))

    def _sentence(self, least: int, most: int) -> str:
        return f"{self._text(least, most).capitalize()}: {self._text(2, 9)}."


def papers(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Make up papers.

    Args:
        count: how many.
        seed: of two runs with the same seed, the papers are the same.
    """
    inventor = Inventor(seed)
    yield from map(inventor.paper, range(count))


def written(paper: dict[str, Any]) -> str:
    """A paper as people write it: a field a line, the small mappings and lists in brackets."""
    return "\n".join(_lines(paper, "")) + "\n"


def _lines(mapping: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in mapping.items():
        if name in {"links", "proposes", "forget_set", "curation"}:
            yield f"{indent}{name}:"
            yield from _lines(value, f"{indent}  ")
        elif name in {"settings", "measurements", "evidence", "methods"}:
            yield f"{indent}{name}:"
            yield from (line for item in value for line in _item(item, f"{indent}  ", whole=name != "settings"))
        else:
            yield f"{indent}{name}: {_in_brackets(value)}"


def _item(item: dict[str, Any], indent: str, *, whole: bool) -> Iterator[str]:
    if whole:
        yield f"{indent}- {_in_brackets(item)}"
        return
    first, *rest = _lines(item, f"{indent}  ")
    yield f"{indent}- {first.lstrip()}"
    yield from rest


def _in_brackets(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_in_brackets(name)}: {_in_brackets(each)}' for name, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_in_brackets, value))}]"
    plain = not isinstance(value, str) or (
        value[:1].isalpha() and all(letter.isalnum() or letter in " -" for letter in value) and value not in _WORDS
    )
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


_WORDS = {"null", "true", "false", "on", "off", "yes", "no", "y", "n", "nan"}
"""Words that some reader of YAML takes for something else than text."""


def write_papers(folder: Path, count: int, seed: int = SEED) -> Path:
    """Write a folder of entries, unless it is there already.

    Args:
        folder: where to; its folder `papers` is written in one step.
        count: how many papers.
        seed: of two runs with the same seed, the bytes are the same.

    Returns:
        The folder.
    """
    target = folder / "papers"
    if not target.is_dir():
        scratch = folder / "in-the-making"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        for paper in papers(count, seed):
            (scratch / f"{paper['id']}.yaml").write_text(written(paper), encoding="utf-8", newline="\n")
        scratch.rename(target)
    return folder
