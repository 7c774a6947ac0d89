"""What the model allows, so that questions about any facts can be asked, and no entry may say: facts that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from taxonomy.documents import NodePath
from taxonomy.model import Entry, ForgetSet, Setting
from taxonomy.nearest import given_first, quoted, shown
from taxonomy.vocabulary.closed import Coverage, Criterion, Reference, Removes

Doubt: TypeAlias = tuple[NodePath, str, str, str]
"""Path, code, message, fix."""

_LATER = 3
"""Most years from the first version, which names the paper, to the published one."""
_ROWS = (Reference.RETRAINED_WITHOUT_FORGET_SET, Reference.RETRAINED_ON_CORRECTED_DATA)
_CONCEPT = (Reference.RETRAINED_WITHOUT_CONCEPT, Reference.NEVER_EXPOSED_MODEL)


def doubts(entry: Entry) -> Iterator[Doubt]:
    """Find facts of an entry that cannot all be true, and names that are written the wrong way round.

    Args:
        entry: an entry that is valid field by field.

    Yields:
        Where, code, message and fix of each.
    """
    yield from _authors(entry.authors)
    yield from _year(entry)
    for index, setting in enumerate(entry.settings):
        at: NodePath = ("settings", index)
        yield from (((*at, "forget_set", *path), "DOC013", *told) for path, told in _coverage(setting.forget_set))
        yield from (((*at, "measurements", number), "DOC013", *told) for number, told in _unnamed_references(setting))


def _authors(authors: tuple[str, ...]) -> Iterator[Doubt]:
    yield from ((("authors", index), "DOC015", *told) for index, author in enumerate(authors) for told in _author(author))
    if len(authors) > 1 and all(re.fullmatch(r"[^\W\d_]+", author) for author in authors):
        first = quoted(f"{authors[1]} {authors[0]}")
        yield ("authors",), "DOC015", "no author has more than one word", f"write full names, given name first, such as {first}"


def _author(author: str) -> Iterator[tuple[str, str]]:
    parts, turned = re.split(r" and |; ?", author), given_first(author)
    if len(parts) > 1 and all(" " in part for part in parts) and re.fullmatch(r"[\w.,;'\u2019 -]+", author):
        yield f"{shown(author)} names several authors in one text", f"write an item for each: {', '.join(map(given_first, parts))}"
    elif turned != author:
        is_long = all(" " in part for part in author.split(", "))
        doubt = ", or an item for each if they are two authors" if is_long else ""
        yield f"{shown(author)} has the family name first", f"write {quoted(turned)}{doubt}"
    elif re.search(r"\bet al\.?$", author):
        yield f"{shown(author)} stands for authors who are not named", "write every author"


def _year(entry: Entry) -> Iterator[Doubt]:
    named = int(re.findall(r"[0-9]{4}", entry.id)[0])
    if not 0 <= entry.year - named <= _LATER:
        fix = f"correct the wrong one; an id keeps the year of the first version, at most {_LATER} years before the published one"
        yield ("year",), "DOC013", f"`year` is {entry.year}, but the id says {named}", fix


def _coverage(forget_set: ForgetSet) -> Iterator[tuple[NodePath, tuple[str, str]]]:
    if forget_set.removes is Removes.CONCEPT and forget_set.coverage is Coverage.NOT_APPLICABLE:
        fix = "write complete, sample, proxy or none, or not-reported where the paper does not say"
        yield ("coverage",), ("a concept is removed, so the question of `coverage` does apply", fix)
    for index, share in enumerate(forget_set.share_of_concept if forget_set.coverage is Coverage.COMPLETE else ()):
        if share < 1:
            message = f"`coverage` is complete, but item {index + 1} of `share_of_concept` is {share:g}"
            fix = "write `coverage: sample`, or correct the share; if the paper tests both, they are two settings"
            yield ("share_of_concept", index), (message, fix)


def _unnamed_references(setting: Setting) -> Iterator[tuple[int, tuple[str, str]]]:
    """Measurements that match one of two models which answer different questions, and do not say which."""
    both = [each for each in setting.references if each in _ROWS], [each for each in setting.references if each in _CONCEPT]
    for index, measurement in enumerate(setting.measurements if all(both) else ()):
        if measurement.criterion is Criterion.MATCH_REFERENCE and measurement.reference is None:
            named = [each.value for each in setting.references if each in {*_ROWS, *_CONCEPT}]
            message = f"measurement {index + 1} matches a reference, but does not say which of {', '.join(named)}"
            yield index, (message, f"add {' or '.join(f'`reference: {name}`' for name in named)}")
