"""Fixtures that several test modules share."""

from __future__ import annotations

import pytest

import taxonomy
from taxonomy.corpus import Corpus
from tests.invented import CORPUS


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus of invented papers."""
    return taxonomy.load(CORPUS)
