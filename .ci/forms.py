"""Write the issue forms of .github/ISSUE_TEMPLATE anew, from what `taxonomy.forms` asks."""

import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent.parent / ".github" / "ISSUE_TEMPLATE"
sys.path.insert(0, str(FOLDER.parents[1]))

from taxonomy.forms import forms, template  # noqa: E402  # the checkout's own package

HEAD = "# Written by `make forms`; taxonomy/forms.py says what is asked.\n"


def texts() -> dict[str, str]:
    """The text of every form by the name of its file."""
    return {f"{form.id}.yml": HEAD + yaml.safe_dump(template(form), sort_keys=False, allow_unicode=True, width=140) for form in forms()}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
