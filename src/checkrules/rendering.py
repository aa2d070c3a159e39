"""Reports → a document in a registered format, and a document → a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from checkrules.evaluation.report import Report, Reports, reports_given
from checkrules.hooks.plugins import blamed
from checkrules.hooks.registry import Registry, load_plugins, load_plugins_again
from checkrules.hooks.suffixes import format_of
from checkrules.loading.writing import cannot_write, refuse_overwriting, whole
from checkrules.model.arguments import language_given, path_given
from checkrules.model.text import Language
from checkrules.reading.paths import Paths


def render(
    reports: Reports | Report | Iterable[Report],
    format: str,
    *,
    registry: Registry | None = None,
    language: Language = "zh",
) -> str | bytes:
    """The document of reports in a registered format, as text or bytes. Raises UsageError for an unknown format, PluginError
    where its writer fails."""
    reports, language = reports_given(reports), language_given(language)
    registry = registry or registry_of(reports)
    writer = registry.writers.find(str(format))
    with blamed(registry.writers.plugin_of(format)):
        document = writer.write(reports, language)
        if not isinstance(document, str | bytes):
            raise TypeError(f"writer '{format}' gives {type(document).__name__}, not str or bytes")
        if isinstance(document, str):
            document.encode("utf-8")  # half of a surrogate pair cannot be written
        return document


def write(
    reports: Reports | Report | Iterable[Report],
    path: Paths,
    *,
    registry: Registry | None = None,
    format: str | None = None,
    language: Language = "zh",
) -> Path:
    """Write reports to a file, whole or not at all. The file's suffix says the format where none is given. Raises UsageError
    for an unknown format, a file that cannot be written, and one that the reports were read from; PluginError where the
    writer fails."""
    reports = reports_given(reports)
    registry = registry or registry_of(reports)
    file = path_given("path", path)
    name = format or format_of(file, registry)
    refuse_overwriting(file, sources_of(reports))
    return put(file, render(reports, name, registry=registry, language=language))


def sources_of(reports: Reports) -> set[Path]:
    """The files that reports were read from, and those that could not be read."""
    locations = [report.submission.location for report in reports.reports]
    locations += [rejection.location for rejection in reports.rejected]
    read = {Path(location.file) for location in locations if location.file}
    return read | {holder for file in read for holder in file.parents if holder.is_file()}


def registry_of(reports: Reports) -> Registry:
    """The plugins that judged the first report; the installed ones where there is none."""
    return load_plugins_again(reports.reports[0].compiled.plugins) if reports.reports else load_plugins()


def put(file: Path, data: str | bytes) -> Path:
    """Write a file whole or not at all. Raises UsageError."""
    try:
        with whole(file) as temporary:
            temporary.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    except OSError as error:
        raise cannot_write(file, error) from error
    return file
