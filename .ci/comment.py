"""Comment a review on its pull request.

The review is a stranger's text: it is cut, cleaned and shown as code. Which pull request it is, what it changes and what a maintainer
allowed is asked of GitHub, never of the review.
"""

import os
import re
from pathlib import Path

import hub
import policy

MOST_CHARACTERS = 50_000


def main() -> None:
    """Comment, if the pull request is still where it was."""
    sha = os.environ["HEAD_SHA"]
    pull = pull_of(sha, os.environ["HEAD_OWNER"], os.environ["HEAD_BRANCH"])
    if pull is None:
        print("no open pull request has this commit at its head")
        return
    text = comment(Path(os.environ["REVIEW"]), policy.why_allowed(sha), sha, os.environ["RUN_URL"])
    hub.say(int(pull["number"]), text, "review")


def pull_of(sha: str, owner: str, branch: str) -> dict | None:
    """The open pull request whose head is this commit of this branch."""
    found = hub.ask(f"repos/{hub.repository()}/pulls", state="open", base=policy.BASE, head=f"{owner}:{branch}", per_page="100")
    pulls = [each for each in found if each["head"]["sha"] == sha]
    return pulls[0] if len(pulls) == 1 else None


def comment(review: Path, asks: list[str], sha: str, run: str) -> str:
    """The comment: policy in our words, the review as code."""
    lines = [
        f"[Review]({run}) of the entries at {sha}, by the run of this pull request; the site as it would be is its artefact `preview`."
    ]
    word = f"A maintainer has to allow this commit with the label `{policy.LABEL}`:"
    lines += ["", word, "", *(f"- {each}" for each in asks)] if asks else []
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
