"""Procedures: what the rules do with numbers. Pure functions of arrays, no clock, no luck; the last axis is the run."""
