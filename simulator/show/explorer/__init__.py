"""The explorer: one page, fed by a server on loopback or by a grid of answers baked into it."""
