"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import taxonomy
from taxonomy.corpus import Corpus
from tests.invented import CORPUS

os.environ["TAXONOMY_CACHE"] = ""  # what is tested is what files say; tests of what is kept name a cache of their own


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus of invented papers."""
    return taxonomy.load(CORPUS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the invented corpus as `./entries`."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CORPUS, tmp_path / "entries")
    return Path("entries")
