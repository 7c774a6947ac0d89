"""Closed enumerations: the words that rules branch on. The docstring under a member is its help text everywhere."""

from __future__ import annotations

import ast
import inspect
from enum import StrEnum
from functools import cache


class Kind(StrEnum):
    """What sort of contribution a paper makes."""

    METHOD = "method"
    """Proposes an algorithm that removes something from a model."""
    BENCHMARK = "benchmark"
    """Proposes data and a protocol on which methods are compared."""
    EVALUATION = "evaluation"
    """Studies how well existing methods or metrics work."""
    ATTACK = "attack"
    """Shows how removal can be undone, detected or abused."""
    THEORY = "theory"
    """Proves what removal can or cannot achieve."""
    SURVEY = "survey"
    """Orders the work of others."""
    POSITION = "position"
    """Argues for a view of the field."""
    SYSTEM = "system"
    """Describes software or an architecture for removal."""


class Modality(StrEnum):
    """What kind of data the model of a setting reads or makes."""

    IMAGE = "image"
    """Pictures, read by a classifier or similar model."""
    TEXT = "text"
    """Natural language."""
    CODE = "code"
    """Source code."""
    TEXT_TO_IMAGE = "text-to-image"
    """Pictures generated from text."""
    IMAGE_GENERATION = "image-generation"
    """Pictures generated without text, or from a class label or another picture."""
    MULTIMODAL = "multimodal"
    """Text together with pictures, sound or video as input."""
    TABULAR = "tabular"
    """Rows of named columns."""
    GRAPH = "graph"
    """Nodes and edges."""
    INTERACTIONS = "interactions"
    """Who used, bought or rated what."""
    AUDIO = "audio"
    """Speech, music and other sound."""
    VIDEO = "video"
    """Moving pictures."""
    TIME_SERIES = "time-series"
    """Numbers ordered by time."""
    TRAJECTORIES = "trajectories"
    """States, actions and rewards of an agent."""
    SEVERAL = "several"
    """Several of the above in one setting."""
    ANY = "any"
    """Not tied to a kind of data (theory)."""


class Removes(StrEnum):
    """What must be gone afterwards: the meaning of the forget set."""

    EXAMPLES = "examples"
    """Exactly these rows must count as never used for training."""
    CONCEPT = "concept"
    """The concept or behaviour of which the rows are instances must be gone, from all of its instances."""
    OUTPUTS = "outputs"
    """Only the answers on the given inputs must change, by forced error or relabelling."""
    NOTHING = "nothing"
    """Steering, debiasing or filtering, with no claim that anything is removed."""
    NOT_STATED = "not-stated"
    """The paper does not say what must be gone."""


class Coverage(StrEnum):
    """How much of the concept's instances in the training set the forget set holds."""

    COMPLETE = "complete"
    """Every instance of the concept in the training set: S = S_full."""
    SAMPLE = "sample"
    """A strict part of the concept's instances in the training set."""
    PROXY = "proxy"
    """Instances that are not from the training set: external, generated or recovered."""
    NONE = "none"
    """No forget set is given; the concept is named or described instead."""
    NOT_APPLICABLE = "not-applicable"
    """No concept is to be removed, so the question does not arise."""
    NOT_REPORTED = "not-reported"
    """A concept is to be removed, and the paper does not say how much of it the forget set holds."""


class Granularity(StrEnum):
    """The unit in which removal is asked for."""

    EXAMPLE = "example"
    """Single training examples."""
    LABEL = "label"
    """Labels of examples that stay."""
    FEATURE = "feature"
    """Columns or features of examples that stay."""
    ATTRIBUTE = "attribute"
    """A sensitive attribute of the examples or users."""
    INTERACTION = "interaction"
    """Single user-item interactions."""
    NODE = "node"
    """Nodes of a graph."""
    EDGE = "edge"
    """Edges of a graph."""
    USER = "user"
    """All data of a user."""
    CLIENT = "client"
    """All data of a client in federated learning."""
    CLASS = "class"
    """A class of the classification task."""
    SUBCLASS = "subclass"
    """A part of a class that has a meaning of its own."""
    ENTITY = "entity"
    """A person, organisation or other named thing."""
    FACT = "fact"
    """Single facts or question-answer pairs."""
    SEQUENCE = "sequence"
    """Given sequences of text or tokens."""
    OBJECT = "object"
    """A kind of object that a picture can show."""
    STYLE = "style"
    """An artistic or writing style."""
    CONCEPT = "concept"
    """Another concept, such as nudity."""
    BEHAVIOUR = "behaviour"
    """A behaviour of the model, such as harmful answers."""
    KNOWLEDGE_DOMAIN = "knowledge-domain"
    """A field of knowledge, such as virology."""
    TRIGGER = "trigger"
    """A planted pattern that switches a behaviour on."""
    TASK = "task"
    """A whole task or skill."""


class Membership(StrEnum):
    """Whether the rows of the forget set were part of the training set."""

    MEMBER = "member"
    """All rows were trained on."""
    NON_MEMBER = "non-member"
    """No row was trained on."""
    PARTLY = "partly"
    """Some rows were trained on, others were not."""
    UNKNOWN = "unknown"
    """It cannot be told, for instance because the pretraining data is secret."""
    NOT_APPLICABLE = "not-applicable"
    """There is no forget set."""


class Guarantee(StrEnum):
    """What is proved about the distance to retraining."""

    NONE = "none"
    """Nothing is proved; closeness is shown by experiments, if at all."""
    CERTIFIED = "certified"
    """A bound on the distance to the retrained model is proved."""
    EXACT = "exact"
    """The result equals the retrained model by construction."""


class Reference(StrEnum):
    """The model, or the level of a score, that stands for the ideal result."""

    RETRAINED_WITHOUT_FORGET_SET = "retrained-without-forget-set"
    """Trained from scratch on the retain set D∖S (also where S = S_full)."""
    RETRAINED_WITHOUT_CONCEPT = "retrained-without-concept"
    """Trained from scratch without any instance of the concept, D∖S_full, or with all of them corrected, where S is a part of S_full."""
    RETRAINED_ON_CORRECTED_DATA = "retrained-on-corrected-data"
    """Trained from scratch on the data with the rows of the forget set corrected."""
    NEVER_EXPOSED_MODEL = "never-exposed-model"
    """Another model that never met the concept, such as the one before a fine-tuning that introduced it along with other data."""
    FINETUNED_ON_RETAIN_SET = "finetuned-on-retain-set"
    """Called retrained, but continues from weights that have seen the forget set."""
    UNSEEN_DATA_LEVEL = "unseen-data-level"
    """The score on data that was never trained on, such as the test set."""
    CHANCE_LEVEL = "chance-level"
    """The score of random guessing."""
    RANDOM_MODEL = "random-model"
    """A randomly initialised or incompetent model."""
    SURROGATE_MODEL = "surrogate-model"
    """A stand-in for a reference that could not be trained, such as a smaller retrained model."""
    ORIGINAL_MODEL = "original-model"
    """The model before removal."""
    OTHER_MODEL = "other-model"
    """Another model, such as a safe commercial one."""
    NOT_REPORTED = "not-reported"
    """The paper does not say what it holds its scores against."""
    NONE = "none"
    """The paper holds its scores against nothing."""


class Criterion(StrEnum):
    """Which direction counts as good for a measurement, in the paper's own reading."""

    MATCH_REFERENCE = "match-reference"
    """Good is close to the score of the reference."""
    LOWER_IS_BETTER = "lower-is-better"
    """Good is a low score."""
    HIGHER_IS_BETTER = "higher-is-better"
    """Good is a high score."""
    CERTIFICATE = "certificate"
    """A proved bound on the distance to retraining."""
    REPORTED_ONLY = "reported-only"
    """The score is shown without a direction that counts as good."""


class MeasuredOn(StrEnum):
    """What a measurement is taken on."""

    FORGET_SET = "forget-set"
    """The rows of the forget set."""
    HELD_OUT_CONCEPT = "held-out-concept"
    """Instances, paraphrases, triggers or prompts of the concept that are not in the forget set."""
    PROBE = "probe"
    """A planted pattern (trigger, canary) used to test whether rows were deleted; every instance of it is in S."""
    RETAIN_SET = "retain-set"
    """The training data that stays."""
    TEST_SET = "test-set"
    """Unseen data of the task, or a general ability benchmark."""
    NEIGHBOURS = "neighbours"
    """What is near the target and must stay: related classes, entities or prompts."""
    WEIGHTS = "weights"
    """The parameters of the model."""
    OTHER = "other"
    """Anything else, such as run time."""


class Condition(StrEnum):
    """What was done to the model or its input before a measurement was taken."""

    RELEARNED = "relearned"
    """Fine-tuned again after the removal, on benign or forgotten data."""
    QUANTISED = "quantised"
    """Weights were quantised."""
    PRUNED = "pruned"
    """Weights were pruned."""
    JAILBROKEN = "jailbroken"
    """Prompted so as to get round the removal, with a search for such prompts."""
    IN_CONTEXT = "in-context"
    """The removed knowledge, or hints of it, stand in the prompt."""
    PROBED = "probed"
    """Read off hidden activations."""
    ENSEMBLE_ATTACK = "ensemble-attack"
    """The strongest of several attacks."""
    SEQUENTIAL = "sequential"
    """After a series of removal requests."""


class Family(StrEnum):
    """What sort of quantity a metric is."""

    PERFORMANCE = "performance"
    """How well the model predicts or generates on some data."""
    MEMBERSHIP = "membership"
    """Whether an adversary can tell that rows were trained on."""
    MEMORISATION = "memorisation"
    """How much of the training rows can be got out of the model word for word."""
    DISTANCE = "distance"
    """How far two models are apart, in weights, activations or outputs."""
    CERTIFICATE = "certificate"
    """A proved bound."""
    ATTACK_SUCCESS = "attack-success"
    """How often a planted or adversarial input reaches its aim."""
    KNOWLEDGE = "knowledge"
    """What the model can answer about the target."""
    CONCEPT_PRESENCE = "concept-presence"
    """How often a concept shows in what the model makes."""
    RANDOMNESS = "randomness"
    """How close to random the outputs are."""
    UTILITY = "utility"
    """How useful the model still is for everything else."""
    COST = "cost"
    """Time, memory, data or requests that the removal takes."""


class Polarity(StrEnum):
    """What a high score of a metric shows about the thing that is to go."""

    PRESENCE = "presence"
    """A high score shows that it is still there."""
    ABSENCE = "absence"
    """A high score shows that it is gone."""
    NEITHER = "neither"
    """The score says nothing about presence or absence by itself."""


class EvidenceSource(StrEnum):
    """Where a fact was looked up."""

    PAPER = "paper"
    """The paper's main text."""
    APPENDIX = "appendix"
    """The paper's appendix or supplement."""
    ABSTRACT = "abstract"
    """Only the abstract."""
    CODE = "code"
    """The authors' official code or data repository."""
    AUTHOR = "author"
    """The authors' own page, blog, talk or message."""
    THIRD_PARTY = "third-party"
    """Another paper or page that describes this one."""


class Supports(StrEnum):
    """The part of a setting that a piece of evidence speaks for."""

    PROBLEM = "problem"
    """What problem is studied, on which modality and task."""
    FORGET_SET = "forget_set"
    """What the forget set is and stands for."""
    GUARANTEE = "guarantee"
    """What is proved."""
    REFERENCES = "references"
    """What the scores are held against."""
    MEASUREMENTS = "measurements"
    """What is measured, on what, and in which direction."""
    BASELINES = "baselines"
    """What is compared."""
    DATASETS = "datasets"
    """Which data is used."""
    MODELS = "models"
    """Which models are used."""


class Confidence(StrEnum):
    """How sure the coder is of the entry as a whole."""

    HIGH = "high"
    """Every deciding fact was read in the paper or its code and leaves no doubt."""
    MEDIUM = "medium"
    """Deciding facts were read, some needed interpretation or come from the abstract."""
    LOW = "low"
    """Some deciding fact could not be checked."""


class DisputeStatus(StrEnum):
    """Where the discussion of a flag stands."""

    OPEN = "open"
    """Raised and not answered yet."""
    AUTHOR_REPLIED = "author-replied"
    """The paper's authors have answered."""
    UPHELD = "upheld"
    """The flag stands after discussion."""
    WITHDRAWN = "withdrawn"
    """The flag was taken back after discussion."""


class Notion(StrEnum):
    """What a setting intends: the ideal that its forget set defines."""

    UNTRAINING = "untraining"
    """Reverse the effect of exactly the given examples; the ideal is the model retrained without them."""
    UNLEARNING = "unlearning"
    """Remove the concept that the given examples stand for; the ideal is a model that never met it."""
    COINCIDENT = "coincident"
    """The forget set holds every instance of the concept, so both ideals are the same model."""
    NEITHER = "neither"
    """A target outside both definitions."""
    UNDETERMINED = "undetermined"
    """A deciding fact is missing."""


class Evaluated(StrEnum):
    """What the evaluation of a setting can show."""

    UNTRAINING = "untraining"
    """All evidence speaks for closeness to the retrained model."""
    UNLEARNING = "unlearning"
    """All evidence speaks for the concept being gone."""
    COINCIDENT = "coincident"
    """The evidence cannot tell the two ideals apart."""
    MIXED = "mixed"
    """Some evidence speaks for one notion, some for the other."""
    UNTESTED = "untested"
    """Nothing that was measured speaks for either notion."""


class Agreement(StrEnum):
    """How the evaluated notion relates to the intended one."""

    ALIGNED = "aligned"
    """The evaluation shows what is intended, or the two cannot be told apart."""
    CONFLICTING = "conflicting"
    """The evaluation shows the other notion."""
    MIXED = "mixed"
    """The evaluation shows both notions."""
    UNTESTED = "untested"
    """The evaluation shows neither notion."""
    NOT_COMPARABLE = "not-comparable"
    """What is intended is neither notion, or undetermined."""


class PaperNotion(StrEnum):
    """A paper's notion: its settings' intended notions taken together."""

    UNTRAINING = "untraining"
    """At least one setting intends untraining, none unlearning."""
    UNLEARNING = "unlearning"
    """At least one setting intends unlearning, none untraining."""
    BOTH = "both"
    """At least one setting intends untraining and at least one unlearning."""
    COINCIDENT = "coincident"
    """At least one setting is coincident, none intends untraining or unlearning."""
    NEITHER = "neither"
    """At least one setting intends neither notion, none intends or coincides with one."""
    UNDETERMINED = "undetermined"
    """No setting's notion can be told."""


class Severity(StrEnum):
    """How serious a flag is."""

    MISMATCH = "mismatch"
    """The choice belongs to the other notion."""
    GAP = "gap"
    """Something that the notion needs is absent."""
    NOTE = "note"
    """Worth knowing."""


@cache
def member_docs(enumeration: type[StrEnum]) -> dict[str, str]:
    """Return the docstring under each member of an enumeration, by the member's value.

    Args:
        enumeration: one of the enumerations above.

    Returns:
        The texts, in order of definition.
    """
    body = ast.parse(inspect.getsource(enumeration)).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101  # the source of a class is a class
    texts: dict[str, str] = {}
    for statement, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.Assign) and isinstance(after, ast.Expr):
            texts[ast.literal_eval(statement.value)] = ast.literal_eval(after.value)
    return texts


REFERENCE_NAMES: dict[Reference, str] = {
    Reference.RETRAINED_WITHOUT_FORGET_SET: "Model retrained without the forget set",
    Reference.RETRAINED_WITHOUT_CONCEPT: "Model retrained without the concept",
    Reference.RETRAINED_ON_CORRECTED_DATA: "Model retrained on corrected data",
    Reference.NEVER_EXPOSED_MODEL: "Model that never met the concept",
    Reference.FINETUNED_ON_RETAIN_SET: "Model fine-tuned on the retain set",
    Reference.UNSEEN_DATA_LEVEL: "Level on unseen data",
    Reference.CHANCE_LEVEL: "Chance level",
    Reference.RANDOM_MODEL: "Random model",
    Reference.SURROGATE_MODEL: "Surrogate of the ideal",
    Reference.ORIGINAL_MODEL: "Original model",
    Reference.OTHER_MODEL: "Another model",
    Reference.NOT_REPORTED: "Not reported",
    Reference.NONE: "None",
}
"""Display names of references."""
