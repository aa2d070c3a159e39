"""The JSON Schemas that checkrules brings, and validating a document against one of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from checkrules.loading.bundled import bundled
from checkrules.loading.yaml import YamlDocument
from checkrules.model.errors import ChecklistError, Location, did_you_mean
from checkrules.model.privacy import shown
from checkrules.model.text import Text
from checkrules.words.values import counted

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_TYPES: Mapping[str, Text] = {
    "string": Text("文字", "a text"),
    "number": Text("数", "a number"),
    "integer": Text("整数", "a whole number"),
    "boolean": Text("true 或 false", "true or false"),
    "array": Text("列表", "a list"),
    "object": Text("“键: 值”", "a mapping"),
}
_PATTERNS: Mapping[str, Text] = {
    "^[a-z][a-z0-9_]*$": Text(
        "以小写字母开头、只含 a-z、0-9 和 _ 的名称", "a name of a-z, 0-9 and _ that begins with a letter"
    ),
    "^[a-z][a-z0-9-]*$": Text(
        "以小写字母开头、只含 a-z、0-9 和 - 的名称", "a name of a-z, 0-9 and - that begins with a letter"
    ),
    "^[a-z0-9][a-z0-9-]*$": Text("只含 a-z、0-9 和 - 的名称", "a name of a-z, 0-9 and -"),
    "^[A-Za-z0-9][A-Za-z0-9._-]*$": Text("只含 A-Z、a-z、0-9、-、_ 和 . 的编号", "an id of A-Z, a-z, 0-9, -, _ and ."),
    r"^\d{4}-\d{2}-\d{2}$": Text("形如 2023-09-05 的日期", "a date such as 2023-09-05"),
}
"""What each pattern of the schemas asks for."""
MAX_ERRORS = 100
"""Differences of a document from its schema that are looked at; the first in the file is reported."""


def schema(name: str) -> dict[str, Any]:
    """A bundled schema by its name without `.schema.json`."""
    text = (bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def validate_against(name: str, document: YamlDocument) -> None:
    """Raise ChecklistError, at its location, for the first thing in which a document differs from a bundled schema.

    The schemas refer to nothing outside themselves, and nothing is ever fetched.
    """
    found = []
    for error in islice(_validator()(schema(name)).iter_errors(document.data), MAX_ERRORS):
        error = _meant(error)
        place = _location(document, error)
        found.append((error.validator == "required", place.line or 0, place.column or 0, error, place))
    if found:
        # a misspelt key is a missing one too: what is there is reported before what is not
        *_, error, place = min(found, key=lambda item: item[:3])
        problem, hint = _words(error)
        raise ChecklistError(problem, location=place, hint=hint)


@cache
def _validator() -> Any:
    """JSON Schema 2020-12, but 2.0 is no whole number, `$` in a pattern is the very end of the text, a digit is one of 0 to
    9, and that texts are unique takes no longer than reading them."""
    from jsonschema import Draft202012Validator, ValidationError, validators

    def pattern(_: Any, wanted: str, given: object, __: object) -> Iterator[ValidationError]:
        if isinstance(given, str) and not re.search(wanted.replace("$", r"\Z"), given, re.ASCII):
            yield ValidationError("")

    def unique(_: Any, wanted: bool, given: object, __: object) -> Iterator[ValidationError]:
        if wanted and isinstance(given, list) and _duplicate(given) is not None:
            yield ValidationError("")

    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    extend: Any = validators.extend  # it has no types
    return extend(Draft202012Validator, {"pattern": pattern, "uniqueItems": unique}, type_checker=types)


def _duplicate(items: Iterable[object]) -> str | None:
    """The first text that is there twice."""
    seen: set[str] = set()
    for item in items:
        if isinstance(item, str):
            if item in seen:
                return item
            seen.add(item)
    return None


def _meant(error: ValidationError) -> ValidationError:
    """Of alternatives that all fail: what is wrong with the one that the author meant."""
    while error.validator in ("oneOf", "anyOf") and error.context:
        alternatives = _alternatives(error)
        if all(inner.validator == "required" for inner in error.context):
            return error
        error = min(min(alternatives, key=_distance), key=lambda inner: len(inner.absolute_path))
    return error


def _alternatives(error: ValidationError) -> list[list[ValidationError]]:
    """The errors of each alternative."""
    found: dict[object, list[ValidationError]] = defaultdict(list)
    for inner in error.context:
        found[inner.schema_path[0]].append(inner)
    return list(found.values())


def _distance(errors: Iterable[ValidationError]) -> tuple[int, int]:
    """How far a document is from an alternative: errors that say it is of quite another kind, and all of them."""
    kinds = count = 0
    for error in errors:
        if error.context:
            kind, number = min(map(_distance, _alternatives(error)))
        else:
            kind, number = error.validator == "required" or (bool(error.path) and error.path[-1] == "type"), 1
        kinds, count = kinds + kind, count + number
    return kinds, count


def _location(document: YamlDocument, error: ValidationError) -> Location:
    """Where an error is: an unknown key or a bad name at itself."""
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        return document.key_location((*path, _unknown_key(error)))
    if "propertyNames" in error.absolute_schema_path:
        return document.key_location((*path, str(error.instance)))
    return document.location(path)


def _unknown_key(error: ValidationError) -> str:
    given: Any = error.instance
    return str(next(key for key in given if key not in _keys(error)))


def _keys(error: ValidationError) -> list[str]:
    """The keys that the schema has where an error is."""
    here: Any = error.schema
    return list(here.get("properties", {}))


def _words(error: ValidationError) -> tuple[Text, Text | None]:
    """What is wrong, and a hint."""
    wanted: Any = error.validator_value
    given: Any = error.instance
    said = shown(json.dumps(given, ensure_ascii=False))
    match error.validator:
        case "additionalProperties":
            key, known = _unknown_key(error), _keys(error)
            problem = Text("这里没有“{key}”这一项；可用：{known}", "unknown key '{key}'; there are: {known}")
            return problem.format(key=shown(key), known=_listed(known)), did_you_mean(key, known)
        case "required":
            key = next(key for key in wanted if key not in given)
            return Text(f"缺少“{key}”", f"'{key}' is missing"), None
        case "type":
            kinds = [_TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
            kind = Text("或".join(kind.zh for kind in kinds), " or ".join(kind.en for kind in kinds))
            return Text(f"应为{kind.zh}，不能是 {said}", f"expected {kind.en}, not {said}"), None
        case "enum" | "const":
            possible = _possible(error)
            if len(possible) == 1:
                only = json.dumps(possible[0], ensure_ascii=False)
                return Text(f"只能是 {only}，不能是 {said}", f"can only be {only}, not {said}"), None
            problem = Text("应为下列之一：{known}，不能是 {said}", "expected one of {known}, not {said}")
            return problem.format(known=_listed(possible), said=said), did_you_mean(str(given), map(str, possible))
        case "pattern":
            kind = _PATTERNS[wanted]
            return Text(f"应为{kind.zh}，不能是 {said}", f"expected {kind.en}, not {said}"), None
        case "minProperties":
            keys = _listed(_keys(error))
            problem = Text("至少要有 {n} 项：{keys}", "needs at least {n} of: {keys}")
            return problem.format(n=wanted, keys=keys), None
        case "minLength" | "minItems":
            if wanted == 1:
                return Text("不能为空", "must not be empty"), None
            return Text(f"至少要有 {wanted} 项", f"needs at least {wanted} items"), None
        case "maxLength":
            return Text(f"最多 {wanted} 个字符", f"takes at most {counted(wanted, 'characters')}"), None
        case "maxItems" | "maxProperties":
            return Text(f"最多 {wanted} 项", f"takes at most {counted(wanted, 'items')}"), None
        case "uniqueItems":
            twice = shown(_duplicate(given) or "")
            return Text(f"“{twice}”重复", f"duplicate item '{twice}'"), None
        case "minimum":
            return Text(f"不能小于 {wanted}，这里是 {said}", f"must be {wanted} or more, not {said}"), None
        case "maximum":
            return Text(f"不能大于 {wanted}，这里是 {said}", f"must be {wanted} or less, not {said}"), None
        case "exclusiveMinimum":
            return Text(f"必须大于 {wanted}，这里是 {said}", f"must be more than {wanted}, not {said}"), None
        case "contains":
            key, part = next(iter(wanted["properties"].items()))
            return Text(f"要有一项的 {key} 为 {part['const']}", f"one item must have {key}: {part['const']}"), None
        case "oneOf":
            keys = _listed(key for part in wanted for key in part["required"])
            if error.context:
                return Text("缺少其中一项：{keys}", "one of these is missing: {keys}").format(keys=keys), None
            return Text("只能有其中一项：{keys}", "only one of these is allowed: {keys}").format(keys=keys), None
    raise NotImplementedError(f"no words for a schema's '{error.validator}'")


def _possible(error: ValidationError) -> list[object]:
    """The values that are possible where an error is, in all alternatives together."""
    top: Any = error
    while top.parent is not None and len(top.parent.absolute_path) < len(error.absolute_path):
        top = top.parent
    found: list[object] = []
    waiting: list[Any] = [top]
    while waiting:
        one = waiting.pop(0)
        waiting += one.context
        wanted = one.validator_value
        if one.absolute_path == error.absolute_path and one.validator in ("enum", "const"):
            found += wanted if one.validator == "enum" else [wanted]
    return list(dict.fromkeys(found))


def _listed(words: Iterable[object]) -> Text:
    known = [str(word) for word in words]
    return Text("、".join(known), ", ".join(known))
