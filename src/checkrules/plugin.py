"""Everything that a plugin imports, in groups: hooks, commands, words, the checklist, reading, writing, evaluating.

The stub beside this file lists the names by group; each is imported when it is first used, because plugins are imported
at start-up. Whatever is not listed here or in `checkrules` is internal and may change without notice.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub("checkrules", __file__)
