"""What an expression means (`tree`), how it is read (`parse`), and how each back end says it."""
