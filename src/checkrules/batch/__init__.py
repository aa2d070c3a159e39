"""Large tables in files, judged part by part in bounded memory."""
