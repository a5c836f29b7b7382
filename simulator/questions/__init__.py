"""Questions: what happens, does the reading matter, why this run."""
