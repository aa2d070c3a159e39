"""Tables of submissions, judged in columns by Polars, which the extra `table` brings."""

from __future__ import annotations

from checkrules.model.errors import needs_extra
from checkrules.model.text import Text

with needs_extra("checkrules[table]", Text("判定大表", "judging tables")):
    import polars as polars
