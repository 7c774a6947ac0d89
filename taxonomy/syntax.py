"""YAML syntax errors, told to a person who made one: at the place of the slip, which the parser often notices lines later."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from taxonomy.errors import Finding
from taxonomy.filetext import Place, lines_of
from taxonomy.nearest import quoted, shown

_Told: TypeAlias = tuple[Place, str, str]
"""Place, message, fix."""

_CLOSES = {"[": "]", "{": "}"}
_FIELD = re.compile(r"(?P<indent> *(?:- +)*)(?P<name>[A-Za-z_][\w-]{0,40})(?P<rest>(?:[:\s\[{].*)?)$")
_DASH = re.compile(r"(?P<indent> *(?:- +)*)-(?=[A-Za-z\[{\"'])")
_BEGINS = re.compile(r" *(?:- |-$|[A-Za-z_][\w-]*:(?: |$))")
"""A line that begins a field or an item."""
_QUOTED_NAME = re.compile(r"(?P<name>[a-z_]+): ")
"""What follows a quote that stands before, not after, the name of a field and its colon."""
_NEITHER = "this line is neither `field: value` nor the continuation of the value above"
_FEW = 2
"""Most words of a line in which only the colon is missing; a longer one may as well be a text that goes on."""
_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        r"cannot start any token",
        "a value or name begins with a character that has a meaning in YAML (such as @, `, %, *)",
        "put the value in quotes",
    ),
    (r"unknown escape character", "a backslash in double quotes begins an unknown escape", "use single quotes, or write two backslashes"),
    (
        r"sequence entries are not allowed",
        "a list begins in the line of its field",
        "write [a, b], or begin each item on a line of its own",
    ),
    (r"block scalar", "a value begins with > or |, which announce a text of several lines", "put the value in quotes"),
    (r"mapping keys are not allowed", "a value begins with ?, which has a meaning in YAML", "put the value in quotes"),
    (r"expected '?<document start>", "`...` ends the entry, but more text follows", "delete the line of dots"),
    (r"node content", "a value is missing or misplaced here", "write the value in quotes"),
    (r"alias|anchor", "a value begins with & or *, which name and repeat values in YAML", "put the value in quotes"),
    (r"tag", "a value begins with !, which asks for a special type in YAML", "put the value in quotes"),
    (r"directive", "a line begins with %, which YAML takes for a directive", "delete the line"),
    (r"exceeded|too long|simple key", "a field's name runs over several lines", "write `field: value` in one line"),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """What was read before the error.

    Attributes:
        begin: where the last text or name begins.
        end: where it ends.
        in_quotes: whether it stands in quotes.
        bracket: where the innermost bracket opens that is not closed yet.
    """

    begin: Place = (1, 1)
    end: Place = (1, 1)
    in_quotes: bool = False
    bracket: Place | None = None


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser stopped, and what it says.

    Attributes:
        said: the parser's words.
        place: where it stopped.
        context: where that began which it was reading.
        lines: the text.
        reached: what was read before.
    """

    said: str
    place: Place
    context: Place
    lines: list[str]
    reached: Reached

    def line(self, number: int) -> str:
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def char(self, place: Place) -> str:
        return self.line(place[0])[place[1] - 1 : place[1]]


def explain(error: yaml.YAMLError, text: str, path: str, reached: Reached | None = None) -> Finding:
    """Turn a parser's error into a finding that a newcomer can act on.

    Args:
        error: the parser's error.
        text: what was parsed.
        path: its name in the finding.
        reached: what was read before the error.

    Returns:
        The finding (DOC001), at the place of the slip where that can be told, otherwise where the parser stopped.
    """
    lines = lines_of(text)
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    places = [(mark.line + 1, mark.column + 1) for mark in marks if mark is not None] or [(len(lines), 1)]
    said = " ".join(str(getattr(error, part, "") or "") for part in ("context", "problem")).strip() or str(error)
    stop = _Stop(said, places[0], places[-1], lines, reached or Reached())
    place, message, fix = next(told for told in (diagnose(stop) for diagnose in _DIAGNOSES) if told is not None)
    return Finding(path, *place, "DOC001", message, fix)


def _open_quote(stop: _Stop) -> _Told | None:
    if "quoted scalar" in stop.said and re.search(r"end of stream|document (indicator|separator)", stop.said):
        return stop.context, "the quote that opens here is never closed", "close it where the text ends"
    return None


def _quote_over_lines(stop: _Stop) -> _Told | None:
    """A quote within brackets that was lost, so that the text goes on to the next one, lines later."""
    begin, end = stop.reached.begin, stop.reached.end
    if not (stop.reached.in_quotes and stop.reached.bracket and begin[0] < end[0] and "flow" in stop.said):
        return None
    found = _QUOTED_NAME.match(stop.line(begin[0])[begin[1] :])
    fix = (
        f"close it where the text ends: {stop.char(begin)}{found['name']}{stop.char(begin)}: ..."
        if found
        else "close it where the text ends"
    )
    return begin, f"the quote that opens here is closed only in line {end[0]}", fix


def _comment_in_brackets(stop: _Stop) -> _Told | None:
    """A bracket that is closed, but behind a # that begins a comment."""
    opened = stop.reached.bracket
    if opened is None or "flow" not in stop.said:
        return None
    for number in range(opened[0], stop.place[0] + 1):
        begin = opened[1] if number == opened[0] else 0
        found = re.search(r"(?<= )#(?P<rest>.*)$", stop.line(number)[begin:])
        if found and _CLOSES[stop.char(opened)] in found["rest"]:
            message = f"a # after a space begins a comment, so the `{stop.char(opened)}` that opens in line {opened[0]} is not closed"
            return (number, begin + found.start() + 1), message, "put the text that holds the # in quotes"
    return None


def _quoted_name(stop: _Stop) -> _Told | None:
    """A quote before the name of a field, which was meant for its value."""
    for number in dict.fromkeys((stop.place[0], stop.context[0], stop.reached.begin[0])):
        if found := re.match(rf"(?P<before> *(?:- +)*)[\"']{_QUOTED_NAME.pattern}", stop.line(number)):
            message = f"a quote stands before the name `{found['name']}`"
            return (number, found.end("before") + 1), message, f'write it before the value: {found["name"]}: "..."'
    return None


def _after_quote(stop: _Stop) -> _Told | None:
    begin, end = stop.reached.begin, stop.reached.end
    follows = end[0] == stop.place[0] and not stop.line(end[0])[end[1] - 1 : stop.place[1] - 1].strip()
    here = stop.char(stop.place)
    if not stop.reached.in_quotes or not follows or here in {"", "}", "]"} or (here in "\"'{[" and stop.reached.bracket):
        return None
    if begin[0] < end[0]:
        message = f"the quote that opens here is closed only in line {end[0]}, where more text follows"
        return begin, message, "close it where the text ends"
    within = 'write \\" for a quote within it' if stop.char(begin) == '"' else "write '' for an apostrophe within it"
    return stop.place, "text follows after the closing quote", f"put the whole value into one pair of quotes, and {within}"


def _missing_space_after_dash(stop: _Stop) -> _Told | None:
    for number in dict.fromkeys((stop.context[0], stop.reached.begin[0], stop.place[0])):
        if found := _DASH.match(stop.line(number)):
            return (number, found.end()), "a space is missing after this dash", "write `- `, with a space, before each item of a list"
    return None


def _closing_bracket(stop: _Stop) -> _Told | None:
    here, opened = stop.char(stop.place), stop.reached.bracket
    if here not in {"]", "}"}:
        return None
    if opened is None:
        fix = "delete it, or put the text in quotes if the bracket belongs to it"
        return stop.place, f"a `{here}` stands here, but no bracket is open that it could close", fix
    begin = stop.char(opened)
    where = f"in column {opened[1]}" if opened[0] == stop.place[0] else f"in line {opened[0]}"
    fix = f"close it with `{_CLOSES[begin]}`, or delete the `{here}` if it is one too many"
    return stop.place, f"the `{begin}` that opens {where} is not closed before this `{here}`", fix


def _open_bracket(stop: _Stop) -> _Told | None:
    opened = stop.reached.bracket
    if opened is None or "flow" not in stop.said:
        return None
    begin, line = stop.char(opened), stop.line(stop.place[0])
    begins_anew = stop.place[0] > opened[0] and _BEGINS.match(line) and _indent(line) <= _indent(stop.line(opened[0]))
    if begins_anew or not "".join([line[stop.place[1] - 1 :], *stop.lines[stop.place[0] :]]).strip():
        return opened, f"the `{begin}` that opens here is never closed", f"close it with `{_CLOSES[begin]}`"
    here = stop.char(stop.place)
    if here == "," and "node" in stop.said:
        return stop.place, "nothing stands before this comma", "delete the comma, or write the item that is missing"
    if here == ":":
        message = f"a second colon stands in one item of the `{begin}` that opens in line {opened[0]}"
        return stop.place, message, "write a comma between the items, or put a text with a colon in quotes"
    if begin == "{":
        return stop.place, "a comma or a colon is missing before this", "write `name: value`, with a comma between two of them"
    return stop.place, "a comma is missing before this", "write a comma between the items"


def _missing_colon(stop: _Stop) -> _Told | None:
    """A line that was meant as a field, and that the parser took for the beginning of a text or of a name."""
    is_name = "could not find expected ':'" in stop.said
    number = stop.context[0] if is_name else stop.reached.begin[0]
    field = _FIELD.match(stop.line(number))
    if is_name and (told := _belongs_above(stop, number)):
        return told
    if is_name and (
        other := re.match(r" *(?:- +)*(?P<name>[a-z_]+)(?: *[\uff1a\ufe55\ua789\u2236]| *=) *(?P<value>.*)$", stop.line(number))
    ):
        mark, at = other[0][other.end("name") :].lstrip()[0], other[0].index(other[0][other.end("name") :].lstrip()[0], other.end("name"))
        message = f"`{other['name']}` is followed by {mark!r} (U+{ord(mark):04X}) where a colon is expected"
        return (number, at + 1), message, f"write `{_line(other['name'], other['value'])}`"
    if field is None:
        fix = "write a colon and a space after the field's name, or indent the line if it continues a text"
        return (stop.context, _NEITHER, fix) if is_name else None
    begins_here = "mapping values" in stop.said and stop.reached.begin[1] == field.start("name") + 1
    return _told_colon(field, number) if is_name or begins_here or ("mapping values" in stop.said and _opens(field)) else None


def _belongs_above(stop: _Stop, number: int) -> _Told | None:
    """A text without indentation below a field that has no value of its own."""
    above = next((line for line in reversed(stop.lines[: number - 1]) if line.strip()), "")
    found, text = re.fullmatch(r" *(?:- +)*(?P<name>[A-Za-z_][\w-]*): *", above), stop.line(number).strip()
    if found is None or _indent(stop.line(number)) > _indent(above) or re.match(r"\S+:|[a-z_]+$|[a-z_]+ *[\[{=]", text):
        return None
    message = f"this line stands below `{found['name']}:` without indentation, so it is not its value"
    return (number, _indent(stop.line(number)) + 1), message, f"write it behind the colon: `{_line(found['name'], text)}`"


def _told_colon(field: re.Match[str], number: int) -> _Told:
    name, rest = field["name"], field["rest"].strip()
    if field["rest"].startswith(":") and rest not in {":", ""} and not rest.startswith((": ", "://")):
        return (number, field.start("rest") + 2), f"a space is missing after the colon of `{name}`", f"write `{_line(name, rest[1:])}`"
    if _opens(field) or (len(rest.split()) < _FEW and ":" not in rest):
        return (number, field.start("rest") + 1), f"a colon is missing after `{name}`", f"write `{_line(name, rest)}`"
    fix = f"write `{name}: ...` if {name} is a field; indent the line if it continues a text"
    return (number, field.start("name") + 1), _NEITHER, fix


def _opens(field: re.Match[str]) -> bool:
    """Whether a bracket follows directly after the name."""
    return field["rest"].lstrip()[:1] in set(_CLOSES)


def _second_colon(stop: _Stop) -> _Told | None:
    if "mapping values" not in stop.said:
        return None
    begin, line = stop.reached.begin[0], stop.line(stop.place[0])
    if begin < stop.place[0]:
        message = f"this line is indented as if it continued the text that begins in line {begin}"
        return (stop.place[0], _indent(line) + 1), message, "align it with the fields beside it, or put a text with a colon in quotes"
    field = _FIELD.fullmatch(line)
    if field is None:
        parenthesis = re.match(r" *- *\([a-z_]+:", line)
        fix = "write { and } around the fields, not ( and )" if parenthesis else "put the text that holds the colon in quotes"
        return stop.place, "a second `: ` stands in one line, so it is unclear where the value begins", fix
    if re.search(r"[,;] +[a-z_]+: ", field["rest"][1:]):
        return stop.place, "a second field begins in the same line", "write each field on a line of its own"
    name, value = field["name"], field["rest"].removeprefix(":").strip()
    bare = value.strip("\u201c\u201d\u201e\u2018\u2019")
    example = f'{name}: "..."' if re.search(r"[\"'#]", bare) else _line(name, quoted(bare))
    example += " (straight ones: curly quotes are ordinary letters)" if bare != value else ""
    message = "a second `: ` stands in one line, so it is unclear where the value begins"
    return stop.place, message, f"put the value in quotes: {example}"


def _uneven(stop: _Stop) -> _Told | None:
    """The parser expected a field or an item of the same list, and found something else."""
    if not re.search(r"did not find expected key|expected <block end>|expected '-' indicator", stop.said):
        return None
    line = stop.line(stop.place[0])
    before = line[: stop.place[1] - 1]
    if before.strip():
        return stop.place, "this does not belong to the value before it", "put the whole value in quotes"
    if stop.char(stop.context) == "-" and stop.context[1] == stop.place[1] and _FIELD.match(line):
        message = f"a field stands in the column of the dashes of the list that begins in line {stop.context[0]}"
        return stop.place, message, "write `- ` before it if it begins an item, and indent it if it belongs to the item above"
    if line.lstrip()[:1] in _CLOSES and _is_item(stop.lines[stop.place[0] - 2]):
        return stop.place, "a dash is missing before this item", "write `- ` before it, in the column of the dashes above"
    if line.lstrip().startswith("- ") and stop.context[1] == stop.place[1]:
        return stop.place, "an item of a list stands among fields", "indent it below the field whose list it belongs to"
    message = "this line is indented unlike its neighbours"
    return stop.place, message, "align fields of one mapping, and items of one list, in the same column"


def _as_known(stop: _Stop) -> _Told:
    if re.match(r" *\* \S", stop.line(stop.place[0])):
        return stop.place, "this item begins with `*`", "begin each item of a list with `- `"
    for pattern, message, fix in _KNOWN:
        if re.search(pattern, stop.said):
            return stop.place, message, fix
    return stop.place, f"this is not valid YAML ({' '.join(stop.said.split()) or 'unreadable'})", "compare the lines with another entry"


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(name: str, value: str) -> str:
    """A field as it should be written, on one line and short."""
    text = f"{name}: {value}".strip()
    return text if shown(text)[1:-1] == text else f"{name}: ..."


_DIAGNOSES: tuple[Callable[[_Stop], _Told | None], ...] = (
    *(_open_quote, _quoted_name, _quote_over_lines, _after_quote, _missing_space_after_dash, _comment_in_brackets),
    *(_closing_bracket, _open_bracket),
    *(_missing_colon, _second_colon, _uneven, _as_known),
)
"""From the most telling slip to the parser's own words."""
