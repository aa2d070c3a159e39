"""`python -m checkrules`, and the `checkrules` command."""

from __future__ import annotations

from checkrules.cli.main import main

if __name__ == "__main__":
    main()
