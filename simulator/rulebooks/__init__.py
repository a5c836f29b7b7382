"""Rule books: editions in force, provisions with their sources, disputes with their rival readings."""
