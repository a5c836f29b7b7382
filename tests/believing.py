"""What several tests do to beliefs, and to what follows from them."""

from collections import defaultdict
from dataclasses import replace

from simulator.beliefs.draws import draw
from simulator.conduct import simulate as module
from simulator.conduct.believed import Beliefs
from simulator.conduct.readings import worlds_of
from simulator.procedures.ballots import Piles, Pulls
from simulator.words.quantities import Quantity


def played(scenario, runs=3_000, seed=7, **readings):
    """The ledger of a simulation under some readings, and its draws."""
    draws = draw(scenario, seed, 0, runs)
    return module.simulate(scenario, worlds_of(scenario, readings), draws), draws


def fixed(scenario, path, value):
    """The scenario with one belief certain."""
    belief = scenario.beliefs[path]
    quantity = Quantity(belief.quantity.said, value, value, belief.quantity.scale, belief.quantity.kind)
    return replace(scenario, beliefs={**scenario.beliefs, path: replace(belief, quantity=quantity)})


def simulated_with_ballots(scenario, worlds, draws):
    """The ledger of a simulation, and the ballots that were cast one by one: run → stage → each tally in turn.

    A tally is who stood, and votes by candidate for each section, or unit of a section; of a question it is yes and no.
    """
    cast = defaultdict(lambda: defaultdict(list))

    class Writing(Beliefs):
        def ballots(self, simulation, stage, number, cohort, paper):
            found = super().ballots(simulation, stage, number, cohort, paper)
            if paper is None:
                for n, run in enumerate(cohort.runs.tolist()):
                    cast[run][stage.name].append((int(found[0, :, n].sum()), int(found[1, :, n].sum())))
            elif not isinstance(found, Pulls | Piles):
                columns = getattr(found, "columns", stage.sections)
                return Written(found, columns, paper, cohort.runs, stage.name)
            return found

    class Written:
        def __init__(self, ballots, columns, paper, runs, stage):
            self.ballots, self.columns, self.paper, self.runs, self.stage = ballots, columns, paper, runs, stage

        def tally(self, standing):
            votes = self.ballots.tally(standing)
            for n, run in enumerate(self.runs.tolist()):
                stood = {int(c) for c in self.paper[standing[:, n]]}
                every = [
                    dict(zip(self.paper.tolist(), votes[:, s, n].copy(), strict=True)) for s in range(votes.shape[1])
                ]
                cast[run][self.stage].append((stood, [*zip(self.columns, every, strict=True)]))
            return votes

        def of(self, keep):
            return Written(self.ballots.of(keep), self.columns, self.paper, self.runs[keep], self.stage)

    usual, module.Beliefs = module.Beliefs, Writing
    try:
        return module.simulate(scenario, worlds, draws), cast
    finally:
        module.Beliefs = usual
