"""Research: where the fitted numbers of the product come from, and how good they have been on contests not seen.

Nothing in ``simulator`` imports this package and it is not installed with it. What the product needs of it is data:
``scenario/pollmodel.yaml`` and the transfers in ``scenario/beliefs.yaml`` (the fits, to two digits), and
``questions/track-record.json`` (the scores, which ``party-rules backtest`` prints). Tests make all of them anew.
"""
