"""A report document → the lines that stand first on every page: what became of the files, who is missing, and whose entry of the
roster was not found, which leaves many rules open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from checkrules.model.document import FileData, HandedInData, ReportDocument
from checkrules.model.privacy import shown
from checkrules.model.text import Language
from checkrules.words.codes import FILE_WORDS, word_of
from checkrules.words.labels import labels

NOT_FOUND = ("not_in_roster", "roster_doubtful")
"""Codes of remarks on subjects whose entry of the roster is not used."""
MOST_NAMES = 60
"""Subjects that are named."""
FEW = 3
"""Files of one kind that are named."""
_ONLY_COUNTED = frozenset(("lock_file", "system_file", "hidden"))
"""What nobody handed in: not named."""


def notices(document: ReportDocument) -> Iterator[str]:
    """The lines, none where one file was judged and there is nothing else to say."""
    files, language = document.files, document.language
    not_found = [item.message for report in document.reports for item in report.remarks or () if item.code in NOT_FOUND]
    if not_found:
        w = labels(language)
        messages = list(dict.fromkeys(not_found))
        more = w["and_more"] if len(messages) > FEW else ""
        yield w["not_found"].format(n=len(not_found)) + w["colon"] + w["semicolon"].join(messages[:FEW]) + more
    if sum(file.became != "joined" for file in files) > 1 or any(file.became == "refused" for file in files):
        yield _counts(files, language)
        not_judged = [file for file in files if file.became not in ("judged", "joined")]
        if not_judged:
            yield _kinds(not_judged, language)
    if document.handed_in is not None:
        yield _handed_in(document.handed_in, language)


def _counts(files: Sequence[FileData], language: Language) -> str:
    w = labels(language)
    became = Counter("not_judged" if file.became in ("refused", "left_out") else file.became for file in files)
    parts = [
        w[f"files_{key}"].format(n=became[key])
        for key in ("judged", "joined", "not_judged")
        if became[key] or key == "judged"
    ]
    return (
        w["files_count" if len(files) > 1 else "files_one"].format(n=len(files)) + w["colon"] + w["comma"].join(parts)
    )


def _kinds(files: Sequence[FileData], language: Language) -> str:
    """Why files were not judged: each reason with its number and the first names; what may be a submission first."""
    w = labels(language)
    by_code: dict[str, list[str]] = defaultdict(list)
    for file in sorted(files, key=lambda file: file.became == "left_out"):
        by_code[file.code or ""].append(shown(PurePath(file.path).name))
    kinds = []
    for code, names in by_code.items():
        word = f"{word_of(code, FILE_WORDS, language)} {len(names)}"
        few = w["list"].join(names[:FEW]) + (w["and_more"] if len(names) > FEW else "")
        kinds.append(word if code in _ONLY_COUNTED else word + w["aside"].format(text=few))
    return w["not_judged"] + w["colon"] + w["semicolon"].join(kinds)


def _handed_in(account: HandedInData, language: Language) -> str:
    """How many subjects were due, judged and missing; the missing ones by name, under who inspects them."""
    w = labels(language)
    line = w["handed_in"].format(due=account.due, judged=account.judged, missing=len(account.missing))
    if not account.missing:
        return line
    by_inspector: dict[str, list[str]] = defaultdict(list)
    for one in account.missing[:MOST_NAMES]:
        by_inspector[w["list"].join(one.inspectors)].append(one.subject)
    parts = [
        (inspectors + w["colon"] if inspectors else "") + w["list"].join(shown(name) for name in names)
        for inspectors, names in by_inspector.items()
    ]
    return line + w["colon"] + w["semicolon"].join(parts) + (w["and_more"] if len(account.missing) > MOST_NAMES else "")
