"""Facts proposed from Chinese prose, by the names that a checklist declares. What is only guessed never decides."""

from checkrules.reading.narrative.names import ProseNames as ProseNames
from checkrules.reading.narrative.names import load_names as load_names
from checkrules.reading.narrative.propose import propose as propose
from checkrules.reading.narrative.propose import propose_text as propose_text
