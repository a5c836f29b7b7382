"""Beliefs: quantities turned into draws. All luck is here, drawn before the contest begins; no law is here."""
