"""Verbs: what the command line can be asked, one module for each kind of question."""
