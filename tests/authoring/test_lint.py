"""What lint reports of a checklist that loads: the rules that tables decide row by row, and why."""

from __future__ import annotations

import shutil
from pathlib import Path

import checkrules
from checkrules.authoring.lint import lint_text, row_by_row

from ..cli.run import run
from ..kitchen import EXAMPLE, kitchen, plugin


def test_of_the_first_checklist_everything_is_decided_in_columns() -> None:
    checklist = checkrules.load_checklist("mental-health")
    assert row_by_row(checklist) == ()
    assert lint_text(checklist, "zh").endswith("均无误\n所有规则都能按列判定\n")


def test_what_is_decided_row_by_row_is_listed_with_its_place_and_reason() -> None:
    checklist = kitchen()
    rule = next(rule for rule in checklist.content.rules if rule.id == "C1-2")
    assert [(item.rule, item.why.en) for item in row_by_row(checklist)] == [
        (rule, "function 'share' has no form in columns")
    ]
    lines = (EXAMPLE / "checkrules_kitchen" / "rules" / "kitchen.yaml").read_text(encoding="utf-8").splitlines()
    assert rule.id in lines[rule.line - 1]
    assert (
        lint_text(checklist, "zh").splitlines()[-1] == f"  kitchen.yaml:{rule.line}: C1-2 函数“share”没有按列计算的形式"
    )
    assert "C1-2 function 'share' has no form in columns" in lint_text(checklist, "en")


def test_a_scoring_model_without_columns_is_listed(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "rules"
    shutil.copytree(EXAMPLE / "checkrules_kitchen" / "rules", folder)
    shutil.copy(EXAMPLE / "checkrules_kitchen" / "kitchen.schema.json", folder)
    main = folder / "checklist.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("model: points", "model: weakest"), encoding="utf-8")
    checklist = checkrules.load_checklist(folder, plugins=[plugin()])
    assert (None, "scoring model 'weakest' has no form in columns") in [
        (item.rule, item.why.en) for item in row_by_row(checklist)
    ]


def test_a_form_with_a_slow_pattern_is_refused_with_its_place_by_the_command(tmp_path: Path) -> None:
    refused = Path(__file__).parents[1] / "loading" / "refused"
    shutil.copytree(refused / "_good", tmp_path / "rules")
    shutil.copy(refused / "form-pattern-slow" / "canteens.schema.json", tmp_path / "rules")
    done = run("lint", "--checklist", str(tmp_path / "rules"), "--lang", "en")
    assert done.exit_code == 2
    assert "canteens.schema.json:8:62: this pattern cannot be used" in done.stderr
    assert "no errors" not in done.stdout
