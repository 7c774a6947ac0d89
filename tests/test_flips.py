"""What would change a verdict, found again by changing one fact after another and asking anew."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from taxonomy.errors import InvalidEntriesError
from taxonomy.notions.verdicts import Verdict
from taxonomy.vocabulary.closed import Coverage, Criterion, Guarantee, MeasuredOn, Reference, Removes
from tests.invented import CONCEPT, EXAMPLES, measurement
from tests.test_tables import SETTINGS, classified
from tests.test_verdicts import generated, words

Change = tuple[str, str, str, dict[str, Any]]
"""Path, value, new value, and the setting after the change."""
Effect = tuple[str, str, str, str, str, str]
"""Path, value, new value, and the three words after the change."""


def in_full(setting: dict[str, Any]) -> dict[str, Any]:
    """The setting with every fact that may be left out; a concept is named, so that it can become the target."""
    forget_set = {"coverage": "not-reported", "concept": "cats", **setting["forget_set"]}
    return {"guarantee": "none", "references": ["not-reported"], "measurements": [], **setting, "forget_set": forget_set}


def changes(setting: dict[str, Any]) -> Iterator[Change]:
    """Every setting that differs in one closed-vocabulary fact."""
    for field, enumeration in (("removes", Removes), ("coverage", Coverage)):
        now = setting["forget_set"][field]
        for to in enumeration:
            yield f"forget_set.{field}", now, to, {**setting, "forget_set": {**setting["forget_set"], field: str(to)}}
    for guarantee in Guarantee:
        yield "guarantee", setting["guarantee"], guarantee, {**setting, "guarantee": str(guarantee)}
    for index in range(len(setting["references"])):
        yield from reference_changes(setting, index)
    for index in range(len(setting["measurements"])):
        yield from measurement_changes(setting, index)


def reference_changes(setting: dict[str, Any], index: int) -> Iterator[Change]:
    """Every other model in place of a listed one, which measurements that name it follow; none is listed twice."""
    now = setting["references"][index]
    for to in set(map(str, Reference)) - set(setting["references"]):
        changed = deepcopy(setting)
        changed["references"][index] = to
        for each in changed["measurements"]:
            each.update({"reference": to} if each.get("reference") == now else {})
        yield f"references[{index}]", now, to, changed


def measurement_changes(setting: dict[str, Any], index: int) -> Iterator[Change]:
    """Every other place, criterion and listed reference of a measurement."""
    words_of = {"on": MeasuredOn, "criterion": Criterion, "reference": setting["references"]}
    for field, enumeration in words_of.items():
        for to in map(str, enumeration):
            changed = deepcopy(setting)
            now = changed["measurements"][index].get(field, "not named")
            changed["measurements"][index][field] = to
            yield f"measurements[{index}].{field}", now, to, changed


def brute_force(setting: dict[str, Any]) -> set[Effect]:
    """Every change that an entry may state and that gives another verdict."""
    before = words(classified(setting))
    found: set[Effect] = set()
    for path, now, to, changed in changes(setting):
        try:
            after = words(classified(changed))
        except InvalidEntriesError:
            continue
        if after != before:
            found.add((path, now, to, *after))
    return found


def flips_of(verdict: Verdict) -> list[Effect]:
    """The flips that a verdict tells, as plain words."""
    return [(flip.path, flip.value, flip.to, flip.intended, flip.evaluated, flip.agreement) for flip in verdict.flips]


def same_as_brute_force(setting: dict[str, Any]) -> bool:
    """Whether a verdict tells every change that brute force finds, each once, and no other."""
    told = flips_of(classified(setting))
    return len(told) == len(set(told)) and set(told) == brute_force(setting)


@pytest.mark.parametrize("name", SETTINGS)
def test_flips_of_the_contract(name: str) -> None:
    """Of every setting that was classified by hand, the verdict tells exactly the changes that brute force finds."""
    assert same_as_brute_force(in_full(SETTINGS[name]))


@settings(max_examples=30, deadline=None)
@given(generated())
def test_flips_of_any_setting(setting: dict[str, Any]) -> None:
    """Of generated settings too, the verdict tells exactly the changes that brute force finds."""
    assert same_as_brute_force(setting)


BY_HAND: dict[str, tuple[dict[str, Any], str]] = {
    "rows, nothing measured": (
        {"forget_set": {**EXAMPLES, "coverage": "sample"}, "references": ["none"]},
        """
        forget_set.removes examples concept unlearning untested untested
        forget_set.removes examples outputs neither untested not-comparable
        forget_set.removes examples nothing neither untested not-comparable
        forget_set.removes examples not-stated undetermined untested not-comparable
        guarantee none certified untraining untraining aligned
        guarantee none exact untraining untraining aligned
        """,
    ),
    "a concept, measured outside the forget set": (
        {
            "forget_set": CONCEPT,
            "references": ["retrained-without-forget-set"],
            "measurements": [measurement("question-answering-accuracy", "held-out-concept", "lower-is-better")],
        },
        """
        forget_set.removes concept examples untraining unlearning conflicting
        forget_set.removes concept outputs neither unlearning not-comparable
        forget_set.removes concept nothing neither unlearning not-comparable
        forget_set.removes concept not-stated undetermined unlearning not-comparable
        forget_set.coverage sample complete coincident coincident aligned
        forget_set.coverage sample not-applicable undetermined unlearning not-comparable
        forget_set.coverage sample not-reported undetermined unlearning not-comparable
        guarantee none certified unlearning mixed mixed
        guarantee none exact unlearning mixed mixed
        measurements[0].on held-out-concept probe unlearning coincident aligned
        measurements[0].on held-out-concept retain-set unlearning untested untested
        measurements[0].on held-out-concept test-set unlearning untested untested
        measurements[0].on held-out-concept neighbours unlearning untested untested
        measurements[0].on held-out-concept weights unlearning untested untested
        measurements[0].on held-out-concept other unlearning untested untested
        measurements[0].criterion lower-is-better match-reference unlearning untraining conflicting
        measurements[0].criterion lower-is-better certificate unlearning untraining conflicting
        measurements[0].criterion lower-is-better reported-only unlearning untested untested
        """,
    ),
    "rows, matched to one of two references": (
        {
            "forget_set": {**EXAMPLES, "coverage": "complete"},
            "guarantee": "exact",
            "references": ["retrained-without-forget-set", "chance-level"],
            "measurements": [measurement("forget-set-accuracy", "forget-set", "match-reference", reference="chance-level")],
        },
        """
        forget_set.removes examples concept coincident coincident aligned
        forget_set.removes examples outputs neither untraining not-comparable
        forget_set.removes examples nothing neither untraining not-comparable
        forget_set.removes examples not-stated undetermined untraining not-comparable
        guarantee exact none untraining untested untested
        references[1] chance-level retrained-without-concept untraining mixed mixed
        references[1] chance-level never-exposed-model untraining mixed mixed
        measurements[0].on forget-set held-out-concept untraining mixed mixed
        measurements[0].criterion match-reference lower-is-better untraining mixed mixed
        """,
    ),
    "rows, held against a reference that is not named": (
        {
            "forget_set": {**EXAMPLES, "coverage": "proxy"},
            "references": ["retrained-without-concept", "retrained-without-forget-set"],
            "measurements": [measurement("weight-distance", "weights", "match-reference")],
        },
        """
        forget_set.removes examples concept unlearning untraining conflicting
        forget_set.removes examples outputs neither untraining not-comparable
        forget_set.removes examples nothing neither untraining not-comparable
        forget_set.removes examples not-stated undetermined untraining not-comparable
        references[1] retrained-without-forget-set never-exposed-model untraining unlearning conflicting
        references[1] retrained-without-forget-set finetuned-on-retain-set untraining unlearning conflicting
        references[1] retrained-without-forget-set unseen-data-level untraining unlearning conflicting
        references[1] retrained-without-forget-set chance-level untraining unlearning conflicting
        references[1] retrained-without-forget-set random-model untraining unlearning conflicting
        references[1] retrained-without-forget-set surrogate-model untraining unlearning conflicting
        references[1] retrained-without-forget-set original-model untraining unlearning conflicting
        references[1] retrained-without-forget-set other-model untraining unlearning conflicting
        measurements[0].on weights probe untraining coincident aligned
        measurements[0].on weights retain-set untraining untested untested
        measurements[0].on weights test-set untraining untested untested
        measurements[0].criterion match-reference lower-is-better untraining untested untested
        measurements[0].criterion match-reference higher-is-better untraining untested untested
        measurements[0].criterion match-reference reported-only untraining untested untested
        measurements[0].reference not named retrained-without-concept untraining unlearning conflicting
        """,
    ),
}
"""Settings with all their flips, worked out with a pencil, in the order of the facts and of the enumerations."""


@pytest.mark.parametrize(("setting", "told"), BY_HAND.values(), ids=BY_HAND)
def test_flips_found_by_hand(setting: dict[str, Any], told: str) -> None:
    """The flips are those that a pencil finds, in the order of the facts and of the enumerations."""
    assert [" ".join(effect) for effect in flips_of(classified(setting))] == [line.strip() for line in told.strip().splitlines()]


def test_no_flip_changes_what_the_tables_do_not_read() -> None:
    """Conditions, metrics and baselines appear in no flip."""
    paths = {flip.path.rpartition(".")[2].partition("[")[0] for setting in SETTINGS.values() for flip in classified(setting).flips}
    assert paths == {"removes", "coverage", "guarantee", "references", "on", "criterion", "reference"}
