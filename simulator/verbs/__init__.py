"""Verbs: what the command line can be asked, one room for each kind of question."""
