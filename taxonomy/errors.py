"""What can go wrong: exceptions for mistakes in use, findings for mistakes in data."""

from __future__ import annotations

from dataclasses import dataclass

from taxonomy.messages import on_one_line

SITE_URL = "https://unlearning-taxonomy.github.io/"
"""Where the published site lives; the only place that names its address."""
REPOSITORY_URL = "https://github.com/unlearning-taxonomy/unlearning-taxonomy.github.io"
"""Where entries and code live; the only place that names its address."""


class TaxonomyError(Exception):
    """Base of every error that this package raises on purpose.

    Example:
        >>> import taxonomy
        >>> try:
        ...     taxonomy.load("no/such/folder")
        ... except taxonomy.TaxonomyError as error:
        ...     print(error)
        no/such/folder is not a folder of entries: it has no folder `papers`
    """


class SetupError(TaxonomyError):
    """A folder, file or program that a command needs is not there or not usable.

    Example:
        >>> import taxonomy
        >>> issubclass(taxonomy.SetupError, taxonomy.TaxonomyError)
        True
    """


class InvalidEntriesError(TaxonomyError, ValueError):
    """Entries hold faults, so that no corpus can be made of them.

    Attributes:
        findings: every fault of every file, in order of path and line.

    Example:
        >>> import taxonomy
        >>> try:
        ...     taxonomy.classify({"id": "ada2024study"})
        ... except taxonomy.InvalidEntriesError as error:
        ...     print(any("title" in finding.message for finding in error.findings))
        True
    """

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        lines = "\n".join(str(finding) for finding in findings)
        super().__init__(f"{len(findings)} fault(s) in the entries:\n{lines}")

    def __reduce__(self) -> tuple[type[InvalidEntriesError], tuple[list[Finding]]]:
        return type(self), (self.findings,)


class UnknownIdError(TaxonomyError, KeyError):
    """An id that nobody declared was asked for; the message names the nearest known ids.

    Attributes:
        kind: what was asked for: paper, setting, metric and so on.
        wanted: the id that was asked for.
        nearest: known ids that look like it, best first.
        remark: what else is known of it, or where the known ones are listed, in words; empty where nothing.

    Example:
        >>> import taxonomy
        >>> try:
        ...     taxonomy.load().query(metric="MIA")
        ... except KeyError as error:
        ...     print(error.nearest)
        ('membership-inference-attack',)
    """

    def __init__(self, kind: str, wanted: str, nearest: tuple[str, ...], remark: str = "") -> None:
        self.kind = kind
        self.wanted = wanted
        self.nearest = nearest
        self.remark = remark
        hint = f"; did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
        self.message = f"unknown {kind} {wanted!r}{hint}{f'; {remark}' if remark else ''}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type[UnknownIdError], tuple[str, str, tuple[str, ...], str]]:
        return type(self), (self.kind, self.wanted, self.nearest, self.remark)


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One fault of one file, with the place and the way out.

    Attributes:
        path: the file as it was named to us, with forward slashes.
        line: line of the faulty value, counted from 1.
        column: column of the faulty value, counted from 1.
        code: the `DOC0xx` code of the fault.
        message: what was found and what was expected, one sentence without a full stop.
        fix: what to do about it, one imperative sentence without a full stop.

    Example:
        >>> import taxonomy
        >>> print(taxonomy.Finding("a.yaml", 3, 7, "DOC007", "unknown metric 'forget-accurracy'", "write 'forget-accuracy'").line)
        3
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str

    @property
    def url(self) -> str:
        """Address of the page that explains the code.

        Example:
            >>> import taxonomy
            >>> taxonomy.Finding("a.yaml", 3, 7, "DOC007", "unknown metric", "mend it").url.rpartition("/")[2]
            'DOC007.html'
        """
        return f"{SITE_URL}rules/{self.code}.html"

    def __str__(self) -> str:
        return on_one_line(f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}; {self.fix} <{self.url}>")
