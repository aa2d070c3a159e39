"""Tokens → clauses: what stands between two , 、 : ( ) / | in a sentence, or from a turn (但) on, with what belongs together put
together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from checkrules.reading.narrative.tokens import Token

MAX_CLAUSES = 60
"""Of one sentence. Beyond it nothing is certain."""
_SENTENCE_ENDS = frozenset("。;!?\n")
_HEADING = re.compile(r"[SnTFltRdaf]*[Ny][SnTFliRNdf]*")
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
        if last is not None and last.sentence == piece.sentence and _belongs(last, piece):
            last.tokens = last.tokens + piece.tokens
            last.roles += piece.roles
        else:
            found.append(piece)
    return found


def roles_of(tokens: Sequence[Token], facts: frozenset[str]) -> str:
    """The roles of tokens; a name of none of the facts has the role that it has besides."""
    return "".join(
        token.besides
        if token.role == "N" and not any(c.fact in facts and c.part != "not" for c in token.called)
        else token.role
        for token in tokens
    )


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


def _unnumbered(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the numbers of a list (一、 1. (2)) at the beginning of sentences."""
    kept: list[Token] = []
    index = 0
    while index < len(tokens):
        begins = not kept or kept[-1].text in _SENTENCE_ENDS
        texts = "".join(token.text for token in tokens[index : index + 3])
        roles = [token.role for token in tokens[index : index + 3]]
        if begins and roles[:1] == ["#"] and len(tokens) > index + 1 and tokens[index + 1].text[:1] in "、.．":
            index += 2
        elif begins and len(roles) == 3 and texts[:1] == "(" and roles[1] == "#" and texts[-1:] == ")":
            index += 3
        else:
            kept.append(tokens[index])
            index += 1
    return kept


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

    for token in _unnumbered(tokens):
        if token.role != ";":
            if token.role == "c" and current:
                close()
                before = "c"
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
