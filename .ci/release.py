"""Build what a release holds into build/release: packages, a data archive and the notes, from the locked environment and offline."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
TO = ROOT / "build" / "release"
DATA = ("entries", "LICENSE-DATA", "CITATION.cff", "CHANGELOG.md")


def main() -> None:
    """Build the release that the command line names."""
    tag = sys.argv[1]
    version = re.search(r'"([0-9.]+)"', (ROOT / "taxonomy" / "version.py").read_text(encoding="utf-8"))[1]
    if tag != version:
        sys.exit(f"the tag is {tag!r}, but taxonomy/version.py says {version}; correct one of the two")
    notes = notes_of(tag)
    shutil.rmtree(TO, ignore_errors=True)
    (TO / "data").mkdir(parents=True)
    time = run("git", "log", "-1", "--format=%ct").strip()
    os.environ["SOURCE_DATE_EPOCH"] = time
    run(str(BIN / "python"), "-m", "hatchling", "build", "-d", str(TO / "packages"))
    exported = ROOT / "build" / "export"
    shutil.rmtree(exported, ignore_errors=True)
    run(str(BIN / "taxonomy"), "export", "--to", str(exported), "--format", "all")
    name = f"unlearning-taxonomy-data-{tag}"
    pack(TO / "data" / f"{name}.tar.gz", name, exported, int(time))
    (TO / "notes.md").write_text(f"{notes}\n\n{verdicts_since(tag)}", encoding="utf-8")


def notes_of(tag: str) -> str:
    """What the changelog says of a release."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^## {re.escape(tag)}$\n(.*?)(?=^## |\Z)", text)
    if not found:
        sys.exit(f"CHANGELOG.md has no section {tag}; write it first")
    return found[1].strip()


def verdicts_since(tag: str) -> str:
    """Verdicts and flags by id that changed since the release before."""
    tags = run("git", "tag", "--list", "20*", "--sort=-v:refname").split()
    before = next((each for each in tags if each != tag), None)
    return run(str(BIN / "taxonomy"), "diff", before, "--format", "markdown") if before else ""


def pack(archive: Path, name: str, exported: Path, time: int) -> None:
    """Pack entries and exports, the same bytes for the same content."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.uid, member.gid, member.uname, member.gname = time, 0, 0, "", ""
        member.mode = 0o755 if member.isdir() else 0o644
        return member

    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=time) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for path in [*(ROOT / each for each in DATA), exported]:
            files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
            for each in files:
                within = Path("exports") / each.relative_to(exported) if path == exported else each.relative_to(ROOT)
                tar.add(each, Path(name, within).as_posix(), filter=plain)


def run(*command: str) -> str:
    """What a program prints; ends where it fails."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"`{' '.join(command[:4])}` failed; its message stands above")
    return done.stdout


if __name__ == "__main__":
    main()
