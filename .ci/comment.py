"""Comment a review on its pull request, and say whether the policy is kept.

The review is a stranger's text: it is cut, cleaned and shown as code. Which pull request it is, what it changes and what a maintainer
allowed is asked of GitHub, never of the review.
"""

import os
import re
from pathlib import Path

import hub

MOST_CHARACTERS = 50_000
MOST_ENTRIES = 25
LABEL = "maintainer-approved"
FOLDER = "entries/"


def main() -> None:
    """Comment and set the status, if the pull request is still where it was."""
    sha = os.environ["HEAD_SHA"]
    pull = pull_of(sha, os.environ["HEAD_OWNER"], os.environ["HEAD_BRANCH"])
    if pull is None:
        print("no open pull request has this commit at its head")
        return
    number = int(pull["number"])
    files = hub.ask(f"repos/{hub.repository()}/pulls/{number}/files", per_page="100")
    asks = why_allowed(files, int(pull["changed_files"]))
    allowed = LABEL in {label["name"] for label in pull["labels"]}
    told = "nobody has to allow this" if not asks else f"a maintainer {'has allowed' if allowed else 'has to allow'} this: {asks[0]}"
    state = "success" if not asks or allowed else "failure"
    run = os.environ["RUN_URL"]
    hub.send("POST", f"repos/{hub.repository()}/statuses/{sha}", state=state, context="policy", description=told[:140], target_url=run)
    hub.say(number, comment(Path(os.environ["REVIEW"]), asks, run, allowed=allowed), "review")


def pull_of(sha: str, owner: str, branch: str) -> dict | None:
    """The open pull request whose head is this commit of this branch; with all that GitHub says of it."""
    found = hub.ask(f"repos/{hub.repository()}/pulls", state="open", head=f"{owner}:{branch}", per_page="100")
    numbers = [each["number"] for each in found if each["head"]["sha"] == sha]
    return hub.ask(f"repos/{hub.repository()}/pulls/{int(numbers[0])}") if len(numbers) == 1 else None


def why_allowed(files: list[dict], changed: int) -> list[str]:
    """Why a maintainer has to allow a change, in our own words."""
    asks = []
    if changed > len(files):
        asks.append("it changes more files than GitHub lists")
    entries = [each for each in files if each["filename"].startswith(f"{FOLDER}papers/")]
    if len(entries) > MOST_ENTRIES:
        asks.append(f"more than {MOST_ENTRIES} entries change")
    if any(each["status"] in {"removed", "renamed"} for each in files):
        asks.append("a file is deleted or renamed")
    if not all(each["filename"].startswith(FOLDER) for each in files):
        asks.append(f"files outside of {FOLDER} change")
    return asks


def comment(review: Path, asks: list[str], run: str, *, allowed: bool) -> str:
    """The comment: policy in our words, the review as code."""
    policy = [f"- {each}" for each in asks]
    word = f"A maintainer has allowed this (`{LABEL}`):" if allowed else f"A maintainer has to allow this with the label `{LABEL}`:"
    lines = [f"[Review]({run}) of the entries, written by the run of this pull request; the site as it would be is its artefact `preview`."]
    lines += ["", word, "", *policy] if asks else []
    return "\n".join([*lines, "", *as_code(text_of(review))])


def text_of(review: Path) -> str:
    """The review's text as far as it is one: a plain file, cut, without characters that nobody sees."""
    if review.is_symlink() or not review.is_file():
        return "The run left no review; its log says why."
    with review.open("rb") as file:
        text = file.read(MOST_CHARACTERS).decode("utf-8", "ignore")
    return "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or c == "\n")


def as_code(text: str) -> list[str]:
    """Lines as a block of code that no line can end: each is indented."""
    return [f"    {line}" for line in re.split(r"\n", text)]


if __name__ == "__main__":
    main()
