"""Reports as one HTML page that needs nothing else."""

from .plugin import register_writers as register_writers
