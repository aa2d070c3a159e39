"""What was read from an enclosed file → the same, with its locations in the file that holds it."""

from __future__ import annotations

import attrs

from checkrules.model.errors import Location
from checkrules.model.submission import Enclosed, Rejection, Submission

MAX_DEPTH = 3
"""A form converted from a file in an archive is two deep."""


def placed(item: Submission | Rejection, enclosed: Enclosed, lying: str, holder: str) -> Submission | Rejection:
    """A submission or rejection of an enclosed file, which lay at `lying` while it was read, as one of the file at `holder`."""
    file = f"{holder}/{enclosed.name}" if enclosed.name else holder

    def at(location: Location | None) -> Location:
        inner = location or Location()
        cell = enclosed.cell_of(inner.cell) if enclosed.cell_of is not None and inner.cell else inner.cell
        deeper = (inner.file or "").removeprefix(lying) if (inner.file or "").startswith(lying + "/") else ""
        return attrs.evolve(inner, file=file + deeper, cell=cell)

    if isinstance(item, Rejection):
        return attrs.evolve(item, location=at(item.location))
    origins = {
        name: attrs.evolve(origin, location=at(origin.location)) if origin.location is not None else origin
        for name, origin in item.origins.items()
    }
    remarks = tuple(attrs.evolve(remark, location=at(remark.location)) for remark in item.remarks)
    return attrs.evolve(item, location=at(item.location), origins=origins, remarks=(*enclosed.remarks, *remarks))
