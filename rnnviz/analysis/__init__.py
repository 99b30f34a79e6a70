"""Pure functions on recordings: what happened, and what it means."""
