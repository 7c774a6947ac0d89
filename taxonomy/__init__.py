"""Which papers on machine unlearning untrain examples, which unlearn concepts, and where the evaluation fits the other notion.

Names are imported when they are first used, so that `import taxonomy` and the command line start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from taxonomy.version import __version__

if TYPE_CHECKING:
    from taxonomy.api import check as check
    from taxonomy.api import classify as classify
    from taxonomy.corpus import Corpus as Corpus
    from taxonomy.errors import Finding as Finding
    from taxonomy.errors import InvalidEntriesError as InvalidEntriesError
    from taxonomy.errors import SetupError as SetupError
    from taxonomy.errors import TaxonomyError as TaxonomyError
    from taxonomy.errors import UnknownIdError as UnknownIdError
    from taxonomy.loading import load as load
    from taxonomy.model import Entry as Entry
    from taxonomy.notions.verdicts import Verdict as Verdict
    from taxonomy.rules import CATALOGUE as CATALOGUE
    from taxonomy.rules import RULES_VERSION as RULES_VERSION

_HOMES = {
    "CATALOGUE": "taxonomy.rules",
    "Corpus": "taxonomy.corpus",
    "Entry": "taxonomy.model",
    "Finding": "taxonomy.errors",
    "InvalidEntriesError": "taxonomy.errors",
    "RULES_VERSION": "taxonomy.rules",
    "SetupError": "taxonomy.errors",
    "TaxonomyError": "taxonomy.errors",
    "UnknownIdError": "taxonomy.errors",
    "Verdict": "taxonomy.notions.verdicts",
    "check": "taxonomy.api",
    "classify": "taxonomy.api",
    "load": "taxonomy.loading",
}
__all__ = ["__version__", *_HOMES]  # noqa: PLE0604  # every name is a string


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'taxonomy' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
