"""Facts and what would change them, in plain words."""

from __future__ import annotations

from taxonomy.cases import ClassifiedSetting
from taxonomy.notions.flips import Flip
from taxonomy.notions.verdicts import Verdict
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Agreement, Coverage, Criterion, Guarantee, MeasuredOn, Reference, Removes

IF: dict[str, dict[str, str]] = {
    "forget_set.removes": {
        Removes.EXAMPLES: "these very rows had to count as never used",
        Removes.CONCEPT: "the concept behind the rows had to go",
        Removes.OUTPUTS: "only the answers on the given inputs had to change",
        Removes.NOTHING: "nothing were claimed to be removed",
        Removes.NOT_STATED: "the paper did not say what must be gone",
    },
    "forget_set.coverage": {
        Coverage.COMPLETE: "the forget set held every instance of the concept",
        Coverage.SAMPLE: "the forget set held a part of the concept's instances",
        Coverage.PROXY: "the forget set came from outside the training set",
        Coverage.NONE: "no forget set were given",
        Coverage.NOT_APPLICABLE: "coverage did not apply",
        Coverage.NOT_REPORTED: "coverage were not reported",
    },
    "guarantee": {
        Guarantee.NONE: "nothing were proved",
        Guarantee.CERTIFIED: "a bound on the distance to retraining were proved",
        Guarantee.EXACT: "the method were exact by construction",
    },
}
"""What would have to be true for a fact of the forget set, or the guarantee, to have a value."""
ON: dict[str, str] = {
    MeasuredOn.FORGET_SET: "on the forget set",
    MeasuredOn.HELD_OUT_CONCEPT: "on held-out instances of the concept",
    MeasuredOn.PROBE: "on a planted probe",
    MeasuredOn.RETAIN_SET: "on the retain set",
    MeasuredOn.TEST_SET: "on the test set",
    MeasuredOn.NEIGHBOURS: "on neighbours of the target",
    MeasuredOn.WEIGHTS: "on the weights",
    MeasuredOn.OTHER: "on something else",
}
"""Where a measurement is taken."""
READ: dict[str, str] = {
    Criterion.MATCH_REFERENCE: "as a match with the reference",
    Criterion.LOWER_IS_BETTER: "as lower is better",
    Criterion.HIGHER_IS_BETTER: "as higher is better",
    Criterion.CERTIFICATE: "as a proved bound",
    Criterion.REPORTED_ONLY: "without a direction",
}
"""How a measurement is read."""
CLAUSES: dict[str, str] = {
    "references": "scores were held against “{to}” instead of “{value}”",
    ".on": "{metric} were measured {to}",
    ".criterion": "{metric} were read {to}",
    ".reference": "{metric} were held against “{to}”",
}
"""What would have to be true of the references, or of a measurement."""
AGREEMENT_WORDS: dict[Agreement, str] = {
    Agreement.ALIGNED: "the evaluation shows what is intended",
    Agreement.CONFLICTING: "the evaluation shows the other notion",
    Agreement.MIXED: "the evaluation shows both notions",
    Agreement.UNTESTED: "the evaluation shows neither notion",
    Agreement.NOT_COMPARABLE: "there is no notion to compare the evaluation with",
}
"""What an agreement says."""


def measured_on(value: MeasuredOn) -> str:
    """What a measurement is taken on, in words."""
    return ON[value]


def read_as(value: Criterion) -> str:
    """How a measurement is read, in words."""
    return READ[value]


def flip_sentences(setting: ClassifiedSetting) -> list[tuple[str, str]]:
    """What would change the verdict: for each outcome and fact, one sentence and the outcome.

    Returns:
        Pairs of an outcome (`unlearning, tested as mixed: mixed`) and the condition, facts of the forget set first.
    """
    return [(_outcome(flip, setting.verdict), _condition(flip, setting)) for flip in setting.verdict.flips]


def _outcome(flip: Flip, verdict: Verdict) -> str:
    changed = []
    if flip.intended != verdict.intended:
        changed.append(f"intended {flip.intended}")
    if flip.evaluated != verdict.evaluated:
        changed.append(f"evaluated as {flip.evaluated}")
    if flip.agreement != verdict.agreement:
        changed.append(flip.agreement)
    return ", ".join(changed)


def _condition(flip: Flip, setting: ClassifiedSetting) -> str:
    if flip.path in IF:
        return IF[flip.path][flip.to]
    part, _, rest = flip.path.partition("[")
    index, _, fact = rest.partition("]")
    if part == "references":
        return CLAUSES[part].format(to=REFERENCE_NAMES[Reference(flip.to)], value=REFERENCE_NAMES[Reference(flip.value)])
    to = REFERENCE_NAMES[Reference(flip.to)] if fact == ".reference" else {".on": ON, ".criterion": READ}[fact][flip.to]
    return CLAUSES[fact].format(metric=_words(setting.facts.measurements[int(index)].metric), to=to)


def _words(name: str) -> str:
    return name.replace("-", " ")
