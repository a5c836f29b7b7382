"""The contest in time: one SimPy clock carries all the runs, in cohorts that are at the same stage on the same day."""
