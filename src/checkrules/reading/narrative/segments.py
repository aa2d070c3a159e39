"""A clause → the stretches of it, each about the facts that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from checkrules.reading.narrative.clauses import Clause, roles_of
from checkrules.reading.narrative.names import ProseNames
from checkrules.reading.narrative.tokens import Token

JOINING = frozenset({"和", "与", "及", "跟", "同", "以及", "、", "并", "加", "或"})
_LETTER = {"name": "N", "says": "y", "denies": "w", "together": "j"}
SAYS = re.compile(r"[QXYPBOHADGLZUMWVywJ#?]")
_BEFORE_NAMES = re.compile(r"[HADXYP]")
_RUN = re.compile(r"[HADXYPFad]*$")


@attrs.define(slots=True)
class Segment:
    """A stretch of a clause about the facts that it names."""

    tokens: list[Token]
    facts: tuple[str, ...]
    clause: int
    whole: bool
    """It is the whole clause."""
    shared: bool = False
    """What it says was said of several names at once."""


def _facts_of(facts: frozenset[str], token: Token) -> tuple[str, ...]:
    if token.role != "N":
        return ()
    return tuple(dict.fromkeys(c.fact for c in token.called if c.fact in facts and c.part != "not"))


def segments_of(names: ProseNames, known: frozenset[str], clause: Clause, index: int) -> list[Segment]:
    """The stretches of a clause, one for each name or for names that are joined (和)."""
    tokens = clause.tokens
    heads = [(at, facts) for at, token in enumerate(tokens) if (facts := _facts_of(known, token))]
    if not heads:
        return []
    groups: list[list[tuple[int, tuple[str, ...]]]] = [[heads[0]]]
    for head in heads[1:]:
        last_at, last_facts = groups[-1][-1]
        between = [token.text for token in tokens[last_at + 1 : head[0]]]
        choice = all(names.by_fact[f].kind == "choices" for f in (*last_facts, *head[1]))
        if (all(text in JOINING for text in between) and between) or choice or {*head[1]} & {*last_facts}:
            groups[-1].append(head)
        elif between in ([], ["的"]):
            groups[-1][-1] = head  # the name before it says which: 心理课的教案
        else:
            groups.append([head])
    if len(groups) == 1:
        facts = tuple(dict.fromkeys(f for _, found in groups[0] for f in found))
        shared = len({found for _, found in groups[0]}) > 1
        return [Segment(tokens, facts, index, whole=True, shared=shared)]
    roles = clause.roles
    first, last = groups[0][0][0], groups[-1][-1][0]
    leading = bool(re.search(r"[Q#]", roles[:first])) and not re.search(r"[Q#MW]", roles[last + 1 :])
    leading = leading or (bool(_BEFORE_NAMES.search(roles[:first])) and not SAYS.search(roles[last + 1 :]))
    found = []
    start = 0
    for place, group in enumerate(groups):
        end = len(tokens) if place + 1 == len(groups) else _end_of(roles, groups, place, leading)
        facts = tuple(dict.fromkeys(f for _, found_names in group for f in found_names))
        found.append(Segment(tokens[start:end], facts, index, whole=False, shared=len({n for _, n in group}) > 1))
        start = end
    return found


def _end_of(roles: str, groups: list[list[tuple[int, tuple[str, ...]]]], place: int, leading: bool) -> int:
    """Where what a group of names says ends: before what is said of the next one."""
    after, following = groups[place][-1][0] + 1, groups[place + 1][0][0]
    if leading:
        return after
    gap = roles[after:following]
    own = re.search(r"^[^QMW]*[QMW]", gap)
    if own is not None and re.search(r"[XYPOBxzmeh]", gap[own.end() :]):
        return after + own.end()  # what follows a number or a mark belongs to the next name
    beyond = groups[place + 2][0][0] if place + 2 < len(groups) else len(roles)
    if SAYS.search(roles[groups[place + 1][-1][0] + 1 : beyond]):
        return following
    run = _RUN.search(gap)
    return after + (run.start() if run else len(gap))


def letters(facts: frozenset[str], tokens: Sequence[Token], fact: str) -> str:
    """The roles of tokens as one fact sees them: `K` is the name of another."""
    roles = roles_of(tokens, facts)
    made = []
    for token, role in zip(tokens, roles, strict=True):
        if role == "N":
            mine = [called for called in token.called if called.fact == fact]
            role = _LETTER.get(mine[0].part, "n") if mine else "K"
        made.append(role)
    return "".join(made)
