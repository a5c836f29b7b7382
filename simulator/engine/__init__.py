"""The engine: cohorts of runs on a calendar, the worlds they are in, the ledger of what happened. It knows no kind of stage."""
