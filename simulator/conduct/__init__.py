"""Conduct: what people do wherever the law asks. Beliefs answer with draws, a record with what happened, nobody with silence."""
