"""Which subjects of the roster handed something in, and which did not."""

from __future__ import annotations

import attrs

from checkrules.model.errors import Location
from checkrules.model.frozen import count_of


@attrs.frozen(kw_only=True)
class MissingSubject:
    """A subject of the roster of which nothing was judged, and who inspects it."""

    subject: str
    inspectors: tuple[str, ...] = ()
    location: Location = attrs.field(factory=Location, repr=str)


@attrs.frozen(kw_only=True)
class HandedIn:
    """How many subjects the roster has, of how many something was judged, and the others by name."""

    rosters: tuple[str, ...]
    due: int
    judged: int
    missing: tuple[MissingSubject, ...] = attrs.field(default=(), repr=count_of)
