"""Results: what was counted, with its Monte Carlo error, and what it was made from."""
