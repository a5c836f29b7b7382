"""Beliefs: quantities turned into draws. Everything random is here, drawn before the contest begins; no law is here."""
