"""What several tests do to beliefs."""

from dataclasses import replace

from simulator.words.quantities import Quantity


def fixed(scenario, path, value):
    """The scenario with one belief certain."""
    belief = scenario.beliefs[path]
    quantity = Quantity(belief.quantity.said, value, value, belief.quantity.scale, belief.quantity.kind)
    return replace(scenario, beliefs={**scenario.beliefs, path: replace(belief, quantity=quantity)})
