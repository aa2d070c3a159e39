"""Hostile checklists: rules, parameters, profiles, decisions, names and forms."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import content_by_hand
from .case import Case

GOOD = content_by_hand.ROOT / "tests" / "loading" / "refused" / "_good"
SUBMISSION = {"canteen": "一食堂", "cook_count": 1, "day": "2024-03-01"}
LINT = ("lint", "--checklist", "rules")
CHECK = ("check", "one.json", "--checklist", "rules", "--fail-on", "never", "--format", "json")


def _copy(folder: Path) -> Path:
    rules = folder / "rules"
    shutil.copytree(GOOD, rules)
    (folder / "one.json").write_text(json.dumps(SUBMISSION), encoding="utf-8")
    return rules


def replaced(
    name: str,
    file: str,
    data: bytes | str | Callable[[], bytes | str],
    says: str | tuple[str, ...] = (),
    **more: object,
) -> Case:
    """The good checklist with one file of other content."""

    def make(folder: Path) -> None:
        content = data() if callable(data) else data
        (_copy(folder) / file).write_bytes(content.encode() if isinstance(content, str) else content)

    return _case(name, make, says, **more)


def edited(
    name: str, file: str, old: str, new: str | Callable[[], str], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    """The good checklist with another text in one place."""

    def make(folder: Path) -> None:
        path = _copy(folder) / file
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise LookupError(old)
        path.write_text(text.replace(old, new() if callable(new) else new), encoding="utf-8")

    return _case(name, make, says, **more)


def form(
    name: str, change: Callable[[dict[str, Any]], object], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    """The good checklist with a change of its form's properties."""

    def make(folder: Path) -> None:
        path = _copy(folder) / "canteens.schema.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        change(schema["properties"])
        path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")

    return _case(f"form-{name}", make, says, **more)


def placed(name: str, place: Callable[[Path], object], says: str | tuple[str, ...] = (), **more: object) -> Case:
    """The good checklist in whose folder something else stands."""
    return _case(name, lambda folder: place(_copy(folder)), says, **more)


def _case(name: str, make: Callable[[Path], object], says: str | tuple[str, ...], **more: object) -> Case:
    given: dict[str, object] = {"command": LINT, "exit_code": 2, "good": None} | more
    return Case(name=f"checklist-{name}", make=make, says=(says,) if isinstance(says, str) else says, **given)  # type: ignore[arg-type]


def _instead(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


WHEN = "when: has_cooks"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
PATTERNS = (
    "(a+)+$",
    "a*a*a*a*b",
    "(?:a|a)*b",
    "(a|b|ab)*c",
    "a{1,1000}{1,1000}",
    "(?=a)b",
    "(.*)(.*)(.*)x",
    "[[:alpha:]]",
    "\\p{L}+",
    "(?P<x>a)",
)
CASES = (
    replaced("billion-laughs", "rules.yaml", LAUGHS, ("rules.yaml:1:", "anchors, aliases and tags")),
    replaced("tag-of-python", "rules.yaml", "!!python/object/apply:os.system ['touch evil']\n", "anchors, aliases and tags"),
    replaced("brackets-100000-deep", "rules.yaml", "x: " + "[" * 100_000, "nested more than 40 deep"),
    replaced("gbk", "rules.yaml", "title: 心理健康教育\n".encode("gbk"), ("rules.yaml:1:8", "UTF-8")),
    replaced("null-bytes", "rules.yaml", bytes(1000), "rules.yaml"),
    replaced("empty-rules", "rules.yaml", b"", "rules.yaml"),
    replaced("rules-larger-than-are-read", "rules.yaml", lambda: "# " + "x" * 9_000_000, "larger than"),
    edited("expression-with-a-great-number", "rules.yaml", WHEN, "when: cook_count > 1e9999999", "rules.yaml:"),
    edited("expression-with-an-infinite-number", "rules.yaml", WHEN, "when: cook_count > inf", "rules.yaml:"),
    edited("expression-with-a-great-power", "rules.yaml", WHEN, "when: 9 ** 9 ** 9 > cook_count", "rules.yaml:"),
    edited("expression-with-many-brackets", "rules.yaml", WHEN, "when: " + "(" * 5_000 + "has_cooks" + ")" * 5_000, "rules.yaml:"),
    edited("expression-of-5000-conditions", "rules.yaml", WHEN, "when: " + " or ".join(["has_cooks"] * 5_000), "rules.yaml:"),
    edited("expression-of-many-nots", "rules.yaml", WHEN, "when: " + "not " * 900 + "has_cooks", "rules.yaml:"),
    edited("expression-that-shifts-bits", "rules.yaml", WHEN, "when: 1 << 999999999 > cook_count", "works on bits"),
    edited("expression-that-reaches-python", "rules.yaml", WHEN, "when: cook_count.__class__.__mro__ == null", "rules.yaml:"),
    edited("expression-with-an-escape-sequence", "rules.yaml", WHEN, 'when: "has_cooks \\e[31m"', "rules.yaml:", hides=("\x1b",)),
    *(
        edited(f"pattern-{number}-in-a-rule", "rules.yaml", WHEN, f"when: canteen =~ '{pattern}'".replace("\\", "\\\\"), "rules.yaml:")
        for number, pattern in enumerate(PATTERNS)
    ),
    *(
        form(f"pattern-{number}", lambda p, pattern=pattern: p["canteen"].update(pattern=pattern), "canteens.schema.json")
        for number, pattern in enumerate(PATTERNS)
    ),
    edited("rule-id-with-an-escape-sequence", "rules.yaml", "id: C1-1", 'id: "C1\\e[31m"', "rules.yaml:", hides=("\x1b",)),
    edited("rule-id-that-is-a-path", "rules.yaml", "id: C1-1", 'id: "../../x"', "rules.yaml:"),
    edited("title-of-a-megabyte", "rules.yaml", "厨师配足, en", lambda: "长" * 1_000_000 + ", en", exit_code=(0, 2)),
    edited("points-beyond-doubles", "rules.yaml", "points: 1", "points: 1e999", "rules.yaml:"),
    edited("due-in-a-million-years", "rules.yaml", "due_days: 30", "due_days: 400000000", exit_code=(0, 2)),
    edited("checklist-that-names-a-file-outside", "checklist.yaml", "sections: [rules.yaml]", "sections: [../../../../etc/passwd]", "checklist.yaml", hides=("root:",)),
    edited("checklist-that-names-a-device", "checklist.yaml", "sections: [rules.yaml]", "sections: [/dev/zero]", "checklist.yaml"),
    edited("checklist-that-names-itself", "checklist.yaml", "sections: [rules.yaml]", "sections: [checklist.yaml]", "checklist.yaml"),
    edited("checklist-of-10000-sections", "checklist.yaml", "sections: [rules.yaml]", f"sections: [{', '.join(['rules.yaml'] * 10_000)}]", "checklist.yaml"),
    edited("parameter-that-is-infinite", "parameters.yaml", "value: 2", "value: 1e400", "parameters.yaml:"),
    edited("parameter-bound-beyond-64-bits", "parameters.yaml", "maximum: 100", f"maximum: {10**30}", "parameters.yaml:"),
    edited("name-with-too-many-spellings", "names.yaml", "names: [许可证]", f"names: ['{'[大|小]' * 20}厨师']", "names.yaml:"),
    replaced("profile-gbk", "profiles/strict.yaml", "title: 心理健康教育\n".encode("gbk"), ("strict.yaml:1:8", "UTF-8"), command=(*LINT, "--profile", "strict")),
    replaced("profile-that-is-a-list", "profiles/strict.yaml", "- a\n", "strict.yaml", command=(*LINT, "--profile", "strict")),
    replaced("profile-of-laughs", "profiles/strict.yaml", LAUGHS, "anchors, aliases and tags", command=(*LINT, "--profile", "strict")),
    placed("profile-whose-name-climbs", lambda rules: (rules.parent / "x.yaml").write_text("profile: x\n"), "profile", command=(*LINT, "--profile", "../../x")),
    replaced("decisions-gbk", "decisions/one.yaml", "waivers: [豁免]\n".encode("gbk"), "UTF-8", command=(*CHECK, "--decisions", "rules/decisions/one.yaml")),
    replaced("decisions-of-another-checklist", "decisions/one.yaml", "waivers:\n  - {rule: X9, reason: a, approver: b, expires: 2024-12-31}\n", ("one.yaml", "X9"), command=(*CHECK, "--decisions", "rules/decisions/one.yaml")),
    replaced("decisions-of-100000-waivers", "decisions/one.yaml", lambda: "waivers:\n" + "  - {rule: C1-1, reason: a, approver: b, expires: 2024-12-31}\n" * 100_000, command=(*CHECK, "--decisions", "rules/decisions/one.yaml"), exit_code=(0, 2)),
    replaced("decisions-empty", "decisions/one.yaml", b"", "one.yaml", command=(*CHECK, "--decisions", "rules/decisions/one.yaml")),
    replaced("form-100000-deep", "canteens.schema.json", '{"a":' * 100_000 + "1" + "}" * 100_000, "canteens.schema.json"),
    replaced("form-of-broken-json", "canteens.schema.json", '{"properties": ', "canteens.schema.json:1:"),
    replaced("form-gbk", "canteens.schema.json", '{"title": "食堂"}'.encode("gbk"), "canteens.schema.json"),
    form("that-refers-to-the-network", lambda p: p.update(x={"$ref": "http://127.0.0.1:9/x.json"}), "canteens.schema.json"),
    form("that-refers-to-itself", lambda p: p.update(x={"$ref": "#/properties/x"}), "canteens.schema.json"),
    form("bounds-beyond-64-bits", lambda p: p["cook_count"].update(minimum=0, maximum=10**30), "canteens.schema.json"),
    form("bound-that-is-infinite", lambda p: p["degrees"].update(maximum=float("inf")), "canteens.schema.json"),
    form("bounds-crossed", lambda p: p["cook_count"].update(minimum=9, maximum=1), "canteens.schema.json"),
    form("negative-length", lambda p: p["canteen"].update(maxLength=-1), "canteens.schema.json"),
    form("default-out-of-bounds", lambda p: p["cook_count"].update(default=10**9), "canteens.schema.json"),
    form("fact-whose-name-is-code", lambda p: p.update({"x; import os": {"type": "integer", "title": "甲"}}), "canteens.schema.json"),
    form("fact-whose-name-is-a-keyword", lambda p: p.update({"lambda": {"type": "integer", "title": "甲"}}), exit_code=(0, 2)),
    form("fact-whose-name-is-an-escape-sequence", lambda p: p.update({"\x1b[31m": {"type": "integer", "title": "甲"}}), "canteens.schema.json", hides=("\x1b",)),
    form("two-facts-of-one-title", lambda p: p.update(x={"type": "integer", "title": "厨师数"}), "canteens.schema.json"),
    form("20000-facts", lambda p: p.update({f"x{n}": {"type": "integer", "title": f"数{n}"} for n in range(20_000)}), exit_code=(0, 2)),
    placed("fifo-for-rules", lambda rules: _instead(rules / "rules.yaml", os.mkfifo), "rules.yaml"),
    placed("fifo-for-the-checklist", lambda rules: _instead(rules / "checklist.yaml", os.mkfifo), "rules"),
    placed("fifo-for-the-form", lambda rules: _instead(rules / "canteens.schema.json", os.mkfifo), "canteens"),
    placed("device-for-rules", lambda rules: _instead(rules / "rules.yaml", lambda path: path.symlink_to("/dev/zero")), "rules.yaml"),
    placed("folder-for-rules", lambda rules: _instead(rules / "rules.yaml", Path.mkdir), "rules.yaml"),
    placed("link-to-itself-for-rules", lambda rules: _instead(rules / "rules.yaml", lambda path: path.symlink_to(path)), "rules.yaml"),
    placed("two-forms", lambda rules: shutil.copy(rules / "canteens.schema.json", rules / "b.schema.json"), "exactly one"),
    placed("no-form", lambda rules: (rules / "canteens.schema.json").unlink(), "exactly one"),
)  # fmt: skip
