"""Words: sources, dates, quantities, documents and the problems found in them. No NumPy here."""
