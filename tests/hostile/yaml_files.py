"""Hostile YAML."""

from __future__ import annotations

from collections.abc import Callable

from .case import Case, submission


def yaml(
    name: str, data: bytes | str | Callable[[], bytes | str], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    return submission(f"yaml-{name}", ".yaml", data, says, **more)  # type: ignore[arg-type]


NAME = "school_name: 甲小学\n"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
CASES = (
    yaml("billion-laughs", LAUGHS + NAME, ("input.yaml:1:", "anchors, aliases and tags")),
    yaml("alias-of-itself", "a: &a [*a]\n", "anchors, aliases and tags"),
    yaml("tag-of-python", NAME + "x: !!python/object/apply:os.system ['touch evil']\n", "anchors, aliases and tags"),
    yaml("merge-key", NAME + "<<: {student_count: 1}\n", judged=True),
    yaml("brackets-100000-deep", NAME + "x: " + "[" * 100_000, "nested more than 40 deep"),
    yaml("indented-20000-deep", lambda: "".join(" " * n + f"a{n}:\n" for n in range(2_000)), "nested more than 40 deep"),
    yaml("lists-in-lists", "- " * 50_000 + "a\n", "nested more than 40 deep"),
    yaml("tabs", "school_name: 甲\nfacts:\n\tstudent_count: 1\n", ("input.yaml:3", "tabs")),
    yaml("duplicate-key", NAME + NAME, "duplicate key"),
    yaml("key-that-is-a-list", "? [a, b]\n: 1\n", "must be a text"),
    yaml("two-documents", NAME + "---\n" + NAME, "one YAML document"),
    yaml("directive", "%YAML 9.9\n---\n" + NAME, ()),
    yaml("control-character", "school_name: 甲\x01\n", "control character"),
    yaml("gbk", NAME.encode("gbk"), "GBK"),
    yaml("utf-16", NAME.encode("utf-16"), "UTF-16"),
    yaml("larger-than-is-read", lambda: NAME + "x: '" + "a" * 9_000_000 + "'\n", "larger than"),
    yaml("only-a-comment", "# nothing\n", "fact: value"),
    yaml("words-of-yaml-1.1", NAME + "emergency_plan_exists: no\nstudent_count: 010\n", "010", judged=True),
    yaml("number-of-5000-digits", NAME + f"student_count: {'9' * 5_000}\n", "counts as not stated", judged=True),
    yaml("60000-records", lambda: "submissions:\n" + " - {school_name: 甲}\n" * 60_000, "keys and values"),
    yaml("quote-not-closed", "school_name: '甲\n" + "x: y\n" * 10_000, "not closed"),
)  # fmt: skip
