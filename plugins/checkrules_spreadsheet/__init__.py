"""Forms, tables and rosters in workbooks: .xlsx, .xls, .ods."""

from .plugin import register_readers as register_readers
