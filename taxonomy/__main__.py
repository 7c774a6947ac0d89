"""`python -m taxonomy`: the command line, where its script is not on the path."""

from __future__ import annotations

from taxonomy.cli import main

main(prog_name="taxonomy")
