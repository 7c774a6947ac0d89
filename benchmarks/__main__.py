"""Measure, and print the table: `python -m benchmarks`, with the dependency group `bench` installed.

All contenders of a piece of work take turns; figures are medians of all rounds, ratios are those of medians of one run.
Commands and functions are run by pyperf; the peak memory is the one that the system told it of a command.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from math import log
from pathlib import Path
from statistics import linear_regression, median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.contenders import layout_purity
from benchmarks.papers import SEED, write_papers
from benchmarks.sites import write_same, write_shells, write_sources

ROOT = Path(__file__).parent.parent
_PEERS = Path(__file__).parent / "peers"
_MAIN = (sys.executable, "-c", "from taxonomy.cli import main; main(prog_name='taxonomy')")
_READ = "import os, sys; [open(each, 'rb').read() for each in os.scandir(sys.argv[1] + '/papers')]"
"""A process that reads all files."""
_LOAD = "import sys, taxonomy; len(taxonomy.load(sys.argv[1])) or sys.exit(1)"
"""A process that loads the corpus."""
_SHOWN = (
    *("pyyaml", "pydantic", "networkx", "numpy", "click", "jinja2", "mkdocs", "mkdocs-material", "zensical", "hugo"),
    *("yamale", "linkml", "check-jsonschema", "rule-engine", "pyperf"),
)
_MOST_PAGES = 10_000
"""The largest number of papers of which a whole site is built."""
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do a piece of work.

    Attributes:
        name: what stands in the table.
        command: the command, for a whole process; else nothing.
        function: name of a function in `benchmarks.contenders` that returns the work, for work within a process; else nothing.
        folder: the folder of entries.
        loops: how often the work within a process is repeated for one value.
        cache: where is kept what was read; nowhere if it is nothing.
        before: what is done before each run and not measured.
    """

    name: str
    folder: Path
    command: Sequence[str] = ()
    function: str = ""
    loops: int = 1
    cache: str = ""
    before: Callable[[], object] | None = None

    def measure(self, results: Path) -> None:
        """Run it once, and append what pyperf saw."""
        if self.before:
            self.before()
        once = ["-p1", "-n1", "--append", str(results), "--name", self.name, "--copy-env", "-q"]
        if self.command:
            call = ["command", "-l1", "-w0", *once, "--", *self.command]
        else:
            work = f"contenders.{self.function}(Path({str(self.folder)!r}))"
            setup = f"from pathlib import Path; from benchmarks import contenders; work = {work}"
            call = ["timeit", f"-l{self.loops}", "-w1", *once, "-s", setup, "work()"]
        command = [sys.executable, "-m", "pyperf", *call]
        done = subprocess.run(command, cwd=ROOT, env=_environment(self.cache), capture_output=True, text=True, check=False)  # noqa: S603  # our own
        if done.returncode:
            raise SystemExit(f"{self.name} failed:\n{done.stdout}{done.stderr}")


def _environment(cache: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TAXONOMY_CACHE": cache}


def main() -> None:
    """Measure every piece of work, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure time and memory beside other programs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3_000, 10_000, 30_000], help="numbers of papers")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contender, in turn")
    parser.add_argument("--only", default="", help="only work whose title holds this")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "benchmarks", help="where the invented papers are kept")
    parser.add_argument("--without-peers", action="store_true", help="leave out the programs of others")
    given = parser.parse_args()
    folders = [write_papers(given.data / str(size), size) for size in given.sizes]
    print("\n".join(_head(given)), flush=True)  # noqa: T201  # this is what it is for
    for title, contenders in _works(folders, peers=not given.without_peers):
        if given.only in title:
            print("\n".join(_measured(title, contenders, given.rounds)), flush=True)  # noqa: T201  # likewise


def _head(given: argparse.Namespace) -> Iterator[str]:
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d}, {given.rounds} rounds, papers of seed {SEED}."
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    yield f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, load {os.getloadavg()[0]:.1f}."
    yield f"Python {platform.python_version()}, {', '.join(_versions())}."
    yield ""
    yield "| work | contender | median | ratio | peak memory |"
    yield "| --- | --- | --- | --- | --- |"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor() or "unknown processor")


def _versions() -> Iterator[str]:
    for name in _SHOWN:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} absent"


def _works(folders: Sequence[Path], *, peers: bool) -> Iterator[tuple[str, list[Contender]]]:
    """Pieces of work; the first contender is the one that the others are compared with."""
    small, middle = folders[0], folders[min(1, len(folders) - 1)]
    yield "start", [Contender("python -c pass", small, (sys.executable, "-c", "pass")), *_starts(small)]
    for folder in folders[:2]:
        ways = ("naive", "read", "read_bytes")
        yield f"files to models, {folder.name}", [_process(name, folder) for name in ways]
    yield f"text to values, {middle.name}", [Contender(name, middle, function=name) for name in ("parse_peer", "parse")]
    yield f"check, {middle.name}", [_check(middle), *(_yamale(middle) if peers else ())]
    if peers:
        yield f"check, {small.name}", [_check(small), *_yamale(small), *_slow_peers(small)]
    for folder in folders:
        plain = Contender("read the files", folder, (sys.executable, "-c", _READ, str(folder)))
        kept = Contender("load what was kept", folder, (sys.executable, "-c", _LOAD, str(folder)), cache=_cache(folder))
        yield f"load again, {folder.name}", [plain, kept]
    yield f"BibTeX, {middle.name}", [Contender(name, middle, function=name) for name in ("bibtex_peer", "bibtex")]
    for folder in folders[:2]:
        yield f"site, {folder.name}", [*_peers_sites(folder, peers=peers), _site(folder), Contender("pages", folder, function="pages")]
        yield f"site, the same pages, {folder.name}", list(_same(folder, peers=peers))
        yield f"site after one changed entry, {folder.name}", list(_rebuilt(folder))
    if peers:
        yield f"shells, {small.name}", list(_shells(small))
    built = [folder for folder in folders if int(folder.name) <= _MOST_PAGES]
    yield "site, by size", [_site(folder, f"site {folder.name}") for folder in built]
    layouts = ("layout_peer", "layout") if peers else ("layout",)
    yield "layout, 3000 nodes", [Contender(f"{name}, purity {layout_purity(name):.2f}", small, function=name) for name in layouts]
    yield "load, by size", [Contender(f"load {folder.name}", folder, _contender("load", folder)) for folder in folders]
    for again in (False, True):
        words = ", again" * again
        yield f"check{words}, by size", [_check(folder, f"check {folder.name}", again=again) for folder in folders]
        ones = [_check(folder, f"one of {folder.name}", _first(folder), again=again) for folder in folders]
        yield f"check one file{words}, by size", ones
    judges = ("classify_peer", "classify", "validate") if peers else ("validate", "classify")
    yield f"classify, {middle.name}", [Contender(name, middle, function=name) for name in judges]
    yield f"query, {middle.name}", [Contender(name, middle, function=name, loops=1_000) for name in ("query_peer", "query")]
    yield f"graph, {middle.name}", [Contender(name, middle, function=name) for name in ("graph_peer", "graph")]


def _starts(folder: Path) -> Iterator[Contender]:
    yield Contender("import click", folder, (sys.executable, "-c", "import click"))
    for words in ("--version", "--help", "explain MET301", "show --help"):
        yield Contender(f"taxonomy {words}", folder, (*_MAIN, *words.split()), cache=_cache(folder))
    show = (*_MAIN, "show", _first(folder).stem, "--entries", str(folder))
    yield Contender("taxonomy show ID", folder, show, cache=_cache(folder))
    yield Contender("taxonomy show ID, nothing kept", folder, show)


def _cache(folder: Path) -> str:
    return str(folder.parent / "cache")


def _first(folder: Path) -> Path:
    return min((folder / "papers").iterdir())


def _contender(name: str, folder: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "benchmarks.contenders", name, str(folder))


def _process(name: str, folder: Path) -> Contender:
    return Contender(name, folder, _contender(name, folder))


def _check(folder: Path, name: str = "taxonomy check", path: Path | None = None, *, again: bool = False) -> Contender:
    """A check of a folder, or of one of its files; again, with what was kept of the files."""
    return Contender(name, folder, (*_MAIN, "check", str(path or folder)), cache=_cache(folder) if again else "")


def _yamale(folder: Path) -> Iterator[Contender]:
    command = (_tool("yamale"), "-s", str(_PEERS / "entry.yamale.yaml"), "-n", "1", str(folder / "papers"))
    yield Contender("yamale", folder, command)


def _slow_peers(folder: Path) -> Iterator[Contender]:
    files = [str(path) for path in sorted((folder / "papers").iterdir())]
    yield Contender("linkml-validate", folder, (_tool("linkml-validate"), "-s", str(_PEERS / "entry.linkml.yaml"), "-C", "Entry", *files))
    schema = str(ROOT / "taxonomy" / "schema.json")
    yield Contender("check-jsonschema", folder, (_tool("check-jsonschema"), "--regex-variant", "python", "--schemafile", schema, *files))


def _site(folder: Path, name: str = "taxonomy build") -> Contender:
    """Our whole site, loading, exports, pictures and data beside the pages included."""
    site = folder / "sites" / "ours"
    command = (*_MAIN, "build", "--to", str(site), "--entries", str(folder))
    return Contender(name, folder, command, before=partial(shutil.rmtree, site, ignore_errors=True))


def _peers_sites(folder: Path, *, peers: bool) -> Iterator[Contender]:
    """Other generators on pages of papers alone, from Markdown that is at hand."""
    if not peers:
        return
    sources, sites = write_sources(folder), folder / "sites"
    commands = {
        "Material for MkDocs": (_tool("mkdocs"), "build", "-q", "-f", str(sources / "mkdocs.yml"), "-d", str(sites / "material")),
        "Zensical": (_tool("zensical"), "build", "-c", "-f", str(sources / "mkdocs.yml")),
        "Hugo": (_tool("hugo"), "--quiet", "-s", str(sources), "-d", str(sites / "hugo")),
    }
    places = {"Material for MkDocs": sites / "material", "Zensical": sources / "site", "Hugo": sites / "hugo"}
    for name, command in commands.items():
        yield Contender(name, folder, command, before=partial(shutil.rmtree, places[name], ignore_errors=True))


def _same(folder: Path, *, peers: bool) -> Iterator[Contender]:
    """Our site, and other generators on the bodies of the same pages, without anything that lies beside them."""
    if peers:
        sources, sites = write_same(folder), folder / "sites"
        mkdocs = (_tool("mkdocs"), "build", "-q", "-f", str(sources / "mkdocs.yml"), "-d", str(sites / "same"))
        hugo = (_tool("hugo"), "--quiet", "-s", str(sources), "-d", str(sites / "same-hugo"))
        gone = partial(shutil.rmtree, ignore_errors=True)
        yield Contender("Material for MkDocs, the same pages", folder, mkdocs, before=partial(gone, sites / "same"))
        yield Contender("Hugo, the same pages", folder, hugo, before=partial(gone, sites / "same-hugo"))
    yield _site(folder)


def _shells(folder: Path) -> Iterator[Contender]:
    """What a site generator does with our own pages, by the one that builds the site and by a second one."""
    pages = write_shells(folder)
    site = partial(shutil.rmtree, pages / "site", ignore_errors=True)
    yield Contender("mkdocs, our shells", folder, (_tool("mkdocs"), "build", "-q", "-f", str(pages / "mkdocs.yml")), before=site)
    yield Contender("Zensical, our shells", folder, (_tool("zensical"), "build", "-c", "-f", str(pages / "mkdocs.yml")), before=site)


def _rebuilt(folder: Path) -> Iterator[Contender]:
    """A site whose entries have changed in one word since it was built, beside the least that a rebuild can cost."""
    one = write_sources(folder) / "one.yml"
    yield Contender("mkdocs, one page", folder, (_tool("mkdocs"), "build", "-q", "-f", str(one), "-d", str(folder / "sites" / "one")))
    change = partial(_change, _first(folder))
    yield Contender("load", folder, (sys.executable, "-c", _LOAD, str(folder)), cache=_cache(folder), before=change)
    built = _site(folder)
    yield replace(built, name="taxonomy build", cache=_cache(folder), before=partial(_build_and_change, built, folder))


def _build_and_change(built: Contender, folder: Path) -> None:
    if not (folder / "sites" / "ours").is_dir():
        subprocess.run(built.command, cwd=ROOT, env=_environment(_cache(folder)), check=True, capture_output=True)  # noqa: S603  # our own
    _change(_first(folder))


def _change(path: Path) -> None:
    """Change a word of an entry to another."""
    text = path.read_text(encoding="utf-8")
    other = "low" if "confidence: medium" in text else "medium"
    path.write_text(re.sub(r"confidence: \w+", f"confidence: {other}", text), encoding="utf-8", newline="\n")


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _measured(title: str, contenders: Sequence[Contender], rounds: int) -> Iterator[str]:
    import pyperf  # noqa: PLC0415  # the group `bench` brings it

    with TemporaryDirectory() as scratch:
        results = Path(scratch) / "results.json"
        for _ in range(rounds):
            for contender in contenders:
                contender.measure(results)
        found = {bench.get_name(): bench for bench in pyperf.BenchmarkSuite.load(str(results)).get_benchmarks()}
    times = [found[contender.name].median() for contender in contenders]
    peaks = [_peak(found[contender.name]) for contender in contenders]
    for contender, time, peak in zip(contenders, times, peaks, strict=True):
        memory = f"{peak / _MIB:.0f} MiB" if peak else ""
        yield f"| {title} | {contender.name} | {_told(time)} | {time / times[0]:.2f} | {memory} |"
    if title.endswith("by size") and len(contenders) > 1:
        sizes = [int(contender.folder.name) for contender in contenders]
        grown = f"papers^{_exponent(sizes, peaks):.2f}" if all(peaks) else ""
        yield f"| {title} | grows as | papers^{_exponent(sizes, times):.2f} | | {grown} |"


def _peak(bench: Any) -> float:
    """The most memory of a command in bytes, as the median of its runs; 0 where the system did not tell."""
    peaks = [run.get_metadata().get("command_max_rss", 0) for run in bench.get_runs()]
    return median(peaks) if all(peaks) else 0


def _exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The power of the size that values grow with, by least squares on logarithms."""
    return linear_regression(list(map(log, sizes)), list(map(log, values))).slope


def _told(seconds: float) -> str:
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.0f} ns"


if __name__ == "__main__":
    main()
