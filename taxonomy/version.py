"""The version of code and data; stands in everything that is written out."""

from __future__ import annotations

__version__ = "2026.11.0"
