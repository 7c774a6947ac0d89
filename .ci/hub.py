"""GitHub, by its own program `gh`: what is sent is data on its standard input, never part of a command."""

import json
import os
import subprocess

OWN = "github-actions[bot]"
"""Who writes what the workflows write."""


def repository() -> str:
    """Owner and name of the repository."""
    return os.environ["GITHUB_REPOSITORY"]


def ask(path: str, **fields: str) -> object:
    """What the interface answers; all pages of a list."""
    query = [part for name, value in fields.items() for part in ("--raw-field", f"{name}={value}")]
    told = run("gh", "api", "--method", "GET", "--paginate", "--slurp", path, *query)
    pages = json.loads(told)
    return [item for page in pages for item in page] if all(isinstance(page, list) for page in pages) else pages[0]


def send(method: str, path: str, **fields: object) -> object:
    """Send fields, and give what the interface answers."""
    return json.loads(run("gh", "api", "--method", method, path, "--input", "-", text=json.dumps(fields)) or "null")


def run(*command: str, text: str = "") -> str:
    """What a program prints; ends where it fails."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"`{command[0]} {command[1]}` failed: {done.stderr.strip()}")
    return done.stdout


def say(number: int, text: str, mark: str) -> None:
    """Comment on an issue or pull request; a comment of the same mark is written anew."""
    body = f"<!-- {mark} -->\n{text}"
    comments = ask(f"repos/{repository()}/issues/{number}/comments", per_page="100")
    own = [each for each in comments if (each["user"] or {}).get("login") == OWN and each["body"].startswith(f"<!-- {mark} -->")]
    if own:
        send("PATCH", f"repos/{repository()}/issues/comments/{own[0]['id']}", body=body)
    else:
        send("POST", f"repos/{repository()}/issues/{number}/comments", body=body)
