"""The workflows: sound to their linters, harmless to a stranger's text, and the same commands that people run."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from taxonomy import review
from tests.filling import paper
from tests.invented import CORPUS, ROOT
from tests.test_difference import git

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EACH = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
SCRIPTS = ROOT / ".ci"
BAD = """\
on: pull_request_target
jobs:
  bad:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {ref: "${{ github.event.pull_request.head.sha }}"}
      - run: echo "${{ github.event.pull_request.title }}"
      - run: echo "${{ github.event.no_such.thing( }}"
"""
"""A workflow that runs what a stranger brings, with every right."""
LINTERS = {
    "zizmor": ["--offline", "--persona", "pedantic", "--no-progress", "--no-ignores"],
    "actionlint": [],
}
STRANGE = re.compile(r"\$\{\{(?:(?!\}\}).)*(?:\.title|\.body|head_ref|head\.ref|head\.label|head_branch|\.message|\.email|user\.login)")
"""Expressions whose value a stranger writes."""


def linter(name: str) -> str:
    """The program of a linter; without it the test is skipped, as its package cannot be had everywhere."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip(f"{name} is not installed; `make workflows` fetches it")
    return found


def loaded(path: Path) -> dict[str, Any]:
    """A workflow; `on` stands under True, as YAML 1.1 reads it."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    """All steps of a workflow."""
    return [step for job in loaded(path)["jobs"].values() for step in job["steps"]]


def test_zizmor_finds_nothing() -> None:
    """The pedantic persona is content with all workflows."""
    found = subprocess.run([linter("zizmor"), *LINTERS["zizmor"][:-1], str(ROOT / ".github")], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_actionlint_finds_nothing() -> None:
    """Grammar, types and contexts of all workflows hold."""
    found = subprocess.run([linter("actionlint"), *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("name", LINTERS)
def test_linters_find_what_is_bad(tmp_path: Path, name: str) -> None:
    """A workflow that is known to be bad is found by each of them, so their silence means something."""
    path = tmp_path / ".github" / "workflows" / "bad.yml"
    path.parent.mkdir(parents=True)
    path.write_text(BAD, encoding="utf-8")
    found = subprocess.run([linter(name), *LINTERS[name], str(path)], capture_output=True, text=True, check=False)
    assert found.returncode != 0
    assert "dangerous-triggers" in found.stdout or name == "actionlint"


@EACH
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """Every action is named by its full commit, with its version in words; one action has one commit everywhere."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.match(r"\s*(?:- )?uses:", line)]
    assert all(re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in lines)
    everywhere = {step["uses"] for each in WORKFLOWS for step in steps(each) if "uses" in step}
    assert len({use.partition("@")[0] for use in everywhere}) == len(everywhere)


@EACH
def test_nothing_is_allowed_that_is_not_named(path: Path) -> None:
    """No right by default, a bounded time, and no credentials left behind in a checkout."""
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    assert all(job["timeout-minutes"] <= 120 and isinstance(job["permissions"], dict) for job in workflow["jobs"].values())
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert "secrets." not in path.read_text(encoding="utf-8")


@EACH
def test_no_text_of_a_stranger_reaches_a_command(path: Path) -> None:
    """Commands hold no expression at all, and what a stranger writes is read from the event's file, or handed over as a variable."""
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        assert not STRANGE.search(json.dumps(step.get("with", {})))


def test_pull_requests_are_run_without_rights() -> None:
    """What runs on a pull request may only read; what may write runs nothing of it, and checks out the default branch's scripts alone."""
    trusted = set()
    for path in WORKFLOWS:
        workflow = loaded(path)
        events = workflow[True]  # type: ignore[index]  # YAML 1.1 reads `on` as a truth value
        if "pull_request" in events:
            assert all(job["permissions"] == {"contents": "read"} for job in workflow["jobs"].values())
        if {"pull_request_target", "workflow_run"} & set(events):
            trusted.add(path.stem)
            checkouts = [step["with"] for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
            assert checkouts == [{"persist-credentials": False, "sparse-checkout": ".ci"}]
            assert [step["run"] for step in steps(path) if "run" in step] == [f"python3 .ci/{path.stem}.py"]
    assert trusted == {"comment", "policy"}


def test_policy_is_given_a_number_and_a_commit_only() -> None:
    """Nothing that a stranger writes reaches the run that a pull request cannot change."""
    (step,) = [step for step in steps(ROOT / ".github" / "workflows" / "policy.yml") if "run" in step]
    asked = {name: value for name, value in step["env"].items() if "event" in value}
    assert asked == {
        "NUMBER": "${{ github.event.pull_request.number }}", "HEAD_SHA": "${{ github.event.pull_request.head.sha }}",
    }  # fmt: skip


def test_workflows_run_what_people_can_run() -> None:
    """Every command of make that a workflow calls is one that `make help` lists."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", text))
    called = {name for path in WORKFLOWS for step in steps(path) for name in re.findall(r"(?m)^make ([a-z-]+)", step.get("run", ""))}
    assert {"test", "check-pr", "preview", "answer", "health", "workflows", "audit", "site", "release"} == called
    assert called <= targets


@pytest.mark.parametrize(
    ("labelled", "pushed", "told"), [("true", "false", "--allowed"), ("true", "true", ""), ("false", "false", ""), ("false", "true", "")]
)
def test_review_takes_no_label_of_an_earlier_commit(tmp_path: Path, labelled: str, pushed: str, told: str) -> None:
    """A label allows what was there when it was set; where a commit has just come, the review asks again."""
    (step,) = [step for step in steps(ROOT / ".github" / "workflows" / "entries.yml") if step.get("id") == "review"]
    (tmp_path / "make").write_text('#!/bin/sh\necho "$4"\n', encoding="utf-8")
    (tmp_path / "make").chmod(0o755)
    variables = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "LABELLED": labelled, "PUSHED": pushed}
    done = subprocess.run(["bash", "-e", "-c", step["run"]], env=variables, capture_output=True, text=True, check=True)  # noqa: S607  # whichever bash there is
    assert done.stdout == f"ALLOWED={told}\n"


HUB = """\
#!{python}
import json, os, sys
asked = {{"arguments": sys.argv[1:], "input": json.loads(sys.stdin.read() or "null") if "--input" in sys.argv else None}}
with open(os.environ["CALLS"], "a", encoding="utf-8") as calls:
    calls.write(json.dumps(asked) + "\\n")
answers = json.load(open(os.environ["ANSWERS"], encoding="utf-8"))
path = next((part for part in sys.argv[1:] if part.startswith("repos/")), "")
if "--slurp" in sys.argv:
    print(json.dumps([answers.get(path, [])]))
elif sys.argv[1] == "api":
    print("{{}}")
"""
"""A program that stands for `gh`: it notes what it is asked, and gives invented answers."""
REPOSITORY = "invented/repository"


class Hub:
    """GitHub as the scripts meet it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, Any] = {}
        program = folder / "bin" / "gh"
        program.parent.mkdir()
        program.write_text(HUB.format(python=sys.executable), encoding="utf-8")
        program.chmod(0o755)

    def run(self, script: str, variables: Mapping[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script as its workflow does."""
        (self.folder / "answers").write_text(json.dumps(self.answers), encoding="utf-8")
        (self.folder / "calls").write_text("", encoding="utf-8")
        path = os.pathsep.join([str(self.folder / "bin"), os.environ["PATH"]])
        own = {"PATH": path, "CALLS": str(self.folder / "calls"), "ANSWERS": str(self.folder / "answers"), "GITHUB_REPOSITORY": REPOSITORY}
        command = [sys.executable, str(SCRIPTS / script)]
        return subprocess.run(command, env={**os.environ, **own, **variables}, cwd=cwd, capture_output=True, text=True, check=False)

    def sent(self) -> list[tuple[str, str, dict[str, Any]]]:
        """What was sent: method, path, fields."""
        calls = [json.loads(line) for line in (self.folder / "calls").read_text(encoding="utf-8").splitlines()]
        return [(each["arguments"][2], each["arguments"][3], each["input"]) for each in calls if each["input"] is not None]


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A repository without issues and pull requests."""
    return Hub(tmp_path)


PULL = {"number": 5, "head": {"sha": "c0ffee"}, "base": {"ref": "main"}, "labels": []}
ENTRY = {"filename": "entries/papers/ada2024study.yaml", "status": "added"}
HEAD = {"HEAD_SHA": "c0ffee", "HEAD_OWNER": "stranger", "HEAD_BRANCH": "$(id)", "RUN_URL": "https://github.com/run/1"}
COMPARED = f"repos/{REPOSITORY}/compare/main...c0ffee"
APPROVED = [{"name": "maintainer-approved"}]


def commented(hub: Hub, review_text: bytes, *files: dict[str, str]) -> str:
    """The comment on a pull request."""
    (hub.folder / "review.txt").write_bytes(review_text)
    hub.answers = {f"repos/{REPOSITORY}/pulls": [PULL], COMPARED: {"files": list(files)}, f"repos/{REPOSITORY}/issues/5/comments": []}
    done = hub.run("comment.py", {**HEAD, "REVIEW": str(hub.folder / "review.txt")})
    assert done.returncode == 0, done.stderr
    ((_, _, comment),) = hub.sent()
    return str(comment["body"])


def judged(hub: Hub, *files: dict[str, str], told: str = "", **pull: Any) -> tuple[str, str]:
    """State and words of the policy's status, where there was one of these words before."""
    hub.answers = {
        f"repos/{REPOSITORY}/pulls/5": {**PULL, **pull},
        f"repos/{REPOSITORY}/commits/c0ffee/statuses": [{"context": "policy", "description": told}] if told else [],
        COMPARED: {"files": list(files)},
    }
    done = hub.run("policy.py", {"NUMBER": "5", "HEAD_SHA": "c0ffee", "RUN_URL": "https://github.com/run/1"})
    assert done.returncode == 0, done.stderr
    ((method, path, status),) = hub.sent()
    assert (method, path, status["context"]) == ("POST", f"repos/{REPOSITORY}/statuses/c0ffee", "policy")
    return status["state"], status["description"]


def test_review_of_a_stranger_is_shown_as_code(hub: Hub) -> None:
    """Every line of the artefact is indented, whatever it tries, and without characters that nobody sees."""
    body = commented(hub, b"fine\n```\n# x @everyone\r\n\x1b[31m<b>\xff\n", ENTRY)
    told = body.partition("`preview`.\n")[2]
    assert all(line.startswith("    ") or not line for line in told.split("\n"))
    assert "    # x @everyone\n    [31m<b>" in told


def test_long_review_is_cut(hub: Hub) -> None:
    """A comment has a bounded length, as GitHub takes no longer ones."""
    assert len(commented(hub, b"x" * 200_000, ENTRY)) < 60_000


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([{**ENTRY, "filename": f"entries/papers/a20{n}b.yaml"} for n in range(10, 36)], "more than 25 entries change"),
        ([{**ENTRY, "status": "removed"}], "a file is deleted or renamed"),
        ([{**ENTRY, "status": "renamed"}], "a file is deleted or renamed"),
        ([ENTRY, {"filename": "Makefile", "status": "modified"}], "other files than entries"),
        ([ENTRY, {"filename": "entries", "status": "added"}], "other files than entries"),
        ([ENTRY, {"filename": "entries/.gitattributes", "status": "added"}], "other files than entries"),
        ([ENTRY, {"filename": "entries/papers/../../Makefile", "status": "added"}], "other files than entries"),
        ([{**ENTRY, "filename": f"entries/readings/a{n}b.yaml"} for n in range(1000, 1300)], "it changes more files than GitHub lists"),
    ],
)
def test_policy_is_worked_out_from_what_github_says(hub: Hub, files: list[dict[str, str]], reason: str) -> None:
    """The review cannot talk the policy away; a maintainer's label can, at the commit that has been told to need it."""
    assert f"- {reason}" in commented(hub, b"Policy: nobody has to allow this.", *files)
    state, words = judged(hub, *files)
    assert (state, words.startswith("#5: a maintainer has to allow this: ")) == ("failure", True)
    assert reason in words
    assert judged(hub, *files, told=words, labels=APPROVED)[0] == "success"
    assert judged(hub, ENTRY) == ("success", "#5: nobody has to allow this")


@pytest.mark.parametrize("told", ["", "#7: a maintainer has to allow this: x"])
def test_label_of_an_earlier_commit_is_taken_away(hub: Hub, told: str) -> None:
    """What is pushed after a maintainer looked is not allowed by that, not even where another pull request had the commit before."""
    state, words = judged(hub, {**ENTRY, "status": "removed"}, told=told, labels=APPROVED)
    assert (state, words) == ("failure", "#5: a maintainer has to allow this: a file is deleted or renamed")
    calls = [json.loads(line)["arguments"] for line in (hub.folder / "calls").read_text(encoding="utf-8").splitlines()]
    assert ["api", "--method", "DELETE", f"repos/{REPOSITORY}/issues/5/labels/maintainer-approved"] in calls


@pytest.mark.parametrize("pull", [{"head": {"sha": "other"}}, {"base": {"ref": "contribution/issue-1"}}])
def test_policy_of_another_commit_or_base_is_not_told(hub: Hub, pull: dict[str, Any]) -> None:
    """A commit that was left behind, or that is to be joined with another branch than the main one, gets no status."""
    hub.answers = {f"repos/{REPOSITORY}/pulls/5": {**PULL, **pull}, COMPARED: {"files": [ENTRY]}}
    assert hub.run("policy.py", {"NUMBER": "5", "HEAD_SHA": "c0ffee", "RUN_URL": "https://github.com/run/1"}).returncode == 0
    assert hub.sent() == []


def test_policy_knows_the_bounds_of_the_command() -> None:
    """The script and `taxonomy review` have one bound, and one idea of what a contribution may hold."""
    text = (SCRIPTS / "policy.py").read_text(encoding="utf-8")
    assert f"MOST_ENTRIES = {review.MOST}\n" in text
    assert f'FILES = re.compile(r"{review.FILES.pattern}")\n' in text


def test_comment_is_written_anew_and_links_are_not_followed(hub: Hub) -> None:
    """An earlier comment of ours is replaced, one of a stranger with our mark is not; a link instead of the review is not read."""
    hub.answers = {f"repos/{REPOSITORY}/pulls": [PULL], COMPARED: {"files": [ENTRY]}}
    stranger, own = (
        {"id": n, "body": "<!-- review -->", "user": {"login": who}} for n, who in ((1, "stranger"), (2, "github-actions[bot]"))
    )
    gone = {"id": 3, "body": "<!-- review -->", "user": None}
    hub.answers[f"repos/{REPOSITORY}/issues/5/comments"] = [stranger, gone, own]
    (hub.folder / "review.txt").symlink_to("/etc/passwd")
    assert hub.run("comment.py", {**HEAD, "REVIEW": str(hub.folder / "review.txt")}).returncode == 0
    method, path, fields = hub.sent()[-1]
    assert (method, path) == ("PATCH", f"repos/{REPOSITORY}/issues/comments/2")
    assert "root:" not in fields["body"]
    assert "left no review" in fields["body"]


def test_commit_that_is_no_head_gets_no_word(hub: Hub) -> None:
    """A run of a commit that the pull request has left behind comments nothing."""
    hub.answers = {f"repos/{REPOSITORY}/pulls": [{**PULL, "head": {"sha": "other"}}]}
    assert hub.run("comment.py", {**HEAD, "REVIEW": "none"}).returncode == 0
    assert hub.sent() == []


def test_commit_at_the_head_of_two_gets_no_word(hub: Hub) -> None:
    """Where one commit is the head of two pull requests, nobody can say which of them the run was for."""
    hub.answers = {f"repos/{REPOSITORY}/pulls": [PULL, {**PULL, "number": 6}]}
    assert hub.run("comment.py", {**HEAD, "REVIEW": "none"}).returncode == 0
    assert hub.sent() == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone of a repository with the invented corpus."""
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    clone.mkdir()
    shutil.copytree(CORPUS, clone / "entries")
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    git(clone, "init", "--quiet", "--initial-branch", "main")
    git(clone, "remote", "add", "origin", str(origin))
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "Begin")
    return clone


def answer_folder(folder: Path, **files: str) -> Path:
    """What the first job of "Issue form" leaves."""
    to = folder / "answer"
    for name, text in {"answer.md": "An answer.", "title": "Add ada2024study\n", **files}.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, encoding="utf-8")
    return to


def test_contribution_becomes_a_pull_request(hub: Hub, checkout: Path) -> None:
    """The answer is a comment, the entry a commit on a branch of its own, and the pull request says what it closes."""
    to = answer_folder(hub.folder, **{"entries/papers/ada2024study.yaml": "id: ada2024study\n"})
    done = hub.run("contribute.py", {"ISSUE": "7", "ANSWER": str(to)}, checkout)
    assert done.returncode == 0, done.stderr
    (_, comment, said), (_, pulls, opened) = hub.sent()
    assert (comment, said["body"]) == (f"repos/{REPOSITORY}/issues/7/comments", "<!-- answer -->\nAn answer.")
    assert (pulls, opened["title"], opened["head"], opened["base"]) == (
        f"repos/{REPOSITORY}/pulls", "Add ada2024study", "contribution/issue-7", "main",
    )  # fmt: skip
    shown = subprocess.run(
        ["git", "-C", str(hub.folder / "origin.git"), "show", "--stat", "--format=%an %s", "contribution/issue-7"],  # noqa: S607  # whichever git there is
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout.startswith("github-actions[bot] Add ada2024study (from issue 7)\n")
    assert "entries/papers/ada2024study.yaml" in shown.stdout


def test_answer_without_files_opens_nothing(hub: Hub, checkout: Path) -> None:
    """Faults are answered, and that is all."""
    assert hub.run("contribute.py", {"ISSUE": "7", "ANSWER": str(answer_folder(hub.folder))}, checkout).returncode == 0
    assert [path for _, path, _ in hub.sent()] == [f"repos/{REPOSITORY}/issues/7/comments"]


@pytest.mark.parametrize(
    "files",
    [
        {".github/workflows/x.yml": "x"}, {"entries/papers/../../Makefile": "x"}, {"entries/papers/X.yaml": "x"}, {"Makefile": "x"},
        {"entries/papers/a2024b.yaml": "x", "title": "$(id)"}, {"entries/papers/a2024b.yaml": "x", "title": "a\nb"},
        {f"entries/papers/a{n}b.yaml": "x" for n in range(2020, 2024)},
    ],
)  # fmt: skip
def test_other_files_than_entries_are_refused(hub: Hub, checkout: Path, files: dict[str, str]) -> None:
    """Whatever the first job leaves, nothing but an entry and the register is pushed."""
    done = hub.run("contribute.py", {"ISSUE": "7", "ANSWER": str(answer_folder(hub.folder, **files))}, checkout)
    assert done.returncode != 0
    assert [path for _, path, _ in hub.sent()] == [f"repos/{REPOSITORY}/issues/7/comments"]


def test_links_in_a_contribution_are_refused(hub: Hub, checkout: Path) -> None:
    """A link is neither followed nor pushed."""
    to = answer_folder(hub.folder)
    (to / "entries" / "papers").mkdir(parents=True)
    (to / "entries" / "papers" / "ada2024study.yaml").symlink_to("/etc/passwd")
    assert hub.run("contribute.py", {"ISSUE": "7", "ANSWER": str(to)}, checkout).returncode != 0


def test_wanted_items_are_opened_renewed_and_closed(hub: Hub) -> None:
    """A list opens an issue, or renews the one that is open; an empty list closes it."""
    for name, text in {"links": "- a", "versions": "- b", "venues": ""}.items():
        (hub.folder / f"{name}.md").write_text(text, encoding="utf-8")
    opened = {3: "Wanted: a second look at papers with a newer version", 4: "Wanted: venues of papers that were published since"}
    hub.answers = {f"repos/{REPOSITORY}/issues": [{"number": number, "title": title} for number, title in opened.items()]}
    assert hub.run("wanted.py", {"HEALTH": str(hub.folder)}).returncode == 0
    assert [(method, path.rpartition("/")[2], fields.get("state", "open")) for method, path, fields in hub.sent()] == [
        ("POST", "issues", "open"), ("PATCH", "3", "open"), ("PATCH", "4", "closed"),
    ]  # fmt: skip


@pytest.mark.parametrize(("answers", "left"), [({}, {"answer.md", "title", "entries"}), ({"kind": ""}, {"answer.md", "title"})])
def test_event_is_answered_into_files(tmp_path: Path, answers: dict[str, str], left: set[str]) -> None:
    """The issue's text comes out of the event's file; what is written is kept, and a text with faults leaves its answer only."""
    event = tmp_path / "event.json"
    url = "https://github.com/unlearning-taxonomy/unlearning-taxonomy.github.io/issues/7"
    event.write_text(json.dumps({"issue": {"body": paper(**answers), "html_url": url}}), encoding="utf-8")
    shutil.copytree(SCRIPTS, tmp_path / ".ci")
    shutil.copytree(CORPUS, tmp_path / "entries")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "entries")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    command = [sys.executable, str(tmp_path / ".ci" / "answer.py"), str(event)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    to = tmp_path / "build" / "answer"
    assert {path.name for path in to.iterdir()} == left
    assert ("**Kind of paper** `is not answered" in (to / "answer.md").read_text(encoding="utf-8")) == ("kind" in answers)
    assert [path.name for path in to.rglob("*.yaml")] == (["example2026quite.yaml"] if "entries" in left else [])
    assert (to / "title").read_text(encoding="utf-8").strip() == ("Add example2026quite" if "entries" in left else "")


def named(path: str, name: str) -> dict[str, Any]:
    """A step of a workflow by its name."""
    (found,) = [step for step in steps(ROOT / ".github" / "workflows" / f"{path}.yml") if step.get("name") == name]
    return found


def test_entries_are_reviewed_with_the_code_of_the_base_branch() -> None:
    """What is checked out is the base; the pull request is fetched as objects, and named to the review as what is to be judged."""
    assert named("entries", "Check out the base branch")["with"]["ref"] == "${{ github.event.pull_request.base.ref }}"
    fetched, reviewed = named("entries", "Fetch the pull request as data"), named("entries", "Review it")
    assert fetched["run"] == 'git fetch --no-tags --quiet "$REPOSITORY" "refs/pull/$PULL/head:refs/review/head"'
    assert reviewed["run"].splitlines() == [
        "allowed=",
        'if [ "$LABELLED" = true ] && [ "$PUSHED" = false ]; then allowed=--allowed; fi',
        'make check-pr BASE=HEAD HEAD=refs/review/head ALLOWED="$allowed"',
    ]
    script = (SCRIPTS / "policy.py").read_text(encoding="utf-8")
    label = re.findall(r'(?m)^LABEL = "([a-z-]+)"$', script)[0]
    assert reviewed["env"] == {
        "PUSHED": "${{ github.event.action == 'synchronize' }}",
        "LABELLED": f"${{{{ contains(github.event.pull_request.labels.*.name, '{label}') }}}}",
    }


def test_workflows_that_may_write_start_for_nothing_else() -> None:
    """Comments follow reviews of pull requests only, and forms that are open and bear the label of a contribution."""
    jobs = {name: loaded(ROOT / ".github" / "workflows" / f"{name}.yml")["jobs"] for name in ("comment", "issue")}
    assert jobs["comment"]["comment"]["if"] == "github.event.workflow_run.event == 'pull_request'"
    asked = "contains(github.event.issue.labels.*.name, 'contribution') && github.event.issue.state == 'open'"
    assert jobs["issue"]["read"]["if"] == asked
    assert jobs["issue"]["answer"]["needs"] == "read"


def test_event_with_half_a_character_is_answered(tmp_path: Path) -> None:
    """A text that is no Unicode is answered like any other: a fault, and no traceback."""
    event = tmp_path / "event.json"
    url = "https://github.com/unlearning-taxonomy/unlearning-taxonomy.github.io/issues/7"
    event.write_text(json.dumps({"issue": {"body": "### Paper\n\n\ud800", "html_url": url}}), encoding="utf-8")
    shutil.copytree(SCRIPTS, tmp_path / ".ci")
    shutil.copytree(CORPUS, tmp_path / "entries")
    command = [sys.executable, str(tmp_path / ".ci" / "answer.py"), str(event)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.match("### [0-9]+ faults?", (tmp_path / "build" / "answer" / "answer.md").read_text(encoding="utf-8"))


def test_everything_that_is_installed_is_named_by_its_hash() -> None:
    """The lock names every file of a registry by its hash, and so does the list with which its program is installed."""
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    files = [file for package in locked for file in (package.get("sdist"), *package.get("wheels", ())) if file]
    assert len(files) > len(locked)
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files)
    assert {where for package in locked for where in package["source"].items()} == {
        ("registry", "https://pypi.org/simple"), ("editable", "."),
    }  # fmt: skip
    head, *hashes = re.sub(r"\\\n", " ", (SCRIPTS / "uv.txt").read_text(encoding="utf-8")).split()
    assert re.fullmatch(r"uv==[0-9.]+", head)
    assert hashes
    assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes)


def installed(folder: Path, *, with_pip: bool, fetched: bytes = b"") -> list[list[str]]:
    """Commands that the set-up runs where nothing is there yet."""
    shutil.copytree(SCRIPTS, folder / ".ci")
    commands: list[list[str]] = []

    def run(command: list[str] | tuple[str, ...], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append([*command])
        return subprocess.CompletedProcess(command, 1 if "ensurepip" in command and not with_pip else 0, b"", b"")

    with patch("subprocess.run", side_effect=run), patch("urllib.request.urlopen", return_value=io.BytesIO(fetched)):
        runpy.run_path(str(folder / ".ci" / "setup.py"), run_name="__main__")
    return commands


def test_set_up_installs_what_is_locked_and_nothing_else(tmp_path: Path) -> None:
    """The program comes by its hash and without what it may ask for; everything else comes out of the lock as it stands."""
    commands = installed(tmp_path, with_pip=True)
    (pip,) = [command for command in commands if "install" in command]
    (sync,) = [command for command in commands if "sync" in command]
    assert {"--require-hashes", "--no-deps"} <= {*pip}
    assert pip[-1] == str(tmp_path / ".ci" / "uv.txt")
    assert "--locked" in sync


def test_set_up_refuses_another_file_than_the_expected_one(tmp_path: Path) -> None:
    """Where Python lacks pip, one is fetched; if it is not the file whose hash is known, nothing of it is run."""
    with pytest.raises(SystemExit, match="is not the file that was expected; nothing was installed"):
        installed(tmp_path, with_pip=False, fetched=b"another file")


def test_make_uses_the_lock_as_it_stands() -> None:
    """No command of make resolves packages anew, and the audit looks at exactly what is locked."""
    commands = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "$(BIN)/uv " in line]
    assert len(commands) >= 4
    assert [line for line in commands if "--locked" not in line] == []
    assert [line for line in commands if "pip-audit" in line and "--require-hashes" not in line] == []


def test_contribution_is_bounded(hub: Hub, checkout: Path) -> None:
    """A long answer is cut, and a file beyond the size of a register is refused."""
    to = answer_folder(hub.folder, **{"answer.md": "x" * 100_000, "entries/register.bib": "x" * ((16 << 20) + 1)})
    assert hub.run("contribute.py", {"ISSUE": "7", "ANSWER": str(to)}, checkout).returncode != 0
    ((_, path, said),) = hub.sent()
    assert (path, len(said["body"]) < 61_000) == (f"repos/{REPOSITORY}/issues/7/comments", True)


@pytest.mark.parametrize("name", ["answer.md", "title"])
def test_link_in_place_of_an_answer_is_refused(hub: Hub, checkout: Path, name: str) -> None:
    """What the first job says is read out of plain files only."""
    to = answer_folder(hub.folder, **{"entries/papers/ada2024study.yaml": "id: ada2024study\n"})
    (to / name).unlink()
    (to / name).symlink_to("/etc/hostname")
    done = hub.run("contribute.py", {"ISSUE": "7", "ANSWER": str(to)}, checkout)
    assert f"{name} is missing, or no plain file" in done.stderr
