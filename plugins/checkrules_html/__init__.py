"""Reports and review sheets as one HTML page that needs nothing else."""

from .plugin import register_writers as register_writers
from .review import register_review_formats as register_review_formats
