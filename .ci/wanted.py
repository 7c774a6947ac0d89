"""Open an issue for each kind of thing that is wanted, or bring the one that is open up to date.

What was found comes from another job: files of fixed names and bounded size, whose text is already safe to show.
"""

import os
from pathlib import Path

import hub

MOST_CHARACTERS = 60_000
TITLES = {
    "links": "Wanted: links that lead somewhere again",
    "versions": "Wanted: a second look at papers with a newer version",
    "venues": "Wanted: venues of papers that were published since",
    "works": "Wanted: works that the register does not know yet",
}
LABEL = "wanted"


def main() -> None:
    """Go through the kinds; an empty list closes its issue."""
    folder = Path(os.environ["HEALTH"])
    issues = hub.ask(f"repos/{hub.repository()}/issues", state="open", labels=LABEL, creator=hub.OWN, per_page="100")
    opened = {each["title"]: each["number"] for each in issues}
    for name, title in TITLES.items():
        text = text_in(folder / f"{name}.md")
        if title in opened:
            state = "open" if text else "closed"
            hub.send("PATCH", f"repos/{hub.repository()}/issues/{opened[title]}", body=text or "Nothing is wanted any more.", state=state)
        elif text:
            hub.send("POST", f"repos/{hub.repository()}/issues", title=title, body=text, labels=[LABEL])


def text_in(path: Path) -> str:
    """The text of a plain file, cut; empty where there is none."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(MOST_CHARACTERS).strip()


if __name__ == "__main__":
    main()
