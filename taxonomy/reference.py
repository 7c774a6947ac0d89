"""What the public names of this package are, take, give and raise, read off their docstrings and annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from taxonomy.made import made

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Load, check, classify": ("loading.load", "api.check", "api.classify"),
    "The corpus": ("corpus.Corpus", "cases.Paper", "cases.ClassifiedSetting", "selection.Selection", "comparison.ComparedFact"),
    "Verdicts": ("notions.verdicts.Verdict", "notions.verdicts.Reason", "notions.verdicts.Fact", "notions.flips.Flip"),
    "Rules and flags": ("rules.CATALOGUE", "rules.RULES_VERSION", "rules.rule.Rule", "rules.rule.Flag"),
    "Entries": ("model.Entry", "bibliography.Work"),
    "Errors and findings": (
        "errors.TaxonomyError",
        "errors.SetupError",
        "errors.InvalidEntriesError",
        "errors.UnknownIdError",
        "comparison.ComparisonError",
        "errors.Finding",
    ),
    "Version": ("version.__version__",),
}
"""The names that the reference describes, by what they are for, as `module.name` within the package."""
_SPECIAL = {"__getitem__", "__contains__", "__iter__", "__len__"}
"""Methods that people call by writing something else."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a name takes, holds, gives or raises.

    Attributes:
        name: its name; empty for what is given back.
        kind: its type.
        about: what it is.
    """

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Described:
    """A function, class, method or constant.

    Attributes:
        name: its name, for a method with that of its class.
        kind: `function`, `class`, `method`, `property` or `constant`.
        signature: how it is called, or its type.
        about: what its docstring says.
        takes: arguments.
        holds: attributes.
        gives: what is given back.
        raises: errors.
        example: code with what it prints; empty where there is none.
        members: public methods and properties of a class.
    """

    name: str
    kind: str
    signature: str
    about: str
    takes: tuple[Part, ...] = ()
    holds: tuple[Part, ...] = ()
    gives: tuple[Part, ...] = ()
    raises: tuple[Part, ...] = ()
    example: str = ""
    members: tuple[Described, ...] = ()


def read_reference() -> dict[str, list[Described]]:
    """Read the source of this package and describe its public names, group by group; nothing is run, and what was read before is kept."""
    told = json.loads(made("reference", "", ("griffelib",), lambda: json.dumps(_read()).encode()))
    return {title: [_from_plain(each) for each in described] for title, described in told.items()}


def _from_plain(told: dict[str, Any]) -> Described:
    parts = {name: tuple(Part(**part) for part in told[name]) for name in ("takes", "holds", "gives", "raises")}
    return Described(**{**told, **parts, "members": tuple(map(_from_plain, told["members"]))})


def _read() -> dict[str, list[dict[str, Any]]]:
    import griffe  # noqa: PLC0415  # only the page on Python needs it

    package: Any = griffe.load(__package__, search_paths=[Path(__file__).parents[1]], docstring_parser="google", allow_inspection=False)
    return {title: [asdict(_described(package[name])) for name in names] for title, names in GROUPS.items()}


def _described(thing: Any) -> Described:
    kind = "constant" if thing.is_attribute else "class" if thing.is_class else "function"
    signature = str(thing.annotation or "") if thing.is_attribute else "" if thing.is_class else _signature(thing)
    return Described(thing.name, kind, signature, **_told(thing), members=tuple(_members(thing)) if thing.is_class else ())


def _members(thing: Any) -> Iterator[Described]:
    for name, member in thing.members.items():
        if name not in _SPECIAL and (
            name.startswith("_") or member.is_alias or not member.docstring or "instance-attribute" in member.labels
        ):
            continue
        if "property" in member.labels:
            yield Described(f"{thing.name}.{name}", "property", str(member.annotation or ""), **_told(member))
        elif member.is_function:
            yield Described(f"{thing.name}.{name}", "method", _signature(member), **_told(member))


def _signature(function: Any) -> str:
    """How a function is called, without `self` and `cls`."""
    written: str = function.signature(return_type=True, name=function.name)
    return written.replace("(self, ", "(").replace("(self)", "()").replace("(cls, ", "(").replace("(cls)", "()")


def _told(thing: Any) -> dict[str, Any]:
    """What a docstring says, by section; a name without one is what its module is about."""
    docstring = thing.docstring or thing.parent.docstring
    sections = list(docstring.parsed) if docstring else []
    found: dict[str, Any] = {"about": " ".join(each.value for each in sections if each.kind.value == "text")}
    for kind, name in (("parameters", "takes"), ("attributes", "holds"), ("returns", "gives"), ("raises", "raises")):
        listed = (part for each in sections if each.kind.value == kind for part in each.value)
        found[name] = tuple(_parts(listed, named=name in {"takes", "holds"}))
    examples = (each.value.contents for each in sections if each.kind.value == "admonition" and each.title == "Example")
    return {**found, "example": "\n".join(examples)}


def _parts(parts: Iterable[Any], *, named: bool) -> Iterator[Part]:
    for part in parts:
        yield Part(part.name if named else "", str(part.annotation or ""), part.description)
