"""The command line: what each command prints where, its exit codes, and its behaviour as a process among others."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import taxonomy
from taxonomy.bibliography import read_bibtex
from taxonomy.bundled import bundled_entries, entries_folder
from taxonomy.cli import build, main, serve
from taxonomy.cli.common import working, write_json
from taxonomy.exports import FORMATS
from taxonomy.exports.network import WRITERS
from tests.invented import CORPUS, ROOT, edited, entry, folder_of, place_of, run, start

BROKEN = ROOT / "tests" / "data" / "rejected" / "DOC005-misspelt-fields.yaml"
CONTEXT = click.Context(main)
COMMANDS: dict[str, click.Command] = {
    name: command for name in main.list_commands(CONTEXT) if (command := main.get_command(CONTEXT, name)) is not None
}
STYLE, ROWS = "ersatz2024two/style", "ersatz2024two/pictures"
CALLS: dict[str, tuple[list[str], int]] = {
    "check": (["check", str(BROKEN)], 1),
    "classify": (["classify"], 0),
    "flags": (["flags"], 1),
    "query": (["query", "--notion", "unlearning"], 0),
    "compare": (["compare", ROWS, STYLE], 0),
    "advise": (["advise", "--removes", "examples"], 0),
    "show": (["show", "ersatz2024two"], 0),
    "explain": (["explain", "MET301"], 0),
    "graph": (["graph"], 0),
}
"""A call of each command that prints an answer in several formats, and its exit code."""


def formats_of(command: click.Command) -> list[str]:
    """The formats that a command offers."""
    choices = [option.type for option in command.params if option.name == "style"]
    return [str(choice) for kind in choices if isinstance(kind, click.Choice) for choice in kind.choices]


def with_entries(arguments: list[str], folder: Path = CORPUS) -> list[str]:
    """Arguments with a folder of entries, if their command reads one."""
    reads = any(option.name == "entries" for option in COMMANDS[arguments[0]].params)
    return [*arguments, *(["--entries", str(folder)] if reads else [])]


def answer(*arguments: str) -> tuple[str, str, int]:
    """Standard output, standard error and exit code of a command on the invented corpus."""
    result = run(*with_entries(list(arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout, result.stderr, result.exit_code


def plain(*arguments: str) -> Any:
    """What a command answers in JSON."""
    return json.loads(answer(*arguments, "--format", "json")[0])


# Help and usage


def test_help_lists_every_command() -> None:
    """The overview names all commands, each with a line, and the exit codes."""
    text = run("--help").stdout
    assert set(COMMANDS) >= {*CALLS, "schema", "pages", "build", "serve"}
    assert all(f"\n  {name} " in text for name in COMMANDS)
    assert "0 clean, 1 findings, 2 usage or set-up" in " ".join(text.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name: str) -> None:
    """Every command explains itself and each of its options, asked by either spelling."""
    short, long = run(name, "-h"), run(name, "--help")
    assert (short.stdout, short.exit_code, short.stderr) == (long.stdout, 0, "")
    assert long.stdout.startswith(f"Usage: main {name} ")
    assert [option.name for option in COMMANDS[name].params if isinstance(option, click.Option) and not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_folder_of_entries_can_be_chosen_everywhere(name: str) -> None:
    """Every command takes the folder by the same option."""
    assert "--entries" in {spelling for option in COMMANDS[name].params for spelling in option.opts}


def test_version_is_that_of_the_data() -> None:
    """The version on the command line is the package's."""
    assert run("--version").stdout == f"taxonomy, version {taxonomy.__version__}\n"


USAGE: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "Usage:"),
    "misspelt command": (["shwo"], "there is no command 'shwo'; did you mean 'show'?"),
    "other command": (["zzzz"], "there is no command 'zzzz'; the commands are check, classify,"),
    "misspelt option": (["check", "--formt", "json"], "'--formt'. Did you mean '--format'?"),
    "option of another command": (["check", "--explain"], "'--explain'"),
    "misspelt format": (["classify", "--format", "jsn"], "'jsn' is not one of 'text', 'json', 'csv'"),
    "severity that does not exist": (["flags", "--severity", "error"], "'error' is not one of 'mismatch', 'gap', 'note'"),
    "word that does not exist": (["query", "--notion", "untrainning"], "'untrainning' is not one of"),
    "year in words": (["query", "--since", "soon"], "'soon' is not a valid integer"),
    "year given twice": (["query", "--since", "2020", "--since", "2023"], "2020 and 2023 were given, but one year is expected"),
    "argument that is missing": (["show"], "Missing argument 'ID[/SETTING]'"),
    "folder that is missing": (["pages"], "Missing argument 'DIR'"),
    "argument too many": (["show", "a", "b"], "unexpected extra argument"),
    "port out of range": (["serve", "--port", "70000"], "70000 is not in the range"),
    "file for a folder": (["classify", "--entries", str(BROKEN)], "is a file"),
}


@pytest.mark.parametrize(("arguments", "says"), USAGE.values(), ids=USAGE)
def test_wrong_use_is_told_in_a_sentence(arguments: list[str], says: str) -> None:
    """Wrong use exits with 2, says on standard error what was wrong, and prints no data."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


UNKNOWN: dict[str, tuple[list[str], str]] = {
    "paper": (["show", "ersatz2024too"], "taxonomy: unknown paper 'ersatz2024too'; did you mean 'ersatz2024two'?"),
    "paper among others": (
        ["classify", "ersatz2024two", "nobody2025unstate"],
        "taxonomy: unknown paper 'nobody2025unstate'; did you mean 'nobody2025unstated'",
    ),
    "paper of flags": (["flags", "zzz"], "taxonomy: unknown paper 'zzz'"),
    "rule or fault": (["explain", "MET39"], "taxonomy: unknown code 'MET39'; did you mean 'MET3"),
    "name of a rule": (["explain", "notion-coincide"], "did you mean 'notions-coincide'"),
    "code of flags": (["flags", "--code", "MTE301"], "taxonomy: unknown rule 'MTE301'; did you mean 'MET301'"),
    "metric": (["query", "--metric", "fidd"], "taxonomy: unknown metric 'fidd'; did you mean 'fid'?"),
    "setting": (
        ["compare", ROWS, "ersatz2024two/styles"],
        "taxonomy: unknown setting 'ersatz2024two/styles'; did you mean 'ersatz2024two/style'",
    ),
    "method": (["advise", "--baseline", "row-erasr"], "taxonomy: unknown method 'row-erasr'; did you mean 'row-eraser'"),
}


@pytest.mark.parametrize(("arguments", "says"), UNKNOWN.values(), ids=UNKNOWN)
def test_unknown_name_is_told_with_the_nearest(arguments: list[str], says: str) -> None:
    """A name that does not exist exits with 2 and one line that names the nearest ones."""
    out, err, code = answer(*arguments)
    assert (out, code, err.count("\n")) == ("", 2, 1)
    assert says in err


@pytest.mark.parametrize("name", sorted(set(CALLS) - {"check", "explain"}))
def test_missing_folder_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    """A folder of entries that is not there is a mistake of set-up: one sentence, and exit code 2."""
    result = run(*CALLS[name][0], "--entries", tmp_path / "absent")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"taxonomy: {tmp_path / 'absent'} is not a folder of entries: it has no folder `papers`\n"


@pytest.mark.parametrize(
    "call", [["check"], ["pages", "out"], ["export", "--to", "out"], ["build", "--to", "out"], ["serve", "--to", "out"]]
)
def test_nothing_is_written_from_a_missing_folder(call: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that check or write refuse a folder that is not there before they write anything."""
    monkeypatch.chdir(tmp_path)
    result = run(*call, "--entries", "absent")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "absent is not a folder of entries" in result.stderr
    assert list(tmp_path.iterdir()) == []


# Answers


@pytest.mark.parametrize(("name", "style"), [(name, style) for name in CALLS for style in formats_of(COMMANDS[name])])
def test_every_format_is_an_answer(name: str, style: str) -> None:
    """In every format a command prints its answer on standard output, ended by one line end, with the same exit code."""
    arguments, expected = CALLS[name]
    out, _, code = answer(*arguments, "--format", style)
    assert code == expected
    assert out.strip()
    assert out.endswith("\n")
    assert not out.endswith("\n\n\n")


@pytest.mark.parametrize("name", [name for name in CALLS if "csv" in formats_of(COMMANDS[name])])
def test_csv_is_a_table(name: str) -> None:
    """CSV has headings and rows of one length."""
    headings, *rows = csv.reader(io.StringIO(answer(*CALLS[name][0], "--format", "csv")[0]))
    assert len(set(headings)) == len(headings) > 1
    assert rows
    assert {len(row) for row in rows} == {len(headings)}


@pytest.mark.parametrize("call", [["query", "--since", "2100"], ["flags", "example2025survey"], ["classify", "example2025survey"]])
def test_csv_of_nothing_keeps_its_headings(call: list[str]) -> None:
    """A table without rows has the headings of one with rows, so that a program can read either."""
    empty, _, _ = answer(*call, "--format", "csv")
    full, _, _ = answer(call[0], "--format", "csv")
    assert empty.strip() == full.splitlines()[0]


@pytest.mark.parametrize("name", sorted(set(CALLS) - {"graph"}))
def test_json_says_by_which_versions(name: str) -> None:
    """JSON carries the version of the data and of the rules."""
    found = plain(*CALLS[name][0])
    assert (found["data_version"], found["rules_version"]) == (taxonomy.__version__, taxonomy.RULES_VERSION)


def test_check_of_a_sound_folder_is_silent() -> None:
    """Without faults there is no data, a word on standard error, and exit code 0."""
    assert answer("check") == ("", "no faults\n", 0)
    assert plain("check")["findings"] == []


def test_check_tells_faults_and_counts_them(tmp_path: Path) -> None:
    """Faults go to standard output, one a line and alike in all formats, their number to standard error; exit code 1."""
    edits = ("papers/nobody2025unstated.yaml", "user-deletion", "user-delete"), ("register.bib", "year = {2024},", "")
    folder = edited(tmp_path / "entries", *edits)
    result = run("check", "--entries", folder)
    findings = taxonomy.check(folder)
    assert result.stdout == "".join(f"{finding}\n" for finding in findings)
    assert (result.stderr, result.exit_code) == ("2 faults in 2 files\n", 1)
    listed = json.loads(run("check", "--entries", folder, "--format", "json").stdout)["findings"]
    assert [(each["path"], each["line"], each["column"], each["code"]) for each in listed] == [
        (each.path, each.line, each.column, each.code) for each in findings
    ]


def test_check_takes_folders_and_files(tmp_path: Path) -> None:
    """Folders are checked as wholes; files are checked together with the entries around them."""
    folder = folder_of(tmp_path / "more", entry("bo2024user", kind="methods"), entry("cy2024user"))
    result = run("check", folder, BROKEN, "--entries", CORPUS)
    assert (result.exit_code, result.stderr) == (1, "5 faults in 2 files\n")
    assert run("check", folder / "papers" / "cy2024user.yaml", "--entries", CORPUS).exit_code == 0


def test_check_knows_what_the_corpus_proposes(tmp_path: Path) -> None:
    """A draft may name what coded papers propose, and may not repeat one of them."""
    draft = entry("bo2024user", settings=[{**entry()["settings"][0], "baselines": ["row-eraser"]}])
    path = folder_of(tmp_path / "a", draft) / "papers" / "bo2024user.yaml"
    assert run("check", path, "--entries", CORPUS).exit_code == 0
    twin = folder_of(tmp_path / "b", {**draft, "title": "Two things at once", "authors": ["Émile Ersatz"]}) / "papers" / "bo2024user.yaml"
    assert "DOC010 the paper is known already: the entry 'ersatz2024two'" in run("check", twin, "--entries", CORPUS).stdout


def test_file_that_is_named_twice_is_checked_once() -> None:
    """Naming a file twice, or a folder and a file in it, makes no new faults."""
    path = CORPUS / "papers" / "ersatz2024two.yaml"
    assert run("check", path, path, "--entries", CORPUS).exit_code == 0
    assert run("check", CORPUS, path, "--entries", CORPUS).exit_code == 0


def test_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """A path that leads nowhere is told like any other fault of a file."""
    result = run("check", tmp_path / "absent.yaml", "--entries", CORPUS)
    assert result.exit_code == 1
    assert "absent.yaml:1:1: DOC014 there is no such file" in result.stdout


def test_classify_says_a_line_for_each_setting() -> None:
    """Each setting is one line, of the papers asked for, in the order asked for."""
    out, err, code = answer("classify", "sample2022poisons", "example2021erasing")
    assert (err, code) == ("", 0)
    assert out.splitlines() == [
        "sample2022poisons/found-part: intends unlearning, evaluated as untraining: conflicting",
        "example2021erasing/random-rows: intends untraining, evaluated as untraining: aligned",
        "example2021erasing/whole-class: intends coincident, evaluated as coincident: aligned",
    ]
    assert len(answer("classify")[0].splitlines()) == 13


def test_classify_explains_itself() -> None:
    """On request a verdict comes with reasons, facts, evidence, missing facts and flips."""
    out, _, _ = answer("classify", "sample2022poisons", "nobody2025unstated", "--explain")
    for line in (
        "  because membership or memorisation of the forget set asks about these very rows -> untraining",
        "    measurements[0].on = forget-set",
        "    seen in paper, Section 3",
        "  missing forget_set.removes",
        "  would be untraining / untraining: aligned if forget_set.removes were examples",
    ):
        assert f"{line}\n" in out


def test_classify_gives_papers_and_settings_in_json() -> None:
    """JSON has the notion of each paper and the verdict of each setting."""
    found = plain("classify", "ersatz2024two")
    assert found["papers"] == [{"paper": "ersatz2024two", "notion": "both"}]
    assert [(each["setting"], each["intended"]) for each in found["settings"]] == [("pictures", "untraining"), ("style", "unlearning")]


def test_former_id_is_understood() -> None:
    """An alias leads to the paper here, too."""
    assert answer("show", "example2020rows") == answer("show", "example2021erasing")


@pytest.mark.parametrize("name", ["classify", "flags"])
def test_file_outside_the_corpus_is_judged(name: str, tmp_path: Path) -> None:
    """A draft is judged from its file, together with the corpus; a draft of a coded paper replaces it."""
    name_of = "papers/sample2022poisons.yaml"
    folder = edited(tmp_path / "entries", (name_of, "coverage: sample", "coverage: complete"), (name_of, "concept: [0.1]", "concept: [1]"))
    result = run(name, folder / "papers" / "sample2022poisons.yaml", "--entries", CORPUS)
    assert "sample2022poisons/found-part: " in result.stdout
    assert ("coincident" in result.stdout) is (name == "classify")
    assert ("FRM104" in result.stdout) is (name == "flags")


@pytest.mark.parametrize("name", ["classify", "flags"])
def test_faults_of_a_named_file_are_told(name: str) -> None:
    """A file with faults gives no data but its faults on standard error, and exit code 1."""
    result = run(name, BROKEN, "--entries", CORPUS)
    assert (result.stdout, result.exit_code) == ("", 1)
    assert [line.split()[1] for line in result.stderr.splitlines()] == ["DOC009", "DOC005", "DOC005", "DOC005"]


@pytest.mark.parametrize("name", ["classify", "flags", "query", "show", "compare", "advise", "graph"])
def test_faulty_papers_are_left_out_with_a_word(name: str, tmp_path: Path) -> None:
    """Faults elsewhere do not keep a command from answering; it says how many files it left out."""
    folder = edited(tmp_path / "entries", ("papers/example2025survey.yaml", "kind: survey", "kind: surveys"))
    result = run(*CALLS[name][0], "--entries", folder)
    assert (result.exit_code, bool(result.stdout)) == (CALLS[name][1], True)
    path = folder / "papers" / "example2025survey.yaml"
    assert f"taxonomy: {path} holds faults, left out; `taxonomy check {folder}` lists the faults\n" in result.stderr


@pytest.mark.parametrize("call", [["pages", "out"], ["export", "--to", "out"], ["build", "--to", "out"]])
def test_nothing_is_published_with_faults(call: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published is made of sound entries only: a fault is told, exit code 1, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    folder = edited(tmp_path / "entries", ("papers/example2025survey.yaml", "kind: survey", "kind: surveys"))
    result = run(*call, "--entries", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "example2025survey.yaml:7:7: DOC008" in result.stderr
    assert not (tmp_path / "out").exists()


def test_flags_name_choice_and_way_out() -> None:
    """A flag comes with the choices that it speaks of, what to do instead, and what was said about it; exit code 1."""
    out, err, code = answer("flags", "sample2022poisons", "--code", "BAS401")
    assert (err, code) == ("", 1)
    assert out.startswith("sample2022poisons/found-part: BAS401 mismatch: A compared method ")
    assert "\n  baselines[0] = row-eraser\n" in out
    assert "\n  instead: " in out
    assert "  acknowledged: The row eraser is shown to fail here. (Section 6)\n" in out
    assert "  dispute: open, https://talk.invalid.example/7\n" in answer("flags", "--code", "MET301")[0]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--code", "BAS40"], {"BAS401", "BAS402", "BAS404"}),
        (["--severity", "gap", "--code", "REF"], {"REF202", "REF203"}),
        (["--severity", "mismatch"], {"REF201", "MET301", "MET302", "BAS401"}),
    ],
)
def test_flags_can_be_chosen(options: list[str], codes: set[str]) -> None:
    """Flags are chosen by code, by the beginning of a code and by severity."""
    assert {flag["code"] for flag in plain("flags", *options)["flags"]} == codes


def test_no_flags_is_clean() -> None:
    """A paper without flags exits with 0, prints nothing, and says so on standard error."""
    assert answer("flags", "example2025survey") == ("", "taxonomy: no flags in 1 paper\n", 0)
    assert answer("flags", "example2025survey", "--code", "BAS")[1] == "taxonomy: no flags of this kind in 1 paper\n"


def test_show_tells_a_paper_as_text() -> None:
    """A paper is shown with its identity, and each setting with facts, verdict, flags and evidence."""
    out, err, code = answer("show", "placeholder2023hazards")
    assert (err, code) == ("", 0)
    for line in (
        "Hazards that nobody handed over",
        "Cy Placeholder, Émile Ersatz, Łucja Muster-Beispiel. NeurIPS, 2023. benchmark",
        "notion of the paper: unlearning; confidence of the coding: high",
        "stand-in-texts: Stand-in texts about the hazard",
        "  intends unlearning, evaluated as unlearning: aligned",
        "read at https://arxiv.org/abs/2303.00003, https://openreview.net/forum?id=InventedId1",
        "  because a concept must go of which the forget set is not every instance, so removal has to",
        "    generalise -> unlearning",
        "  removes concept (knowledge of the made-up hazard); coverage proxy; membership unknown",
        "  guarantee none",
        "  references original-model, never-exposed-model",
        "  measures hazard-quiz-accuracy on held-out-concept, lower-is-better -> unlearning",
        "  compares with gradient-ascent, trigger-eraser",
        "  would be intended undetermined, not-comparable if coverage did not apply",
        "  seen in code, quiz/run.py (forget_set, references, measurements) https://code.invalid.example/quiz",
    ):
        assert f"{line}\n" in out


def test_show_tells_one_setting_alone() -> None:
    """The address of a setting shows the paper with that setting, as text and as JSON."""
    out, _, code = answer("show", "ersatz2024two/style")
    assert (code, "style: " in out, "pictures: " in out) == (0, True, False)
    assert [setting["setting"] for setting in plain("show", "ersatz2024two/style")["settings"]] == ["style"]


def test_show_tells_the_flags_of_the_paper_itself() -> None:
    """A flag that speaks of the paper as a whole is shown, too."""
    assert "FRM107" in answer("show", "ersatz2024two")[0]
    assert [flag["code"] for flag in plain("show", "ersatz2024two")["flags"]] == ["FRM107"]


def test_show_takes_a_paper_without_settings() -> None:
    """A paper without settings is shown without any."""
    out, _, code = answer("show", "example2025survey")
    assert (out.splitlines()[0], code) == ("A survey of nothing", 0)


@pytest.mark.parametrize("asked", ["MET301", "met301", "membership-metric-for-unlearning"])
def test_explain_tells_a_rule(asked: str) -> None:
    """A rule is found by code, in small letters, too, and by name, and is told in all its parts."""
    out, _, _ = answer("explain", asked)
    assert out.startswith("MET301 membership-metric-for-unlearning (mismatch)\n")
    positions = [
        out.index(f"\n{heading}\n") for heading in ("What", "Why", "Flagged", "Passes", "Instead", "Known false positives", "Sources")
    ]
    assert positions == sorted(positions)


@pytest.mark.parametrize("asked", ["DOC007", "doc007", "unknown-term"])
def test_explain_tells_a_fault(asked: str) -> None:
    """A fault is found in the same ways."""
    out, _, _ = answer("explain", asked)
    assert out.startswith("DOC007 unknown-term (fault)\n")
    assert "\nExample\n    baselines: [retrainning]\n" in out


def test_explain_lists_codes_that_begin_so() -> None:
    """The beginning of codes lists those, in either case of letters."""
    assert [line.split()[0] for line in answer("explain", "ref")[0].splitlines()] == [f"REF20{number}" for number in range(1, 7)]


def test_explain_without_a_code_lists_all() -> None:
    """Without a code every fault and every rule stands in one list, each with a title."""
    listed = plain("explain")["codes"]
    assert [each["code"] for each in listed][0::44] == ["DOC001", "EVD503"]
    assert len(answer("explain")[0].splitlines()) == len(listed) == 17 + len(taxonomy.CATALOGUE)


def test_query_prints_exactly_what_python_chooses(corpus: taxonomy.Corpus) -> None:
    """The shell's answer is that of `Corpus.query`, in every format."""
    chosen = corpus.query("ersatz", notion=["untraining", "unlearning"], since=2024)
    call = ["query", "ersatz", "--notion", "untraining", "--notion", "unlearning", "--since", "2024"]
    assert answer(*call, "--format", "ids")[0].split() == [setting.address for setting in chosen]
    assert plain(*call)["settings"] == list(chosen.rows())
    assert read_bibtex(answer(*call, "--format", "bibtex")[0], "x.bib")[0][0].key == "ersatz2024two"
    assert answer(*call)[1:] == (f"{len(chosen)} settings of 1 paper\n", 0)


def test_query_of_nothing_is_told_by_the_exit_code() -> None:
    """Where nothing is found no data is printed, and the exit code is 1."""
    assert answer("query", "no", "such", "words") == ("", "0 settings of 0 papers\n", 1)


def test_schema_is_the_committed_one() -> None:
    """The schema is printed byte by byte as it lies in the package."""
    result = start("schema")
    assert result.stdout == (Path(taxonomy.__path__[0]) / "schema.json").read_bytes()
    assert (result.stderr, result.returncode) == (b"", 0)


def test_pages_are_written_and_counted(tmp_path: Path) -> None:
    """The pages go into the folder, their number to standard error, nothing to standard output."""
    out, err, code = answer("pages", str(tmp_path / "pages"))
    listed = json.loads((tmp_path / "pages" / "pages.json").read_text(encoding="utf-8"))
    assert (out, err, code) == ("", f"wrote {len(listed)} pages into {tmp_path / 'pages'}\n", 0)
    assert (tmp_path / "pages" / "bodies" / "papers" / "ersatz2024two.html").is_file()


def test_new_begins_an_entry_and_overwrites_nothing(tmp_path: Path) -> None:
    """A register record becomes an entry file, whose path is the answer; a second time it is refused and left alone."""
    folder = edited(tmp_path / "entries")
    path = folder / "papers" / "placeholder2024wanted.yaml"
    result = run("new", "placeholder2024wanted", "--entries", folder)
    assert (result.stdout, result.exit_code) == (f"{path.as_posix()}\n", 0)
    begun = path.read_bytes()
    assert b'title: "Wanted: an entry"' in begun
    again = run("new", "placeholder2024wanted", "--entries", folder)
    assert (again.stdout, again.exit_code, path.read_bytes()) == ("", 2, begun)


def test_new_tells_a_program_what_is_asked(tmp_path: Path) -> None:
    """JSON has id, path and every answer that is still needed."""
    folder = edited(tmp_path / "entries")
    found = json.loads(run("new", "placeholder2024wanted", "--entries", folder, "--format", "json").stdout)
    assert (found["id"], found["path"]) == ("placeholder2024wanted", (folder / "papers" / "placeholder2024wanted.yaml").as_posix())
    assert {question["code"] for question in found["questions"]} == {"DOC006", "DOC008"}


@pytest.mark.parametrize("style", ["text", "json"])
def test_import_keeps_what_is_new(style: str, tmp_path: Path) -> None:
    """Works that are not known go into the register; known and unreadable ones are told; exit code 1 for the latter."""
    folder = edited(tmp_path / "entries")
    (tmp_path / "x.bib").write_text(
        "@misc{a, title={A new invented work}, author={Ada Example}, year={2020}}\n"
        "@misc{b, title={Two things at once}, author={Émile Ersatz}, year={2024}, eprint={2404.00004}}\n"
        "@misc{c, title={Neither author nor year}}\n",
        encoding="utf-8",
    )
    result = run("import", tmp_path / "x.bib", "--entries", folder, "--format", style)
    assert result.exit_code == 1
    assert "x.bib:3:1: DOC017" in result.stderr
    added = result.stdout.split() if style == "text" else json.loads(result.stdout)["added"]
    assert len(added) == 1
    assert "title = {{A new invented work}}" in (folder / "register.bib").read_text(encoding="utf-8")
    assert taxonomy.check(folder) == []


def test_diff_tells_what_changed(tmp_path: Path) -> None:
    """Against a revision of a git repository, added entries and changed verdicts are told; the exit code is 0."""
    folder = edited(tmp_path / "entries")
    git = ["git", "-c", "user.name=Ada Example", "-c", "user.email=ada@invalid.example", "-c", "init.defaultBranch=main"]
    for step in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*git, *step], cwd=tmp_path, check=True, capture_output=True)
    path = folder / "papers" / "sample2022poisons.yaml"
    path.write_text(path.read_text().replace("coverage: sample", "coverage: complete").replace("concept: [0.1]", "concept: [1]"))
    result = run("diff", "HEAD", "--entries", folder)
    assert (result.exit_code, "sample2022poisons" in result.stdout) == (0, True)
    found = json.loads(run("diff", "HEAD", "--entries", folder, "--format", "json").stdout)
    assert (found["changed"], found["added"], found["removed"]) == (["sample2022poisons"], [], [])


def test_diff_outside_a_repository_is_told(tmp_path: Path) -> None:
    """Where there is no git repository, or no such revision, one sentence says so."""
    folder = edited(tmp_path / "entries")
    result = run("diff", "HEAD", "--entries", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not inside a git working tree" in result.stderr


def test_build_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finished site is told on standard error."""
    monkeypatch.setattr(build, "build_site", lambda _, to: to)
    assert answer("build", "--to", str(tmp_path / "site")) == ("", f"built the site into {tmp_path / 'site'}\n", 0)


def test_port_that_is_taken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port in use is a mistake of set-up, told with the way out."""
    monkeypatch.setattr(build, "build_site", lambda _, to: to)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        out, err, code = answer("serve", "--port", str(port), "--to", str(tmp_path))
    assert (out, code) == ("", 2)
    assert err.startswith(f"taxonomy: port {port} cannot be used (address already in use); choose another with --port")


def test_serving_ends_without_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is printed, and an interrupt ends serving in peace."""

    def interrupted(_: ThreadingHTTPServer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "build_site", lambda _, to: to)
    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", interrupted)
    out, err, code = answer("serve", "--port", "0", "--to", str(tmp_path))
    assert f"serving {tmp_path} on http://localhost:" in out + err
    assert (err.splitlines()[-1], code) == ("stopped", 0)


def test_site_is_served_to_this_machine_only(tmp_path: Path) -> None:
    """Nobody else on the network can ask for it, whichever port it gets."""
    servers = [serve._server(tmp_path, port) for port in (0, None, None)]  # the usual port is taken for the last one
    try:
        assert {server.server_address[0] for server in servers} == {"127.0.0.1"}
    finally:
        for server in servers:
            server.server_close()


def test_number_that_json_lacks_is_never_written() -> None:
    """A reader of JSON could not read it, so it is an error of ours."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json({"a": float("nan")})


# Where entries come from


def test_entries_of_the_working_folder_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the option `./entries` is read if it is there, else the data that came with the package."""
    monkeypatch.chdir(tmp_path)
    assert entries_folder(None) == bundled_entries()
    folder_of(tmp_path / "entries", entry())
    assert run("classify").stdout == "ada2024study/rows: intends untraining, evaluated as untested: untested\n"
    assert entries_folder(CORPUS) == CORPUS


# Among other processes

SCRIPT = """
import sys
from taxonomy.cli import main
for call in sys.argv[2:]:
    try:
        main([*call.split(), *([] if "explain" in call else ["--entries", sys.argv[1]])], prog_name="taxonomy")
    except SystemExit as end:
        print("exit code", end.code, flush=True)
"""
EVERYTHING = [
    *(
        "check",
        "classify --explain",
        "classify --format json",
        "classify --format csv",
        "flags",
        "flags --format json",
        "flags --format csv",
    ),
    *("query --format latex", "query --format bibtex", "query --format json", "show placeholder2023hazards", "graph --format json"),
    *("show example2021erasing --format json", f"compare {ROWS} {STYLE}", "advise --removes concept --coverage sample", "explain REF201"),
    *("graph --format graphml", "graph --format dot", "flags nobody", "explain --format json"),
]
VARIATIONS: dict[str, dict[str, str]] = {
    "seed of hashes and time zone": {"PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"},
    "C locale": {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C", "TZ": "America/St_Johns"},
    "Turkish locale and narrow window": {"LC_ALL": "tr_TR.UTF-8", "COLUMNS": "30", "LINES": "10", "TERM": "xterm-256color"},
}


def everything(environment: dict[str, str]) -> bytes:
    """All that all commands print on the invented corpus, in one process."""
    command = [sys.executable, "-c", SCRIPT, str(CORPUS), *EVERYTHING]
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "0", **environment}, capture_output=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def usual_output() -> bytes:
    """All that all commands print in the usual environment."""
    return everything({})


@pytest.mark.parametrize("environment", VARIATIONS.values(), ids=VARIATIONS)
def test_output_does_not_depend_on_the_environment(environment: dict[str, str], usual_output: bytes) -> None:
    """Every command prints the same bytes whatever the locale, the time zone, the seed of hashes and the window are."""
    assert everything(environment).decode() == usual_output.decode()


def test_output_is_whole_and_without_colours(usual_output: bytes) -> None:
    """Where no terminal listens the output is UTF-8, all commands answer, and no colour code stands in it."""
    text = usual_output.decode("utf-8")
    assert text.count("exit code") == len(EVERYTHING)
    assert "Émile Ersatz" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
def test_console_that_cannot_show_a_letter_is_no_error(encoding: str) -> None:
    """A letter that the console's encoding lacks is replaced or escaped, and does not end the command."""
    result = start("show", "placeholder2023hazards", "--entries", CORPUS, environment={"PYTHONIOENCODING": encoding})
    assert (result.stderr, result.returncode) == (b"", 0)
    assert result.stdout.count(b"\n") > 10


@pytest.mark.parametrize(
    "call", [["classify"], ["classify", "--format", "json"], ["flags", "--format", "csv"], ["explain"], ["--help"]], ids=" ".join
)
def test_pipe_that_closes_early_is_no_error(call: list[str]) -> None:
    """As before `head -1`: when nobody reads on, the command ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    arguments = call if call[0].startswith("-") else with_entries(call)
    command = [sys.executable, "-c", "from taxonomy.cli import main; main(prog_name='taxonomy')", *arguments]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        _, err = process.communicate()
    assert (err, process.returncode) == (b"", 141)


def test_command_is_installed() -> None:
    """The command `taxonomy` stands beside the interpreter and answers."""
    script = shutil.which("taxonomy", path=str(Path(sys.executable).parent))
    assert script is not None
    done = subprocess.run([script, "classify", "ersatz2024two", "--entries", CORPUS], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "ersatz2024two/pictures: intends untraining, evaluated as mixed: mixed"


@pytest.mark.parametrize(
    ("arguments", "code"), [(["check", "--entries", str(CORPUS)], 0), (["check", str(BROKEN), "--entries", str(CORPUS)], 1), (["chekc"], 2)]
)
def test_exit_codes_reach_the_shell(arguments: list[str], code: int) -> None:
    """A process ends with 0 where all is clean, 1 where there are findings, 2 where it was used wrongly."""
    result = start(*arguments)
    assert result.returncode == code
    assert bool(result.stdout) is (code == 1)
    assert b"Traceback" not in result.stderr


def test_package_runs_as_a_module() -> None:
    """`python -m taxonomy` is the command line, exit codes included."""
    done = subprocess.run([sys.executable, "-m", "taxonomy", "explain", "MET999"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("taxonomy: unknown code 'MET999'")


SLOW = {"pydantic", "networkx", "rich", "jinja2", "yaml", "bibtexparser", "pylatexenc", "rapidfuzz", "pandas", "mkdocs"}
"""Libraries that answers without entries do not wait for."""


def imported(calls: list[list[str]], **environment: str) -> set[str]:
    """The slow libraries that a process has imported after some calls."""
    code = (
        "import json, sys; from taxonomy.cli import main\n"
        "for call in json.loads(sys.argv[1]):\n"
        "    try:\n        main(call, prog_name='taxonomy')\n    except SystemExit:\n        pass\n"
        "print(json.dumps([*sys.modules]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(calls)], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    assert done.stdout
    return SLOW & set(json.loads(done.stderr.splitlines()[-1]))


def test_help_and_explanations_import_nothing_slow() -> None:
    """The version, every help text and every explanation come without the libraries that read or show entries."""
    codes = [["explain"], ["explain", "MET301"], ["explain", "DOC007", "--format", "json"]]
    assert imported([["--version"], ["--help"], *codes, *([name, "--help"] for name in main.list_commands(click.Context(main)))]) == set()


@pytest.mark.parametrize(
    "words", ["taxonomy sho", "taxonomy show guo", "taxonomy show --form", "taxonomy explain MET", "taxonomy compare guo"]
)
def test_completion_imports_nothing_slow(words: str) -> None:
    """What the shell completes while somebody types comes at once."""
    typed = {"_TAXONOMY_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert imported([[]], **typed) == set()


@pytest.mark.parametrize(("call", "formats"), [("export", [*FORMATS, "all"]), ("graph", [*WRITERS])], ids=["export", "graph"])
def test_formats_are_those_that_there_are(call: str, formats: list[str]) -> None:
    """The formats that help lists, without importing their writers, are those that there are."""
    command = main.get_command(click.Context(main), call)
    assert command is not None
    (option,) = (each for each in command.params if "--format" in each.opts)
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == formats


def test_schema_imports_only_what_it_needs() -> None:
    """The schema needs the models, and nothing that shows them."""
    assert not {"networkx", "pandas", "mkdocs", "jinja2", "rich"} & imported([["schema"]])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("call", [["explain"], ["--help"], ["show", "ersatz2024two", "--entries", str(CORPUS)]], ids=" ".join)
def test_output_that_does_not_arrive_is_told(call: list[str]) -> None:
    """Where the output cannot be written, one sentence says so, and the exit code is that of set-up."""
    command = [sys.executable, "-c", "from taxonomy.cli import main; main(prog_name='taxonomy')", *call]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "taxonomy: the output cannot be read or written: no space left on device\n")


@pytest.mark.parametrize(
    "call",
    [["query", "--format", "bibtex"], ["show", "ersatz2024two", "--format", "json"]],
    ids=" ".join,
)
def test_data_are_utf8_on_every_console(call: list[str]) -> None:
    """What is not text for people is UTF-8, whatever the console takes, so that no other program misreads it."""
    usual, other = (start(*with_entries(call), environment={"PYTHONIOENCODING": encoding}).stdout for encoding in ("utf-8", "ascii"))
    assert any(byte > 127 for byte in usual)
    assert usual == other


def test_flags_annotate_the_choices_they_speak_of() -> None:
    """For GitHub each flag stands at its first choice in the entry file; mismatches are warnings, and come first."""
    path = CORPUS / "papers" / "sample2022poisons.yaml"
    lines = answer("flags", str(path), "--format", "github")[0].splitlines()
    line, column = place_of(path, "retrained-without-forget-set]")
    assert lines[0].startswith(f"::warning file={path.as_posix()},line={line},col={column},title=REF201::The model retrained")
    assert [entry.partition(" ")[0] for entry in lines] == sorted((entry.partition(" ")[0] for entry in lines), reverse=True)


def test_flags_that_github_would_drop_are_counted() -> None:
    """Ten annotations of each level are shown, and the last one says how many are not."""
    lines = answer("flags", "--format", "github")[0].splitlines()
    assert sum(line.startswith("::notice file") for line in lines) == 10
    assert re.fullmatch(r"::notice title=taxonomy flags::\d+ more flags are not annotated; `taxonomy flags` lists them", lines[-1])


@pytest.mark.parametrize("command", ["classify", "flags"])
def test_setting_can_be_named_alone(command: str) -> None:
    """The address of a setting gives that setting only."""
    told = json.loads(answer(command, "sample2025audit/speed", "--format", "json")[0])
    assert {each["setting"] for each in told["settings" if command == "classify" else "flags"]} == {"speed"}


@pytest.mark.parametrize("target", ["papers", "papers/ersatz2024two.yaml", "register.bib"])
def test_parts_of_a_folder_can_be_checked(target: str) -> None:
    """The folder of papers, one of them and the register are checked as what they are."""
    result = run("check", CORPUS / target, "--entries", CORPUS)
    assert (result.exit_code, result.stdout) == (0, "")


def test_faults_of_a_register_are_found_alone(tmp_path: Path) -> None:
    """A register that is named by itself is checked as BibTeX, not as YAML."""
    (tmp_path / "register.bib").write_text("@misc{a,\n  title = {No author}\n}\n", encoding="utf-8")
    result = run("check", tmp_path / "register.bib", "--entries", CORPUS)
    assert (result.exit_code, "register.bib:1" in result.stdout) == (1, True)


def test_folder_without_entries_is_told(tmp_path: Path) -> None:
    """A folder that holds no entry files is a wrong argument, not a clean one."""
    result = run("check", tmp_path, "--entries", CORPUS)
    assert (result.exit_code, "holds no entry files (*.yaml)" in result.stderr) == (2, True)


def test_codes_can_be_written_small() -> None:
    """The code of a flag is found whatever its case."""
    assert answer("flags", "--code", "met301") == answer("flags", "--code", "MET301")


def test_years_in_the_wrong_order_are_refused() -> None:
    """No year lies after the first and before an earlier last one: wrong use, not an empty answer."""
    result = run("query", "--since", 2025, "--until", 2024, "--entries", CORPUS)
    assert (result.exit_code, "no year is since 2025 and until 2024" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        ("taxonomy explain met30", {"MET301", "MET302"}),
        ("taxonomy flags --code REF", {"REF201", "REF202"}),
        (f"taxonomy query --entries {CORPUS} --metric hazard", {"hazard-quiz-accuracy"}),
        (f"taxonomy query --entries {CORPUS} --baseline row-", {"row-eraser"}),
        (f"taxonomy query --entries {CORPUS} --problem class", {"class-removal"}),
        ("taxonomy query --flag FRM", {"FRM101"}),
        (f"taxonomy compare --entries {CORPUS} ersatz2024two/s", {"ersatz2024two/style"}),
        (f"taxonomy show --entries {CORPUS} ersatz", {"ersatz2024two"}),
        (f"taxonomy advise --entries {CORPUS} --metric hazard", {"hazard-quiz-accuracy"}),
        ("taxonomy query --notion un", {"untraining", "unlearning", "undetermined"}),
    ],
)
def test_shell_completes_names(line: str, candidates: set[str]) -> None:
    """Codes, terms, papers, settings and words are completed from what was typed."""
    words = line.split()
    environment = {"_TAXONOMY_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    found = start(environment=environment).stdout.decode().split()
    assert candidates <= {answer.partition(",")[2] for answer in found}


@pytest.mark.parametrize("name", ["classify", "flags", "advise"])
def test_shell_completes_paths_where_files_are_taken(name: str) -> None:
    """What begins no id is left to the shell's own completion of files."""
    environment = {"_TAXONOMY_COMPLETE": "bash_complete", "COMP_WORDS": f"taxonomy {name} entries/pap", "COMP_CWORD": "2"}
    assert start(environment=environment).stdout.decode().split() == ["file,entries/pap"]


@pytest.mark.parametrize("environment", [{"TERM": "dumb", "NO_COLOR": ""}, {"TERM": "xterm", "NO_COLOR": "1"}], ids=["dumb", "asked"])
def test_terminal_that_wants_no_colours_gets_none(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours are left out for a terminal that knows none, and where NO_COLOR asks for it; others get them."""
    call = ["classify", "--entries", str(CORPUS)]
    for name, value in {"TERM": "xterm", "NO_COLOR": ""}.items():
        monkeypatch.setenv(name, value)
    assert "\x1b" in CliRunner().invoke(main, call, color=True).stdout
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert "\x1b" not in CliRunner().invoke(main, call, color=True).stdout


def test_sign_of_work_is_taken_away_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal a line says what is being done, without a thread, and nothing of it stays; elsewhere nothing is said."""
    for on_terminal in (True, False):
        monkeypatch.setattr(sys.stderr, "isatty", lambda told=on_terminal: told)
        before = threading.active_count()
        with working("reading"):
            assert threading.active_count() == before
        assert capsys.readouterr().err == ("reading \u2026\r         \r" if on_terminal else "")


@pytest.mark.parametrize(
    "call", [["diff", "HEAD"], ["import", "{bib}", "--dry-run"], ["new", "placeholder2024wanted"]], ids=lambda call: call[0]
)
def test_waiting_is_shown_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: list[str]) -> None:
    """What reads many files tells people that it takes a while."""
    folder, bib = edited(tmp_path / "entries"), tmp_path / "a.bib"
    bib.write_text("@misc{ada2024made, title = {Made}, author = {Ada Lovelace}, year = 2024}\n", encoding="utf-8")
    shown: list[str] = []

    @contextmanager
    def noted(what: str) -> Iterator[None]:
        shown.append(what)
        yield

    module = importlib.import_module(f"taxonomy.cli.{'imports' if call[0] == 'import' else call[0]}")
    monkeypatch.setattr(module, "working", noted)
    run(*(part.format(bib=bib) for part in call), "--entries", folder)
    assert shown
