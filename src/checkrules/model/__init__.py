"""Plain immutable data that every other room uses. Nothing here reads, computes or writes."""
