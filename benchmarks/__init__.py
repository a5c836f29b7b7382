"""Benchmarks: the engine beside its floor and its peers, always as ratios measured in one run."""
