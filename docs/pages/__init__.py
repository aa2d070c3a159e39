"""Pages that are made from the code, the schemas and the rules."""
