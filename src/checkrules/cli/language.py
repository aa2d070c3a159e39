"""The language of a run: that of `--lang`, then of CHECKRULES_LANG, then of the system; Chinese otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise

from checkrules.model.text import LANGUAGES, Language, language_of

_RUN: ContextVar[Language] = ContextVar("language of the run")


def language() -> Language:
    """The language of this run."""
    return _RUN.get(None) or _of_environment()


@contextmanager
def in_language_of(arguments: Sequence[str]) -> Iterator[None]:
    """Run the command line in the language that its arguments ask for. They are read before click parses them, so that
    help and messages about wrong usage are in this language too."""
    token = _RUN.set(_of_option(arguments) or _of_environment())
    try:
        yield
    finally:
        _RUN.reset(token)


def _of_option(arguments: Sequence[str]) -> Language | None:
    chosen = [value for name, value in pairwise(arguments) if name == "--lang"]
    chosen += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return next((language for language in LANGUAGES if language in chosen), None)


def _of_environment() -> Language:
    values = map(os.environ.get, ("CHECKRULES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next(filter(None, values), None))
