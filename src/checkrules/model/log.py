"""The library's log: `logging.getLogger("checkrules")`, silent until a program listens to it.

Messages are in English. Texts that come from files go through `shown`, so that no log leaks a personal number or takes
control of a terminal. Only modules that load, read or write import this: judging a record logs nothing.
"""

from __future__ import annotations

import logging

LOG = logging.getLogger("checkrules")
LOG.addHandler(logging.NullHandler())
