"""Say whether a pull request keeps the policy: what it changes, and whether a maintainer has allowed it.

All of it is asked of GitHub, by the commit, so that nothing that is pushed meanwhile is taken for it; nothing is read out of the pull
request.
"""

import os
import re

import hub

MOST_ENTRIES = 25
MOST_LISTED = 300
"""As many files of a comparison GitHub tells."""
LABEL = "maintainer-approved"
FOLDER = "entries/"
FILES = re.compile(r"(?:(?:papers|readings)/[a-z]+[0-9]{4}[a-z0-9]+\.yaml|register\.bib)")
"""Names of files, from the folder of entries, that a contribution may hold."""
BASE = "main"
CONTEXT = "policy"
"""Name of the status."""


def main() -> None:
    """Set the status of the commit that is the pull request's head, if it still is.

    A label holds for the commit at which it was set: where a commit comes that has no status yet, the label is taken away.
    """
    number, sha = int(os.environ["NUMBER"]), os.environ["HEAD_SHA"]
    pull = hub.ask(f"repos/{hub.repository()}/pulls/{number}")
    if pull["head"]["sha"] != sha or pull["base"]["ref"] != BASE:
        print("this commit is not what the pull request wants to join any more")
        return
    asks, allowed = why_allowed(sha), is_allowed(pull)
    if allowed and not was_told(sha, number):
        hub.run("gh", "api", "--method", "DELETE", f"repos/{hub.repository()}/issues/{number}/labels/{LABEL}")
        allowed = False
    word = "nobody has to allow this" if not asks else f"a maintainer {'has allowed' if allowed else 'has to allow'} this: {asks[0]}"
    state = "success" if not asks or allowed else "failure"
    run = os.environ["RUN_URL"]
    told = f"{beginning(number)}{word}"
    hub.send("POST", f"repos/{hub.repository()}/statuses/{sha}", state=state, context=CONTEXT, description=told[:140], target_url=run)


def is_allowed(pull: dict) -> bool:
    """Whether a maintainer has set the label."""
    return LABEL in {label["name"] for label in pull["labels"]}


def was_told(sha: str, number: int) -> bool:
    """Whether a commit has its status for this pull request, of which it then was the head when the label was set."""
    told = hub.ask(f"repos/{hub.repository()}/commits/{sha}/statuses", per_page="100")
    return any(each["context"] == CONTEXT and (each["description"] or "").startswith(beginning(number)) for each in told)


def beginning(number: int) -> str:
    """How the status of a pull request begins; another one may have the same commit at its head."""
    return f"#{number}: "


def why_allowed(sha: str) -> list[str]:
    """Why a maintainer has to allow what a commit changes since it left the base, in our own words."""
    files = hub.ask(f"repos/{hub.repository()}/compare/{BASE}...{sha}")["files"]
    asks = []
    if len(files) >= MOST_LISTED:
        asks.append("it changes more files than GitHub lists")
    entries = [each for each in files if each["filename"].startswith(f"{FOLDER}papers/")]
    if len(entries) > MOST_ENTRIES:
        asks.append(f"more than {MOST_ENTRIES} entries change")
    if any(each["status"] in {"removed", "renamed"} for each in files):
        asks.append("a file is deleted or renamed")
    if not all(is_ours(each["filename"]) for each in files):
        asks.append("other files than entries, readings and the register change")
    return asks


def is_ours(name: str) -> bool:
    """Whether a file is an entry, a reading or the register, by its name."""
    return name.startswith(FOLDER) and FILES.fullmatch(name.removeprefix(FOLDER)) is not None


if __name__ == "__main__":
    main()
