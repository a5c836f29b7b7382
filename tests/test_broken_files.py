"""Broken files: every mistake gives its own letter, with a place, what was found and what would be right.

Each file in `broken/` begins with what it must give: `# expects: LINE:COLUMN said | cure` (or `-` where there is no line).
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.rulebooks.load import open_book
from simulator.scenario.recorded import recorded
from simulator.scenario.resolve import load
from simulator.words.problems import Problem, Problems

HERE = Path(__file__).parent / "broken"
FILES = sorted(HERE.rglob("*.yaml"))
ROOT = Path(__file__).parent.parent


def expected(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line.removeprefix("# expects:").strip() for line in lines if line.startswith("# expects:")]


def found(path: Path) -> list[Problem]:
    """All problems of a file; warnings if it loads."""
    try:
        if path.parent.name == "rulebooks":
            open_book(str(path))
            return []
        if path.parent.name == "contests":
            recorded(str(path))
            return []
        return list(load(str(path.relative_to(ROOT))).warnings)
    except Problems as problems:
        return problems.problems


def letter(problem: Problem) -> str:
    at = f"{problem.place.line}:{problem.place.column}" if problem.place and problem.place.line else "-"
    return f"{at} {'warning: ' if problem.warning else ''}{problem.said} | {problem.cure}".rstrip()


def test_there_are_enough_of_them():
    """At least sixty files, of scenarios and rule books."""
    assert len(FILES) >= 60
    assert len([path for path in FILES if path.parent.name == "rulebooks"]) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_broken_file_gives_its_letters_and_no_others(path):
    """The place, the words and the cure, all problems at once."""
    said = expected(path)
    assert said
    assert [letter(problem) for problem in found(path)] == said


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_never_gives_a_traceback(path, capsys):
    """`check` exits 3 (0 for a warning), prints the letters on standard error and nothing else."""
    status = main(["check", str(path.relative_to(ROOT))])
    captured = capsys.readouterr()
    assert status == (0 if "warning" in path.stem else 3)
    assert "Traceback" not in captured.err
    if status:
        assert captured.out == ""
        assert captured.err.rstrip().endswith("nothing was run.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02\xff\xfe" * 50, "not UTF-8"),
        (b"scenario: \xff\n", "not UTF-8"),
        (b"scenario: \x00\n", "not readable as YAML"),
        (b"[" * 400_000, "nested more than"),
        (b"a: " * 1_000 + b"b", "not readable as YAML"),
        (b"\n".join(b" " * n + b"a:" for n in range(60)), "nested more than"),
        (b"scenario: " + b"9" * 5_000, "missing"),
        (b"x" * 1_000_001, "over 1 MB"),
        (b"? [a, b]\n: c\n", "must be a word"),
    ],
    ids=["binary", "latin", "nul", "brackets", "colons", "deep", "digits", "long", "list-as-key"],
)
def test_no_content_is_too_strange(tmp_path, content, said):
    """Binary, other encodings, brackets by the hundred thousand: a letter, not a crash."""
    path = tmp_path / "strange.yaml"
    path.write_bytes(content)
    with pytest.raises(Problems, match=said):
        load(str(path))


def test_a_file_of_a_gigabyte_is_refused_without_being_read(tmp_path):
    """1 GB: the first megabyte is enough to say no."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(Problems, match="over 1 MB"):
        load(str(path))


def test_a_folder_and_nothing_are_not_files(tmp_path):
    """A directory, or a name nobody has, is said in a line."""
    with pytest.raises(Problems, match="is a folder"):
        load(str(tmp_path))
    with pytest.raises(Problems, match="no such file"):
        load(str(tmp_path / "nowhere.yaml"))


def test_only_letters_come_out_of_mutated_files(tmp_path):
    """A thousand mutations of the shipped files (lines dropped, doubled, swapped; letters changed; traps): never a crash."""
    luck = random.Random(2016)
    sources = [p.read_text("utf-8") for p in (ROOT / "scenarios").glob("*.yaml")]
    contests = [p.read_text("utf-8") for p in (ROOT / "scenarios" / "history").glob("*.yaml")]
    book = (ROOT / "simulator" / "rulebooks" / "labour.yaml").read_text("utf-8")
    traps = [
        "NO",
        "~",
        "010",
        "{}",
        "[]",
        "-5",
        "1e400",
        "2016-02-30",
        "“",
        ": ",
        "- ",
        "&a",
        "*a",
        "!x",
        "120%",
        "\t",
        "99999999",
    ]
    letters = []
    for number in range(1_000):
        text = book if number % 10 == 0 else luck.choice(contests if number % 10 == 1 else sources)
        lines = text.splitlines()
        for _ in range(luck.randint(1, 3)):
            at, other = luck.randrange(len(lines)), luck.randrange(len(lines))
            line = lines[at]
            cut = luck.randrange(len(line) + 1)
            lines[at] = luck.choice(
                [
                    "",
                    f"{line}\n{line}",
                    lines[other],
                    line[:cut] + luck.choice(traps) + line[cut:],
                    line[:cut],
                    line[cut:],
                ]
            )
        path = tmp_path / f"mutant{number}.yaml"
        path.write_text("\n".join(lines), "utf-8")
        try:
            read_as = open_book if text is book else recorded if text in contests else load
            read_as(str(path))
        except Problems as problems:
            letters.append(str(problems))
    assert all(letter.endswith("nothing was run.") for letter in letters)
    assert len(letters) > 500
