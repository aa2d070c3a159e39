"""What the clauses that name no fact take back: after and before a reading, in its sentence and in the whole cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from checkrules.reading.narrative.clauses import Clause

Span = tuple[int, int]
_HARMLESS = re.compile(r"[nvdGHADFSTalfQ#~RNLM]*")
_IN_FRONT = re.compile(r"[nvdGHADFSTalfQ#~RNLMkCtg]*")
_OF_ALL = re.compile("以上|上述|前述|上面|本栏|该栏|本项|该项|此项|全文|本表")
_PAST = re.compile("去年|上年|往年|前年|过去|以前")
_IS = frozenset({"为", "是", "系", "属", "属于", "均为", "都是", "也是", "均是", "就是", "即是", "含"})
_FULL_STOP = frozenset("。!?\n")


@attrs.frozen(kw_only=True)
class Retractions:
    """For each clause the stretch up to the full stops around it, and where something is taken back."""

    stretch: Sequence[int]
    before: Mapping[int, tuple[int, Span]]
    """For a stretch its first clause that may turn what follows round, with its words."""
    after: Mapping[int, tuple[int, Span]]
    """For a stretch its last clause that may take back what stands before it."""
    all_before: tuple[int, Span] | None
    """The last clause that may take back all that stands before it in the cell."""

    def of(self, clause: int) -> Span | None:
        """The words that may take back what a clause says."""
        stretch = self.stretch[clause]
        if self.all_before is not None and self.all_before[0] > clause:
            return self.all_before[1]
        last = self.after.get(stretch)
        if last is not None and last[0] > clause:
            return last[1]
        first = self.before.get(stretch)
        return first[1] if first is not None and first[0] < clause else None


def _left_over(roles: str) -> bool:
    """Whether after the number or the mark of a clause something else begins: 共3次以上为计划."""
    left = re.search(r"(?<=[QMW#])[^QMW#]*$", roles)
    return left is not None and not _HARMLESS.fullmatch(left[0])


def _says_what(clause: Clause) -> bool:
    """Whether a clause says what something is or holds, or what share it has: 均为安全工作内容, 覆盖率60%."""
    words = [token.text for token in clause.tokens]
    return (
        any(word in _IS for word in words[:-1])
        or words[0] == "内容"
        or any("percent" in token.families for token in clause.tokens)
    )


def retractions(clauses: Sequence[Clause], named: Mapping[int, tuple[str, ...]]) -> Retractions:
    """Find the clauses that name no fact and are not plainly harmless."""
    stretch: list[int] = []
    for index, clause in enumerate(clauses):
        follows = bool(index) and clause.sentence == clauses[index - 1].sentence
        stretch.append(stretch[-1] if index and (follows or clause.before not in _FULL_STOP) else len(stretch))
    naming = {stretch[index] for index in named}
    before: dict[int, tuple[int, Span]] = {}
    after: dict[int, tuple[int, Span]] = {}
    all_before: tuple[int, Span] | None = None
    for index, clause in enumerate(clauses):
        text = "".join(token.text for token in clause.tokens)
        of_all = _OF_ALL.match(text) is not None or _left_over(clause.roles)
        past = _PAST.search(text) is not None
        if index in named and not of_all:
            continue
        span = (clause.start, clause.end)
        if past or not _IN_FRONT.fullmatch(clause.roles):
            before.setdefault(stretch[index], (index, span))
        if past or of_all or _says_what(clause) or not _HARMLESS.fullmatch(clause.roles):
            after[stretch[index]] = (index, span)
            if of_all or stretch[index] not in naming or (clause.bracket and clause.before == "("):
                all_before = (index, span)
    return Retractions(stretch=stretch, before=before, after=after, all_before=all_before)
