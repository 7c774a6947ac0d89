"""DOC0xx: the catalogue of faults of files. A code is permanent and never reused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault that a file can have.

    Attributes:
        code: permanent code.
        name: kebab-case name.
        title: what is wrong, one line.
        rationale: why it is refused.
        instead: what to do.
        example: text that has the fault.
    """

    code: str
    name: str
    title: str
    rationale: str
    instead: str
    example: str


_FAULTS = (
    Fault(
        "DOC001",
        "yaml-syntax",
        "The file is not valid YAML",
        "Nothing after the place of the error can be read, so other faults of the file show only once it is mended.",
        "Mend the line that is named, or the one before it: quotes, colons, brackets, indentation with spaces.",
        "title: Forgetting: a study\n",
    ),
    Fault(
        "DOC002",
        "duplicate-key",
        "A field is given twice",
        "Most readers silently keep the last value, so a reader of the file and a program would see different facts.",
        "Keep one of the two.",
        "year: 2024\nyear: 2025\n",
    ),
    Fault(
        "DOC003",
        "yaml-feature",
        "The file uses tags, anchors, aliases, merge keys, directives or several documents",
        "They make a short text stand for something else or something huge, and no entry needs them.",
        "Write the values out.",
        "authors: &team [Ada Example]\n",
    ),
    Fault(
        "DOC004",
        "over-the-limits",
        "The file, or a value in it, is larger or deeper than allowed",
        "Limits keep every file readable by a person and safe to read by a program.",
        "Shorten the text or flatten the nesting; entries hold facts, not prose. A long number that is a name needs quotes.",
        f"summary: {'[' * 65}too deep{']' * 65}\n",
    ),
    Fault(
        "DOC005",
        "unknown-field",
        "A field is not part of the entry's model",
        "A misspelt field would be lost without a word.",
        "Take the field's name from the field reference.",
        "tittle: A study\n",
    ),
    Fault(
        "DOC006",
        "missing-field",
        "A required field is missing",
        "Without it the entry cannot be classified, cited or credited.",
        "Add the field; where a fact is not known, many fields allow `not-reported`.",
        "forget_set: {coverage: complete}\n",
    ),
    Fault(
        "DOC007",
        "unknown-term",
        "A metric, method, problem, dataset or rule is named that nobody declared",
        "Two spellings of one thing would count as two, and rules could not read its properties.",
        "Use the nearest known name, declare it under `proposes` of the paper that introduces it, or add it to the vocabulary.",
        "baselines: [retrainning]\n",
    ),
    Fault(
        "DOC008",
        "wrong-value",
        "A value is of the wrong kind, or none of the allowed ones",
        "Rules branch on closed words and numbers, so each has to be one of those that they know.",
        "Write one of the values that the message lists.",
        "kind: methods\n",
    ),
    Fault(
        "DOC009",
        "id-unlike-file-name",
        "The entry's id is not the name of its file",
        "The id is the page's address, the BibTeX key and the Python key; the file has to be found by it.",
        "Rename the file, or correct the id.",
        "id: fan2024salun   # in the file fan2024saliency.yaml\n",
    ),
    Fault(
        "DOC010",
        "duplicate-paper",
        "The same paper is there already",
        "One paper is one entry; a coded paper leaves the register.",
        "Keep one entry, and delete the register's record.",
        'links: {arxiv: "2310.12508"}   # in two files\n',
    ),
    Fault(
        "DOC011",
        "unsafe-text",
        "A text holds invisible, control or reordering characters, or letters in parts",
        "They can make a reader see something else than a program reads.",
        "Type the text again, or paste it as plain text.",
        'title: "A\\u202Estudy"\n',
    ),
    Fault(
        "DOC012",
        "unsafe-url",
        "An address is not a plain http or https address",
        "Addresses become links that people click; other schemes can run programs.",
        "Write the full https:// address of a page.",
        'links: {code: ["javascript:alert(1)"]}\n',
    ),
    Fault(
        "DOC013",
        "inconsistent-facts",
        "Two facts of the entry contradict each other",
        "At least one of them is wrong, and verdicts would rest on it.",
        "Look the facts up again and correct one.",
        "forget_set: {removes: concept, concept: null}\n",
    ),
    Fault(
        "DOC014",
        "unreadable-file",
        "The file cannot be read as the text of an entry",
        "Entries are UTF-8 text files that hold one mapping of fields to values.",
        "Save the entry as UTF-8 text under entries/papers/<id>.yaml, as an ordinary file and not as a link.",
        "- this is a list, not a mapping\n",
    ),
    Fault(
        "DOC015",
        "ambiguous-scalar",
        "A value is taken for different things by different readers",
        "017 is 15 to one reader, 17 to another and text to a third; 1:30 is text or 90; 1_000 and .inf fare no better; "
        "[4,500] is two numbers, #1 a comment, `Example, Ada` is cited as E. Ada.",
        "Write plain decimal numbers, put text in quotes, and write authors one by one as `Given Family`.",
        "year: 02024\n",
    ),
    Fault(
        "DOC016",
        "duplicate-declaration",
        "Something is declared twice",
        "A method, metric or dataset belongs to the paper that introduces it, and two settings of one name cannot be told apart.",
        "Keep one declaration.",
        "settings:\n"
        "  - {id: classes, name: One class, problem: class-removal, modality: image, forget_set: {removes: examples}}\n"
        "  - {id: classes, name: Ten classes, problem: class-removal, modality: image, forget_set: {removes: examples}}\n",
    ),
    Fault(
        "DOC017",
        "register-record",
        "A BibTeX record of the register cannot be read, or lacks title, author or year",
        "The register is the queue of what is wanted and the denominator of the coverage statement.",
        "Correct or complete the record.",
        "@misc{ada2024study, title = {A study}}\n",
    ),
)

FAULTS: dict[str, Fault] = {fault.code: fault for fault in _FAULTS}
"""Faults by code, in order."""
