"""Tokens → clauses: what stands between two , 、 : ( ) / | in a sentence, or from a turn (但) on, with what belongs together put
together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from checkrules.reading.narrative.tokens import Token

MAX_CLAUSES = 60
"""Of one sentence. Beyond it nothing is certain."""
MAX_TOKENS = 80
"""Of a clause."""
_SENTENCE_ENDS = frozenset("。;!?\n")
_HEADING = re.compile(r"[SnTFltRdaf]*[Ny][SnTFliRNdf]*")
_PLANNED = frozenset("ADRQNHtv#")
"""What stands after a word that says what is planned."""
_PREDICATE = re.compile(r"[QXYPBOHADGLZUMWV#]")


@attrs.define(slots=True)
class Clause:
    """`before` is the sign in front of it; `roles` has one letter for each token."""

    tokens: list[Token]
    before: str
    sentence: int
    bracket: bool = False
    asked: bool = False
    roles: str = ""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def clauses_of(tokens: Sequence[Token], facts: frozenset[str]) -> list[Clause]:
    """The clauses of a text, in order. `facts` are those whose names count as names."""
    found: list[Clause] = []
    for piece in _pieces(tokens):
        piece.roles = roles_of(piece.tokens, facts)
        last = found[-1] if found else None
        whole = last is not None and len(last.tokens) < MAX_TOKENS
        if last is not None and whole and last.sentence == piece.sentence and _belongs(last, piece):
            last.tokens.extend(piece.tokens)
            last.roles += piece.roles
        else:
            found.append(piece)
    return found


def roles_of(tokens: Sequence[Token], facts: frozenset[str]) -> str:
    """The roles of tokens; a name of none of the facts has the role that it has besides."""
    made = "".join(
        token.besides
        if token.role == "N" and not any(c.fact in facts and c.part != "not" for c in token.called)
        else token.role
        for token in tokens
    )
    for index, token in enumerate(tokens[:-1]):
        if token.text == "将" and made[index + 1] in "NnSu":
            made = made[:index] + "F" + made[index + 1 :]  # 将…纳入: no future
    return made


def _belongs(last: Clause, piece: Clause) -> bool:
    """Whether a piece goes on with the clause before it."""
    if piece.before == "、":
        return "N" not in last.roles and not _PREDICATE.search(last.roles) and not last.bracket
    if piece.before in (":", "/", "|", ")"):
        if piece.before == ")" and not last.bracket:
            return False
        if "N" in piece.roles and piece.before != ")":
            return False
        return _HEADING.fullmatch(last.roles) is not None
    if piece.before == "(":
        return (
            _HEADING.fullmatch(last.roles) is not None and not _PREDICATE.search(piece.roles) and "N" not in piece.roles
        )
    return False


def _planned(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, where a word that says what is planned is no name: 计划召开会议, but 计划已印发."""
    found = list(tokens)
    for index, token in enumerate(found[:-1]):
        if token.role == "N" and token.besides == "P" and found[index + 1].role in _PLANNED:
            found[index] = attrs.evolve(token, role="P", called=())
    return found


def _unnumbered(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the numbers of a list (一、 1. (2)) at the beginning of sentences."""
    kept: list[Token] = []
    skipped = 0
    for index, token in enumerate(tokens):
        if skipped:
            skipped -= 1
            continue
        if not kept or kept[-1].text in _SENTENCE_ENDS:
            skipped = _number_of_list(tokens[index : index + 3])
            if skipped:
                glued = tokens[index + 1]
                if skipped == 2 and glued.role == "u" and len(glued.text) > 1:  # 2.某词: the word stays
                    kept.append(attrs.evolve(glued, text=glued.text[1:], start=glued.start + 1))
                skipped -= 1
                continue
        kept.append(token)
    return kept


def _number_of_list(tokens: Sequence[Token]) -> int:
    """How many tokens are the number of an item of a list."""
    roles = [token.role for token in tokens]
    if roles[:1] == ["#"] and len(tokens) > 1 and tokens[1].text[:1] in "、.．":
        return 2
    if len(tokens) == 3 and tokens[0].text == "(" and roles[1] == "#" and tokens[2].text == ")":
        return 3
    return 0


def _pieces(tokens: Sequence[Token]) -> list[Clause]:
    found: list[Clause] = []
    sentence = 0
    before = ""
    depth = 0
    current: list[Token] = []

    def close() -> None:
        if current:
            found.append(Clause(list(current), before, sentence, bracket=depth > 0))
            current.clear()

    for token in _unnumbered(_planned(tokens)):
        if token.role != ";":
            if token.role == "c" and current:
                close()
                before = "c"
            elif token.role == "N" and before == ":" and current and all(t.text in "√✓✔×✗✘" for t in current):
                close()  # 甲：√ 乙：×
                before = ","
            if len(current) >= MAX_TOKENS:
                close()
            current.append(token)
            continue
        if token.text in "([【〔":
            close()
            depth += 1
        elif token.text in ")]】〕":
            close()
            depth = max(depth - 1, 0)
        else:
            close()
        if token.text in _SENTENCE_ENDS:
            if token.text == "?" and found and found[-1].sentence == sentence:
                found[-1].asked = True
            sentence += 1
            depth = 0
        before = token.text
    close()
    return found
