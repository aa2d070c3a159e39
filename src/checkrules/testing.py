"""Kits for authors of plugins: each proves that a registration keeps its contract, and raises AssertionError that says how it does not."""
