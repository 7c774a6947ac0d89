"""The collector is held back while much is read, and afterwards is as it was."""

from __future__ import annotations

import gc

import pytest

from taxonomy.memory import uncollected


def test_collector_is_as_it_was() -> None:
    """It runs again afterwards, also when something went wrong, and stays off for those who have turned it off."""
    with uncollected(), uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
    gc.enable()
