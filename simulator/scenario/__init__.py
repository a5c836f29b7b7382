"""Scenarios: what people write, resolved into what the contest meets, with every default explicit."""
