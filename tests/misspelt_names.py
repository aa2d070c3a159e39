"""Names that are not public: mypy must report each line, and it reports an ignore that is not needed."""

import checkrules
import checkrules.plugin

checkrules.load_checklists  # type: ignore[attr-defined]  # noqa: B018
checkrules.plugin.hookimp  # type: ignore[attr-defined]  # noqa: B018
