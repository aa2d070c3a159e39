"""The JSON Schemas that checkrules brings, and holding a document against one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from checkrules.loading.bundled import bundled
from checkrules.model.errors import ChecklistError, Location, did_you_mean

Path = tuple[str | int, ...]


def schema(name: str) -> dict[str, Any]:
    """A bundled schema by its name without `.schema.json`."""
    text = (bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def validate_against(name: str, document: object, location: Callable[[Path], Location]) -> None:
    """Raise ChecklistError, at its location, for the first thing in which a document differs from a bundled schema.

    The schemas refer to nothing outside themselves, and nothing is ever fetched.
    """
    import jsonschema
    from jsonschema.exceptions import best_match

    validator = jsonschema.Draft202012Validator(schema(name))
    error = best_match(validator.iter_errors(document))
    if error is None:
        return
    path: Path = tuple(error.absolute_path)
    hint = None
    message = error.message
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        unknown = [key for key in error.instance if key not in known]
        if unknown:
            path = (*path, unknown[0])
            message = f"unknown key '{unknown[0]}'; there are: {', '.join(known)}"
            hint = did_you_mean(unknown[0], known)
    if len(message) > 300:
        message = message[:300] + "…"
    raise ChecklistError(message, location=location(path), hint=hint)
