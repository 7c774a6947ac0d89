"""Answer in an issue, and open a pull request with the files of a contribution.

The answer and the files come from another job: their names, number and sizes are checked, and their content is only written.
"""

import os
import re
from pathlib import Path

import hub

MOST_CHARACTERS = 60_000
MOST_BYTES = 16 << 20
MOST_FILES = 2
NAME = re.compile(r"entries/(?:papers/[a-z]+[0-9]{4}[a-z0-9]+\.yaml|register\.bib)")
TITLE = re.compile(r"[A-Za-z0-9 /_-]{1,120}")
BASE = "main"


def main() -> None:
    """Answer, and open the pull request or bring it up to date."""
    number, folder = int(os.environ["ISSUE"]), Path(os.environ["ANSWER"])
    hub.say(number, text_in(folder / "answer.md", MOST_CHARACTERS), "answer")
    files = files_in(folder)
    title = text_in(folder / "title", MOST_CHARACTERS).strip() if files else ""
    if not files:
        print("nothing to contribute")
        return
    if not TITLE.fullmatch(title):
        raise SystemExit("the title is none of ours")
    branch = f"contribution/issue-{number}"
    push(branch, files, f"{title} (from issue {number})")
    owner = hub.repository().partition("/")[0]
    if not hub.ask(f"repos/{hub.repository()}/pulls", state="open", head=f"{owner}:{branch}", per_page="100"):
        body = (
            f"Closes #{number}. The issue holds the answers, the entry, its verdict and its flags.\n\n"
            "Checks do not start by themselves on a branch that a workflow pushed: close and reopen this to start them."
        )
        hub.send("POST", f"repos/{hub.repository()}/pulls", title=title, head=branch, base=BASE, body=body)


def text_in(path: Path, most: int) -> str:
    """The text of a plain file, cut where it is too long."""
    if path.is_symlink() or not path.is_file():
        raise SystemExit(f"{path.name} is missing, or no plain file")
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        text = file.read(most + 1)
    return text if len(text) <= most else f"{text[:most]}\n"


def files_in(folder: Path) -> dict[str, bytes]:
    """Files of the contribution by name.

    Anything but plain files of our own names and sizes ends the work.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink()}
    files = {name: path for name, path in found.items() if name not in {"answer.md", "title"}}
    for name, path in files.items():
        if not NAME.fullmatch(name) or path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise SystemExit("the contribution holds something else than entries")
    if len(files) > MOST_FILES:
        raise SystemExit("the contribution holds too many files")
    return {name: path.read_bytes() for name, path in files.items()}


def push(branch: str, files: dict[str, bytes], message: str) -> None:
    """Commit the files on a branch of their own, and push it."""
    hub.run("git", "checkout", "--quiet", "-B", branch)
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)
    hub.run("git", "add", "--", *files)
    who = ["-c", f"user.name={hub.OWN}", "-c", "user.email=41898282+github-actions[bot]@users.noreply.github.com"]
    hub.run("git", *who, "commit", "--quiet", "--message", message)
    hub.run("gh", "auth", "setup-git")
    hub.run("git", "push", "--quiet", "--force", "origin", f"{branch}:refs/heads/{branch}")


if __name__ == "__main__":
    main()
