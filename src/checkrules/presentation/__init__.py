"""What people and programs see of reports: the document, the view of it, explanations, summaries."""
