"""The example forms in Word, read and judged by the command line, against the cases that state what is known of them."""

from __future__ import annotations

import json

from tests.cli.run import FORMS, ROOT, ROSTER, run

CASES = ROOT / "tests" / "data" / "cases"


def test_the_forms_are_judged_without_contradicting_what_is_known() -> None:
    forms = sorted(FORMS.glob("C*.docx"))
    files = [*map(str, forms), "--roster", ROSTER, "--accept", "all"]
    result = run("check", *files, "--format", "json", "--fail-on", "never")
    assert (result.exit_code, result.stderr) == (0, "")
    reports = json.loads(result.stdout)["reports"]
    assert len(reports) == len(forms) == 8
    for form, report in zip(forms, reports, strict=True):
        expected = json.loads((CASES / f"{form.stem}.json").read_text(encoding="utf-8"))["expected"]
        got = {result["rule"]: result["outcome"] for result in report["results"]}
        wrong = {
            rule: (got[rule], outcome) for rule, outcome in expected.items() if got[rule] not in (outcome, "unknown")
        }
        assert wrong == {}
        known = [rule for rule, outcome in expected.items() if outcome != "unknown" and rule.startswith("T")]
        assert sum(got[rule] != "unknown" for rule in known) / len(known) > 0.75, form
        prose = [fact for fact in report["submission"]["facts"].values() if fact["origin"] == "prose"]
        assert prose
        for fact in prose:
            narrative = report["submission"]["narratives"][fact["task"]]
            assert narrative[fact["start"] : fact["end"]] == fact["quote"]
        assert report["submission"]["facts"]["student_count"]["origin"] == "roster"
