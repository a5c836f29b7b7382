"""The stages a procedure may be made of, one module a kind: its words, how it is played, its steps, its sentences."""
