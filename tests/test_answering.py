"""Answers to issue forms: what is written, what is told, and that nothing of a stranger's text is more than text."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from taxonomy.answering import Answer, Change, answer_form, with_dispute
from taxonomy.errors import REPOSITORY_URL, SetupError
from taxonomy.loading import load
from taxonomy.lookup import LookupFailedError
from tests.filling import BIBTEX, filled, paper
from tests.invented import CORPUS, run

URL = f"{REPOSITORY_URL}/issues/7"
DAY = date(2026, 11, 30)
READER = MarkdownIt("gfm-like", {"linkify": False})
FLAGGED = {"flagged": "ersatz2024two/pictures", "code": "MET302", "reason": "See Section 5.", "author": "no"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented corpus."""
    shutil.copytree(CORPUS, tmp_path / "entries")
    return tmp_path / "entries"


def answer(text: str, folder: Path = CORPUS) -> Answer:
    """The answer to an issue."""
    return answer_form(text, folder, URL, DAY)


def faults(told: Answer) -> list[str]:
    """The faults of an answer, one a line."""
    return re.findall(r"(?m)^- (\*\*.+)$", told.told)


def test_paper_becomes_an_entry(folder: Path) -> None:
    """Answers without a fault make an entry with its verdict, and the entry is sound in its folder."""
    told = answer(paper(), folder)
    assert (told.faults, told.title) == (0, "Add example2026quite")
    assert "Intends **untraining**, evaluated as **untraining**: **aligned**." in told.told
    assert "```yaml\n# yaml-language-server: $schema=" in told.told
    told.write(folder)
    entry = load(folder)["example2026quite"].entry
    assert (entry.links.arxiv, entry.curation.coded, entry.curation.coders) == ("2601.00001", DAY, ("Ada",))
    assert entry.settings[0].baselines == ("retraining", "fine-tuning", "row-eraser")
    assert [str(part) for part in entry.settings[0].evidence[0].supports] == [
        "problem", "forget_set", "references", "measurements", "baselines",
    ]  # fmt: skip


def test_new_methods_are_declared_and_may_be_compared(folder: Path) -> None:
    """What the paper introduces stands in its entry by id and name, and the paper's own tables may name it; semicolons separate, too."""
    told = answer(paper(proposes="Quite New Eraser; Öther", baselines="retraining; quite new eraser"), folder)
    assert told.faults == 0, told.told
    told.write(folder)
    entry = load(folder)["example2026quite"].entry
    assert [(method.id, method.name) for method in entry.proposes.methods] == [
        ("quite-new-eraser", "Quite New Eraser"), ("other", "Öther"),
    ]  # fmt: skip
    assert entry.settings[0].baselines == ("retraining", "quite-new-eraser")


def test_paper_that_cannot_be_looked_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where arXiv does not answer, the form says what to do in the form, and names no command."""

    def unreachable(_: str) -> None:
        raise LookupFailedError("arXiv cannot be reached from here; try again later, or give the record itself: taxonomy new --bibtex FILE")

    monkeypatch.setattr("taxonomy.newentry.from_arxiv", unreachable)
    (fault,) = faults(answer(paper(paper="2601.00001", bibtex="")))
    assert fault.startswith("**Paper** `arXiv cannot be reached from here; if the id is right, edit the issue later, which asks again, ")


def test_coded_record_leaves_the_register(folder: Path) -> None:
    """The record of a paper that gets an entry goes, in the same contribution."""
    told = answer(paper(paper="placeholder2024wanted", bibtex=""), folder)
    assert [change.path for change in told.changes] == ["papers/placeholder2024wanted.yaml", "register.bib"]
    told.write(folder)
    assert all(work.key != "placeholder2024wanted" for work in load(folder).register)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"measurements": "forget-set-accuracy"}, "**Measurements** `line 1 is 'forget-set-accuracy'; write metric:on:criterion"),
        ({"measurements": "forget-accurracy:forget-set:match-reference"}, "**Measurements** `DOC007 unknown metric 'forget-accurracy';"),
        ({"measurements": "test-accuracy:test-set:less"}, "**Measurements** "),
        ({"measurements": "test-accuracy:test-set:higher-is-better:original-model"}, "**Measurements** "),
        ({"baselines": "row eraserr"}, "**Compared methods** `DOC007 unknown method 'row-eraserr'; did you mean 'row-eraser'"),
        ({"baselines": "Quite new eraser"}, "**Compared methods** `DOC007 unknown method 'quite-new-eraser'; name it under New"),
        ({"datasets": "My own data"}, "**Datasets** `DOC007 unknown dataset 'my-own-data'; leave it out here and tell of it in a comment"),
        ({"proposes": "Row eraser"}, "**New methods** `DOC016 'row-eraser' is declared already, by the entry "),
        ({"datasets": "cifar"}, "**Datasets** "),
        ({"removes": "concept"}, "**What must be gone** "),
        ({"url": "javascript:alert(1)"}, "**Address of what you read** "),
        ({"paper": "", "bibtex": ""}, "**Paper** `is not answered; answer it"),
        ({"paper": "my paper", "bibtex": ""}, "**Paper** `is 'my paper', which is no arXiv id, no DOI and no key of the register"),
        ({"paper": "nobody2026nothing", "bibtex": ""}, "**Paper** `unknown register record 'nobody2026nothing'"),
        ({"paper": "2202.00002"}, "**Paper** `the paper is there already: the entry "),
        ({"bibtex": BIBTEX + BIBTEX.replace("{x,", "{y,")}, "**BibTeX** `holds 2 records; mend it, or give the paper's BibTeX"),
        ({"measurements": "MIA, low"}, "**Measurements** `line 1 is 'MIA, low'; write metric:on:criterion, such as"),
        ({"bibtex": "no BibTeX"}, "**BibTeX** `BibTeX holds no record that an entry can be made of"),
        ({"bibtex": BIBTEX.replace("Example, Ada", "Example, Ada and others")}, "**Paper** `has more authors than its record tells"),
        ({"source": "", "locator": ""}, "**Where you read it** `is not answered"),
        ({"name": "x" * 400}, "**Setting** "),
    ],
)  # fmt: skip
def test_fault_is_told_at_its_question(answers: dict[str, Any], says: str) -> None:
    """What is wrong stands beside the question that it comes from, with what to do, and nothing is to be written."""
    told = answer(paper(**answers))
    assert any(line.startswith(says) for line in faults(told)), told.told
    assert told.changes == ()
    assert told.told.startswith(f"### {told.faults} fault")
    assert "Edit the issue to mend them" in told.told
    assert all("; " in line for line in faults(told))


def test_unanswered_questions_are_told_once() -> None:
    """A question that has to be answered is one fault, though the entry lacks the field, too."""
    told = answer(paper(kind="", summary="", coder="", confidence="", locator=""))
    labels = [line.split("**")[1] for line in faults(told)]
    assert sorted(labels) == sorted({"Kind of paper", "Summary", "Your name", "Confidence", "Where in it"})


def test_records_join_the_register(folder: Path) -> None:
    """New works are added, known ones are told, and what cannot be read is a fault."""
    known = (CORPUS / "register.bib").read_text(encoding="utf-8")
    told = answer(filled("record", {"records": f"{BIBTEX}\n{known}"}), folder)
    assert (told.faults, told.title, [change.path for change in told.changes]) == (
        0, "Add example2026quite to the register", ["register.bib"],
    )  # fmt: skip
    assert "is known: the register record" in told.told
    told.write(folder)
    assert "example2026quite" in {work.key for work in load(folder).register}
    again = answer(filled("record", {"records": BIBTEX}), folder)
    assert (again.faults, again.changes) == (0, ())
    assert "there is nothing to add" in again.told
    broken = answer(filled("record", {"records": f"{BIBTEX}\n@misc{{y, author = {{A B}}}}"}))
    assert faults(broken) == ["**BibTeX records** ``line 2: record 'y' has no title; add it``"] or "no title" in faults(broken)[0]
    assert broken.changes == ()
    assert "hold no record" in faults(answer(filled("record", {"records": "nothing"})))[0]
    two = answer(filled("record", {"records": BIBTEX + BIBTEX.replace("{x,", "{y,").replace("quite", "very")}))
    assert two.title == "Add 2 works to the register"


@pytest.mark.parametrize(
    "address",
    [
        "ersatz2024two/pictures",
        "ersatz2024two#pictures",
        "https://unlearning-taxonomy.github.io/papers/ersatz2024two.html#pictures",
        " `papers/ersatz2024two.html#pictures` ",
    ],
)
def test_dispute_stands_beside_the_flag(folder: Path, address: str) -> None:
    """A dispute goes into the entry, leads to the issue, and every other line stays."""
    told = answer(filled("dispute", {**FLAGGED, "flagged": address}), folder)
    assert (told.faults, told.title) == (0, "Note a dispute of MET302 for ersatz2024two/pictures")
    before = (folder / "papers" / "ersatz2024two.yaml").read_text(encoding="utf-8")
    told.write(folder)
    after = (folder / "papers" / "ersatz2024two.yaml").read_text(encoding="utf-8")
    assert after == f'{before}disputes:\n  - {{code: MET302, setting: pictures, status: open, url: "{URL}"}}\n'
    flag = next(flag for flag in load(folder)["ersatz2024two"].settings["pictures"].flags if flag.rule.code == "MET302")
    assert [(dispute.status, dispute.url) for dispute in flag.disputes] == [("open", URL)]
    assert "disputed for ersatz2024two/pictures already" in faults(answer(filled("dispute", FLAGGED), folder))[0]


def test_author_is_noted() -> None:
    """An author's answer has a status of its own."""
    assert "status: author-replied" in answer(filled("dispute", {**FLAGGED, "author": "yes"})).changes[0].text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"flagged": "ersatz2024too/pictures"}, "did you mean 'ersatz2024two'"),
        ({"flagged": "ersatz2024two/picture"}, "did you mean 'ersatz2024two/pictures'"),
        ({"flagged": "ersatz2024two"}, "unknown setting"),
        ({"flagged": "../../etc/passwd"}, "unknown paper"),
        ({"flagged": "two words here"}, "unknown paper"),
        ({"code": "REF201"}, "which does not flag ersatz2024two/pictures: it is flagged MET302, MET308, BAS401"),
        ({"flagged": "ersatz2024two/style"}, "which does not flag ersatz2024two/style: nothing flags it"),
        ({"code": "XYZ999"}, "none of its answers"),
        ({"flagged": ""}, "is not answered"),
    ],
)
def test_dispute_of_no_flag_is_told(answers: dict[str, str], says: str) -> None:
    """What is no setting or no flag of it is told, with what there is."""
    told = answer(filled("dispute", {**FLAGGED, **answers}))
    assert says in told.told
    assert told.changes == ()


@pytest.mark.parametrize(
    ("ending", "after"),
    [
        ("", "disputes:\n  - NEW\n"),
        ("disputes: []\n", "disputes:\n  - NEW\n"),
        ("disputes:\n- {code: MET303, setting: found-part, status: open, url: https://x.example/1}\n",
         "disputes:\n- {code: MET303, setting: found-part, status: open, url: https://x.example/1}\n- NEW\n"),
        ("disputes:\n  - {code: MET303, setting: found-part, status: open, url: https://x.example/1}\naliases: []\n",
         "disputes:\n  - {code: MET303, setting: found-part, status: open, url: https://x.example/1}\n  - NEW\naliases: []\n"),
    ],
)  # fmt: skip
def test_dispute_is_put_after_those_that_are_there(ending: str, after: str) -> None:
    """However the list is written, the new dispute is its last item."""
    text = (CORPUS / "papers" / "sample2022poisons.yaml").read_text(encoding="utf-8").partition("disputes:")[0]
    new = with_dispute(text + ending, {"code": "MET301", "setting": "found-part", "status": "open", "url": URL})
    line = f'{{code: MET301, setting: found-part, status: open, url: "{URL}"}}'
    assert new == text + after.replace("NEW", line)


def test_dispute_that_cannot_be_put_in_is_refused(folder: Path) -> None:
    """A list in brackets is left to a person, and the answer says so."""
    path = folder / "papers" / "ersatz2024two.yaml"
    text = path.read_text(encoding="utf-8") + 'disputes: [{code: BAS401, setting: pictures, status: open, url: "https://x.example/1"}]\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match="by hand"):
        with_dispute(text, {"code": "MET302", "setting": "pictures", "status": "open", "url": URL})
    assert "a maintainer will do it" in faults(answer(filled("dispute", FLAGGED), folder))[0]


def test_fault_of_a_fact_leads_to_its_file() -> None:
    """A fact that is wrong is answered with the address at which its file can be edited; an unknown entry with the nearest."""
    told = answer(filled("fault", {"entry": "papers/ersatz2024two.html", "wrong": "year", "right": "2025", "where": "Title page"}))
    assert f"{REPOSITORY_URL}/edit/main/entries/papers/ersatz2024two.yaml" in told.told
    assert (told.faults, told.changes) == (0, ())
    unknown = answer(filled("fault", {"entry": "ersatz2024too", "wrong": "year", "right": "2025", "where": "Title page"}))
    assert "did you mean 'ersatz2024two'" in faults(unknown)[0]
    assert answer(filled("fault", {"wrong": "year"})).faults == 3


def test_other_issues_are_told_which_forms_there_are() -> None:
    """Text that is none of the forms is answered with their names."""
    told = answer("Hello")
    assert told.faults == 1
    assert "none of the forms" in told.told


HOSTILE = [
    "<script>alert(1)</script>", "![x](https://evil.example/p.png)", "[x](javascript:alert(1))", "@everyone #1", "```\n# out\n```",
    "`` ` ``", "${{ secrets.TOKEN }}", "$(touch x)", "::error::x", "a: b\nid: other2020id", "../../../etc/passwd", "{{ 7*7 }}", "!!x",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "name", ["paper", "bibtex", "summary", "name", "concept", "measurements", "baselines", "models", "locator", "coder"]
)
def test_hostile_answers_stay_text(name: str, hostile: str) -> None:
    """Whatever is answered, the answer's links are ours, it holds no tag, picture or heading of a stranger, and files have our names."""
    told = answer(paper(**{name: hostile}))
    tokens = [inner for token in READER.parse(told.told) for inner in (token, *(token.children or ()))]
    assert not {"html_block", "html_inline", "image"} & {token.type for token in tokens}
    targets = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert all(target.startswith("https://unlearning-taxonomy.github.io/") for target in targets)
    plain = "".join(token.content for token in tokens if token.type == "text")
    assert "@" not in plain
    assert "evil" not in plain
    assert all(re.fullmatch(r"papers/[a-z0-9]+\.yaml", change.path) for change in told.changes)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("form", "name"), [("record", "records"), ("dispute", "flagged"), ("dispute", "code"), ("fault", "entry")])
def test_hostile_answers_to_the_other_forms_stay_text(form: str, name: str, hostile: str) -> None:
    """The same of the other forms, where nothing at all is written then."""
    told = answer(filled(form, {**FLAGGED, "wrong": "x", "right": "x", "where": "x", name: hostile}))
    tokens = [inner for token in READER.parse(told.told) for inner in (token, *(token.children or ()))]
    assert not {"html_block", "html_inline", "image", "link_open"} & {token.type for token in tokens}
    assert (told.faults > 0, told.changes) == (True, ())


def test_command_answers_and_writes(folder: Path, tmp_path: Path) -> None:
    """The command prints the answer, writes only when it is asked to and nothing is wrong, and tells the outcome by its exit code."""
    body = tmp_path / "body.md"
    body.write_text(paper(), encoding="utf-8")
    dry = run("answer", body, "--entries", folder, "--day", "2026-11-30", "--url", URL)
    assert (dry.exit_code, dry.stdout) == (0, answer(paper(), folder).told)
    assert not (folder / "papers" / "example2026quite.yaml").exists()
    wet = run("answer", body, "--entries", folder, "--write", "--title", tmp_path / "title")
    assert (wet.exit_code, (tmp_path / "title").read_text(encoding="utf-8")) == (0, "Add example2026quite\n")
    assert load(folder)["example2026quite"].settings["main"].verdict.agreement == "aligned"
    again = run("answer", body, "--entries", folder, "--write")
    assert again.exit_code == 1
    assert "the paper is there already" in again.stdout


@pytest.mark.parametrize(("raw", "says"), [(b"x" * (257 << 10), "longer than 256 KiB"), (b"\xff", "not UTF-8")])
def test_command_refuses_what_is_no_text(tmp_path: Path, raw: bytes, says: str) -> None:
    """Too much, and what is no UTF-8, is one sentence and exit code 2."""
    (tmp_path / "body.md").write_bytes(raw)
    found = run("answer", tmp_path / "body.md", "--entries", CORPUS)
    assert (found.exit_code, found.stdout, says in found.stderr) == (2, "", True)


def test_command_takes_addresses_of_our_issues_only(tmp_path: Path) -> None:
    """A dispute leads to an issue of this repository, and nowhere else."""
    (tmp_path / "body.md").write_text(paper(), encoding="utf-8")
    assert run("answer", tmp_path / "body.md", "--entries", CORPUS, "--url", "https://evil.example/1").exit_code == 2


def test_contribution_is_never_written_over_an_entry(folder: Path) -> None:
    """An entry that appeared since the answer was made stays as it is."""
    path = folder / "papers" / "example2026quite.yaml"
    path.write_text("theirs", encoding="utf-8")
    with pytest.raises(SetupError, match="never overwritten"):
        Answer("", (Change("papers/example2026quite.yaml", "mine", None),)).write(folder)
    assert path.read_text(encoding="utf-8") == "theirs"
