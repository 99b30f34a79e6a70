"""Files for others: pictures and tables, written whole or not at all."""
