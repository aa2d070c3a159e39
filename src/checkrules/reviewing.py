"""Ask a person: files → what is to be confirmed of each submission → a sheet in a review format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs
from msgspec import UNSET

from checkrules.checklist import Checklist
from checkrules.confirming import LOAD
from checkrules.hooks.plugins import blamed
from checkrules.hooks.registry import Registry
from checkrules.hooks.suffixes import readable, review_format_of
from checkrules.loading.writing import refuse_overwriting
from checkrules.model.arguments import instance_given, language_given, path_given, paths_given
from checkrules.model.errors import CheckrulesError, UsageError
from checkrules.model.review import ReviewData
from checkrules.model.text import Language, Text
from checkrules.pipeline import check_found
from checkrules.presentation.review import Reviews
from checkrules.reading.confirmations import Confirmations
from checkrules.reading.paths import Paths, find_files
from checkrules.rendering import put, registry_of, sources_of


def review(
    paths: Iterable[Paths] | Paths,
    checklist: Checklist,
    *,
    roster: Iterable[Paths] | Paths | None = None,
    confirmed: Iterable[Paths] | Paths | Confirmations = (),
    today: dt.date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reviews:
    """What a person is to confirm of the submissions in files and folders: what was read out of their prose, and the facts
    that nobody stated and that undecided rules need. What is confirmed already is not asked again.

    Arguments are those of `check`; no reading counts as a fact here, whatever the checklist accepts, and plugins are not told
    of reports.
    """
    instance_given("checklist", checklist, Checklist, LOAD)
    by_facts = checklist
    if checklist.content.accept != "none":
        by_facts = attrs.evolve(checklist, content=attrs.evolve(checklist.content, accept="none"))
    found = find_files(paths_given("paths", paths), readable(checklist.registry))
    return Reviews(
        reports=check_found(
            found, by_facts, roster=roster, confirmed=confirmed, today=today, progress=progress, notify=False
        )
    )


def write_reviews(
    reviews: Reviews,
    path: Paths,
    *,
    registry: Registry | None = None,
    format: str | None = None,
    language: Language = "zh",
) -> Path:
    """Write review sheets to a file, whole or not at all. The file's suffix says the format where none is given. Raises
    UsageError for an unknown format, a file that cannot be written, one that the submissions were read from, and a sheet that
    somebody has filled in; PluginError where the format fails."""
    instance_given("reviews", reviews, Reviews)
    registry = registry or registry_of(reviews.reports)
    file = path_given("path", path)
    chosen = registry.review_formats.find(format) if format is not None else review_format_of(file, registry)
    refuse_overwriting(file, sources_of(reviews.reports))
    refuse_answered(file, registry)
    with blamed(registry.review_formats.plugin_of(chosen.name)):
        sheet = chosen.write(reviews.document(language_given(language)))
        if not isinstance(sheet, str | bytes):
            raise TypeError(f"review format '{chosen.name}' gives {type(sheet).__name__}, not str or bytes")
    return put(file, sheet)


def refuse_answered(file: Path, registry: Registry) -> None:
    """Raise UsageError for a review sheet that somebody has filled in: its answers would be lost."""
    if not file.is_file():
        return
    try:
        format_ = review_format_of(file, registry, to_read=True)
        with blamed(registry.review_formats.plugin_of(format_.name)):
            document = format_.read(file)
    except (CheckrulesError, OSError):
        return  # no sheet
    if any(_is_filled_in(review) for review in document.reviews):
        problem = Text("文件里有已填的答复，没有覆盖", "the file holds answers; it is not replaced")
        hint = Text(
            "请换一个文件名；已答的用 --confirmed 交来，就只问其余的",
            "write to another file; give this one by --confirmed, and only the rest is asked",
        )
        raise UsageError(problem, location=str(file), hint=hint)


def _is_filled_in(review: ReviewData) -> bool:
    return bool(review.confirmed_by or review.confirmed_on) or any(
        reading.answer is not UNSET and not (reading.ticked and reading.answer == reading.value)
        for reading in review.readings
    )
