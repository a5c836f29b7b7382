"""Show: what people see: sentences, terminal text, charts and the report."""
