"""Tables of submissions, judged in columns by Polars, which the extra `table` brings."""

from __future__ import annotations

from checkrules.model.errors import UsageError
from checkrules.model.text import Text

try:
    import polars as polars
except ImportError as error:
    raise UsageError(
        Text("判定大表需要 Polars", "tables are judged by Polars, which is not installed"),
        hint="pip install 'checkrules[table]'",
    ) from error
