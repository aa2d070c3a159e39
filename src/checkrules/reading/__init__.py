"""Files that people hand in, turned into submissions."""
