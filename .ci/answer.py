"""Answer the issue form of a webhook's event: the answer, a title and the changed files go into build/answer.

The issue's text is read out of the event's file and handed on as data.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TO = ROOT / "build" / "answer"
FINDINGS = 1


def main() -> None:
    """Answer the event that the command line names."""
    issue = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["issue"]
    shutil.rmtree(TO, ignore_errors=True)
    TO.mkdir(parents=True)
    title = TO / "title"
    taxonomy = [sys.executable, "-c", "from taxonomy.cli import main; main(prog_name='taxonomy')"]
    command = [*taxonomy, "answer", "-", "--write", "--url", issue["html_url"], "--title", str(title)]
    text = (issue["body"] or "").encode("utf-8", "replace")
    done = subprocess.run(command, input=text, capture_output=True, check=False, cwd=ROOT)
    if done.returncode > FINDINGS:
        sys.stderr.buffer.write(done.stderr)
        done.stdout = b"### 1 fault\n\nThis cannot be answered by itself; a maintainer will look at it. The log of the workflow says why.\n"
    (TO / "answer.md").write_bytes(done.stdout)
    for name in changed() if done.returncode == 0 else ():
        (TO / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, TO / name)


def changed() -> list[str]:
    """Entries that differ from what was checked out."""
    command = ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", "entries"]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT)
    return [line[3:] for line in told.stdout.split("\0") if line]


if __name__ == "__main__":
    main()
