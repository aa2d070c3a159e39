"""The documentation: hand-written pages in Markdown, and `pages`, which makes the others from the code."""
