"""Home notions: what methods were made for, computed from the settings in which entries propose them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from taxonomy.lexicon import Lexicon
from taxonomy.model import Entry
from taxonomy.notions.verdicts import Verdict
from taxonomy.vocabulary.closed import Notion

_COUNTED: dict[Notion, frozenset[Notion]] = {
    **{notion: frozenset({notion}) for notion in Notion},
    Notion.COINCIDENT: frozenset({Notion.UNTRAINING, Notion.UNLEARNING}),
    Notion.UNDETERMINED: frozenset(),
}
"""What an intended notion counts for."""


def home_notions(entries: Iterable[Entry], verdicts: Mapping[str, Mapping[str, Verdict]], lexicon: Lexicon) -> dict[str, frozenset[Notion]]:
    """Compute the home notions of every method.

    Args:
        entries: the coded papers.
        verdicts: for each of them, the verdicts of its settings.
        lexicon: every term that they use; generic methods declare their homes there.

    Returns:
        For each method id, in order: the declared homes of a generic method; else the intended notions of the settings in
        which entries propose it, where a coincident setting counts for both and one that is undetermined for none. Empty
        where nothing is known.
    """
    homes = {method.id: frozenset[Notion](method.notions) for method in lexicon.generic_methods.values()}
    proposed: dict[str, frozenset[Notion]] = dict.fromkeys(sorted(lexicon.methods.keys() - homes.keys()), frozenset())
    for entry in entries:
        for method in entry.proposes.methods:
            if method.id in proposed:
                judged, told = verdicts[entry.id], method.settings
                counted = [_COUNTED[each.intended] for name, each in judged.items() if not told or name in told]
                proposed[method.id] = proposed[method.id].union(*counted)
    return homes | proposed
