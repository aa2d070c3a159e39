"""What is wrong with a checklist is refused: where it stands, what is wrong, what to do, in both languages.

A folder in `refused/` is a test. It holds the files that differ from the small good checklist in `refused/_good`,
`options.yaml` where `load_checklist` is called with more than the folder, and `expected.txt`: the message in Chinese and,
below an empty line, in English. `pytest --update-golden` writes these; read what it writes.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import checkrules
from checkrules.loading.bundled import bundled

REFUSED = Path(__file__).parent / "refused"
SOURCE = Path(checkrules.__file__).parent
CASES = sorted(folder.name for folder in REFUSED.iterdir() if folder.name != "_good")
NOT_COPIED = {"options.yaml", "expected.txt"}


def load(case: str, folder: Path) -> checkrules.Checklist:
    """Load a checklist made of the good files and those of a case."""
    shutil.copytree(REFUSED / "_good", folder)
    for path in sorted((REFUSED / case).rglob("*")):
        target = folder / path.relative_to(REFUSED / case)
        if path.is_dir():
            if target.is_file():
                target.unlink()
            target.mkdir(exist_ok=True)
        elif path.name not in NOT_COPIED:
            shutil.copy(path, target)
    given = REFUSED / case / "options.yaml"
    options = yaml.safe_load(given.read_text(encoding="utf-8")) if given.exists() else {}
    options["decisions"] = [folder / name for name in options.get("decisions", ())]
    return checkrules.load_checklist(folder, **options)


def test_the_good_checklist_is_loaded_with_its_profile_and_decisions(tmp_path: Path) -> None:
    shutil.copytree(REFUSED / "_good", tmp_path / "good")
    checklist = checkrules.load_checklist(
        tmp_path / "good", profile="strict", decisions=[tmp_path / "good" / "decisions" / "one.yaml"]
    )
    report = checklist.evaluate({"canteen": "一食堂", "cook_count": 1})
    assert report.outcomes == {"C1-1": "pass"}


@pytest.mark.parametrize("case", CASES)
def test_refused(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with pytest.raises(checkrules.CheckrulesError) as caught:
        load(case, tmp_path / "rules")
    message = "\n\n".join(caught.value.message[language] for language in ("zh", "en")) + "\n"
    message = message.replace(f"{tmp_path}/rules/", "").replace(f"{tmp_path}/rules", "rules")
    expected = REFUSED / case / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(message, encoding="utf-8", newline="\n")
    assert message == expected.read_text(encoding="utf-8")


WITH_MESSAGES = [
    *sorted(file for file in (SOURCE / "loading").glob("*.py") if file.name != "writing.py"),
    *(SOURCE / "expressions" / name for name in ("parse.py", "convert.py", "patterns.py")),
    SOURCE / "words" / "json_problems.py",
]
NOUNS = {"TYPE_WORDS", "_TYPES", "_PATTERNS", "_EXPECTED", "_KINDS"}
"""Tables of nouns, which are parts of messages."""
ELSEWHERE = {
    "the file is larger than {} MiB": "test_files.py",
    "the file cannot be opened: {}": "test_files.py",
    "the folder has no checklist.yaml": "test_files.py",
    "the file has more than {} keys and values": "test_yaml.py",
    "the file is not read: split it into several": "test_yaml.py",
    "a checklist has at most {} rules": "test_files.py",
    "parameters may change on at most {} days": "test_files.py",
    "the folder has more than {} YAML files": "test_files.py",
    "the YAML files have more than {} million characters": "test_files.py",
    "--set takes NAME=VALUE, not '{}'": "test_tailoring.py",
    "parameter '{}' is set twice": "test_tailoring.py",
    "not valid JSON: {}": "for what newer Pythons may say",
    "the expression cannot be read: {}": "for what else rule-engine may raise",
}
"""Messages that no folder shows, and why."""


def messages() -> Iterator[tuple[str, str, str]]:
    """Every text that the loader can say: where, in Chinese, in English. `{}` stands for what is filled in."""
    for file in WITH_MESSAGES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        nouns = {
            id(inner)
            for node in tree.body
            if isinstance(node, ast.AnnAssign | ast.Assign)
            and NOUNS & {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and id(node) not in nouns:
                texts = [template(argument) for argument in node.args]
                if all(text is not None for text in texts):
                    yield f"{file.name}:{node.lineno}", *texts  # type: ignore[misc]


def template(node: ast.expr) -> str | None:
    """The text of a literal, with `{}` for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return re.sub(r"\{\w+\}", "{}", node.value) if isinstance(node, ast.Constant) else None


def test_every_message_of_the_loader_has_a_case() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in REFUSED.glob("*/expected.txt"))
    found = list(messages())
    assert len(found) > 100
    silent = [
        (place, text)
        for place, *texts in found
        for text in texts
        if texts[1] not in ELSEWHERE
        and len(text.replace("{}", "")) > 3
        and not re.search(".+".join(map(re.escape, text.split("{}"))), said)
    ]
    assert silent == []


def test_every_pattern_of_the_schemas_has_words() -> None:
    words = (SOURCE / "loading" / "schemas.py").read_text(encoding="utf-8")
    patterns: set[str] = set()
    for file in bundled("schemas").glob("*-1.schema.json"):
        patterns |= set(re.findall(r'"pattern": "([^"]*)"', file.read_text(encoding="utf-8")))
    assert patterns
    assert [pattern for pattern in patterns if json.loads(f'"{pattern}"') not in words] == []
