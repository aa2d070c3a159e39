"""JSON, read strictly: duplicate keys are refused, and every value knows its line."""

from __future__ import annotations

import json
import re

from checkrules.loading.yaml import TOO_DEEP, YamlDocument, load_yaml
from checkrules.model.errors import ChecklistError, Location
from checkrules.words.json_problems import json_problem

_HALVES = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB]..\\u[dD][c-fC-F]..)")


def load_json(text: str, file: str) -> YamlDocument:
    """The data of a JSON text, with the place of each value. Raises ChecklistError with the line and column."""
    try:
        json.loads(text, parse_int=str)  # whether a number is too great is said with its place, below
    except json.JSONDecodeError as error:
        problem, at = json_problem(error)
        location = Location(file=file, line=text.count("\n", 0, at) + 1, column=at - text.rfind("\n", 0, at))
        raise ChecklistError(problem, location=location) from error
    except RecursionError as error:
        raise ChecklistError(TOO_DEEP, location=file) from error
    # JSON is YAML as well, but for characters that are escaped in two halves
    return load_yaml(_HALVES.sub(lambda found: found[1] + json.loads(f'"{found[2]}"'), text), file)
