"""What is measured, a module each: `lines(data, rounds)` gives the lines of a table, `TITLE` its heading."""
