"""One version of the simulator against another, simulated contest by simulated contest."""
