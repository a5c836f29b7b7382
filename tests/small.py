"""Small books made at random from the whole vocabulary of rules, each with a scenario in which all of it may matter.

Bodies are small, so that votes are often level, bars are often missed by one, and leaders go in mid-contest.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import yaml

from simulator.rulebooks.check import check_book
from simulator.rulebooks.load import open_book
from simulator.scenario.resolve import load
from simulator.words.problems import Problems
from tests.oracle import Book

BODIES = {"mps": 40, "meps": 10, "members": 60, "unions": 9, "nec": 9, "delegates": 30}
ELECTORATES = {"mps": 21, "members": 14, "unions": 6, "delegates": 30}
METHODS = ["D'Hondt", "Sainte-Laguë", "largest remainder"]
BASES = ["votes cast", "continuing votes", "votes of the first round", "all entitled"]
TIES = ["again", "by earlier rounds", "lot", "all tied"]
VACANT = "the office is vacant"
PEOPLE = ["ames", "bell", "cole", "dunn", "eden"]


class Maker:
    """One book and one scenario, from one seed."""

    def __init__(self, seed):
        self.luck = random.Random(seed)
        self.stages, self.contests = {}, {}
        self.office = self.luck.random() < 0.6
        self.asked, self.options = [], False

    def one(self, *options):
        """One of some, by chance."""
        return self.luck.choice(options)

    def maybe(self, chance=0.5):
        """Yes, with a chance."""
        return self.luck.random() < chance

    # --- the book -----------------------------------------------------------------------------------------------------
    def threshold(self, bodies=None):
        """A count of some body, or a share of it."""
        bodies = bodies or self.one(["mps"], ["mps", "meps"], ["members"])
        if self.maybe(0.4):
            return {"by": bodies, "count": self.luck.randint(3, 14)}
        found = {"by": bodies, "share": self.one("10%", "15%", "20%", "1/3", "12.5%"), "of": bodies}
        if self.maybe(0.3):
            return found | {"test": "more than"}
        return found | {"rounding": self.one("up", "down", "nearest")}

    def bar(self):
        """One threshold; several that must all be met, or any of them, one in another."""
        if self.maybe(0.6):
            return self.threshold(["mps"] if self.maybe() else None)
        small = [{"by": [body], "count": self.luck.randint(1, 9)} for body in ("mps", "members", "meps")]
        ways = [self.one(small[0], self.threshold(["mps"])), small[1]]
        return self.one(
            {"all_of": ways},
            {"any_of": ways},
            {"any_of": [small[2], {"all_of": ways}]},
            {"all_of": [small[0], {"any_of": small[1:]}]},
        )

    def nominations(self, name, after, **more):
        """A window, and where its outcomes lead."""
        short = self.one("go on", "go on", "second-window", "unknown") if self.office else None
        then = {"nobody": "incumbent stays" if self.office and self.maybe(0.7) else self.one("unknown", "silent")}
        then |= {"one": self.one("elected", "elected", after), "several": after}
        if self.office and not self.contests:
            then["nobody"] = "unknown"
        self.stages[name] = {
            "stage": "nomination",
            "bar": self.bar(),
            "transfer": self.one("on withdrawal", "locked", "free", "free", "unknown"),
            "open": self.one("48 hours", "3 days", {"set_by": "nec"}),
            "then": then,
            **more,
        }
        if self.office:
            self.stages[name]["exempt"] = self.one("incumbent", "nobody", "nobody")
            if self.stages[name]["exempt"] == "nobody":
                then["incumbent short"] = short
                if short == "second-window":
                    again = {
                        "like": name,
                        "keeps": "every nomination",
                        "open": "48 hours",
                        "then.incumbent short": "go on",
                    }
                    self.stages["second-window"] = again

    def sections(self, stage, *, weigh):
        """One body or several: pooled, weighed, worth points, or a block."""
        bodies = self.one(["mps"], ["members"], ["mps", "members"], ["mps", "members", "unions"])
        stage["sections"] = bodies
        first = self.stages.get("ballot-1", {})
        if first.get("win") == {"by": "nobody"} and self.maybe(0.5):
            stage["sections"] = ["delegates"]
            many = self.one({"number": 11}, {"units": "wards", "each": 3}, {"number": 30, "ex_officio": 6})
            bound = {"bound": "first ballot"} if self.maybe() else {}
            stage["seats"] = {"delegates": {"from": "ballot-1", "method": self.one(*METHODS)} | many | bound}
            return
        if len(bodies) == 1 or not weigh:
            return
        how = self.one("pool", "weights", "units", "block", "block and weights", "seats")
        if how == "seats":
            many = self.one({"number": 7}, {"as_many_as": "mps"}, {"units": "wards", "each": 3})
            stage["seats"] = {"members": {"from": "members", "method": self.one(*METHODS)} | many}
        if "weights" in how:
            stage["weights"] = dict(
                zip(bodies, ["50%", "50%"] if len(bodies) == 2 else ["40%", "1/3", "4/15"], strict=True)
            )
        if how == "units":
            stage["units"] = {"of": "wards", "points": self.one(10, 100)} | (
                {"capped": "votes"} if self.maybe() else {}
            )
        if "block" in how:
            stage["block"] = [bodies[-1]]

    def drop(self):
        """Who drops out."""
        found = {"lowest": self.one("one at a time", "one at a time", "all tied", "all who cannot catch up")}
        if self.maybe(0.3):
            found["below"] = self.one([4, 6], ["10%", "15%"], 3, [5])
        return found

    def tie(self, *, ranked):
        """What breaks a tie: some rules in order, or none that was found."""
        known = [one for one in TIES if one != ("again" if ranked else "by earlier rounds")]
        rules = self.luck.sample(known, self.luck.randint(1, 3))
        rules.sort(key="all tied".__eq__)
        rules = rules[: rules.index("lot") + 1] if "lot" in rules else rules  # what comes after a lot never acts
        return self.one(rules, ", then ".join(rules), rules, "unknown")

    def ballots(self):
        """A chain of ballots, the last of which elects."""
        many = self.one(1, 1, 2, 2, 3)
        names = [f"ballot-{n + 1}" for n in range(many)]
        for n, name in enumerate(names):
            after = names[n + 1] if n + 1 < many else None
            self.stages[name] = self.ballot(name, after)
        if self.maybe(0.15) and many > 1:
            self.stages["pause"] = {
                "stage": "wait",
                "until": self.one("3 days", {"set_by": "nec"}),
                "then": {"done": names[1]},
            }
            for stage in self.stages.values():
                for outcome, route in stage["then"].items():
                    if route == names[1] and stage["stage"] == "ballot":
                        stage["then"][outcome] = "pause"
        if self.maybe(0.2) and many > 1:
            first = self.stages[names[0]]["then"]
            if first.get("not won") == names[1]:
                keeps = {"keeps": "whoever stands", "bar": {"by": ["mps"], "count": 2}, "exempt": "nobody"}
                self.nominations("further-nominations", names[1], **keeps)
                self.stages["further-nominations"]["then"] |= {"one": "elected", "nobody": "unknown"}
                self.stages["further-nominations"]["then"].pop("incumbent short", None)
                self.stages["further-nominations"]["then"] |= {"incumbent short": "go on"} if self.office else {}
                first["not won"] = "further-nominations"
        return names[0]

    def ballot(self, name, after):
        """A ballot of some kind; ``after``: the stage that may follow."""
        stage = {"stage": "ballot"}
        then = {"won": "elected", "one left": "elected"}
        self.sections(stage, weigh=True)
        kind = self.one("ranked", "ranked", "again", "again", "most", "top", "sift", "down to")
        if kind in ("top", "sift", "down to") and not after:
            kind = self.one("ranked", "again", "most")
        stage["paper"] = self.one("ranked", "ranked in full") if kind == "ranked" else "one name"
        if kind == "most":
            stage["win"] = {"by": "most votes"}
            then["tied"] = self.one("unknown", after or "unknown", name if self.maybe(0.3) else "unknown")
        elif kind in ("sift", "down to"):
            stage["win"] = {"by": "nobody"}
            del then["won"]
        else:
            stage["win"] = self.win(heads=not {"weights", "units", "seats"} & set(stage))
        if kind == "top":
            stage["drop"] = {"keep": self.one(2, 3)}
            then["not won"] = after
        elif kind == "sift":
            stage["drop"] = self.one({"lowest": "nobody"}, self.drop())
            then["not won"] = after
        elif kind == "down to":
            stage["drop"], stage["until"] = self.drop(), {"left": self.one(2, 2, 3)}
            then |= {"not won": "again", "left": after}
        elif kind != "most":
            stage["drop"] = self.drop()
        if kind == "again":
            then["not won"] = "again"
        drops = stage.get("drop", {})
        if "keep" in drops or drops.get("lowest") in ("one at a time", "all who cannot catch up"):
            stage["tie"] = self.tie(ranked=kind == "ranked")
        if self.maybe(0.5):
            stage["withdrawn"] = "the rest go on"
        if kind in ("ranked", "again") and self.maybe(0.3):
            self.options, stage["options"] = True, ["ron"]
            then["ron won"] = self.one("nominations", "unknown", "unknown")
        if after and self.maybe(0.2) and "won" in then:
            then["won"] = then["one left"] = "approval"
            self.asked.append("approval")
        return stage | {"then": then}

    def win(self, *, heads):
        """More than half, a share, a lead, or several of these."""
        bases = [one for one in BASES if heads or one != "all entitled"]
        tests = self.one(["majority"], ["majority"], ["share"], ["majority", "lead"], ["share", "lead"])
        out = {"majority_of": self.one(*bases)} if "majority" in tests else {}
        if "share" in tests:
            out |= {
                "share": self.one("60%", "2/3", "40%", "50%"),
                "of": self.one(*bases),
                "test": self.one("at least", "more than"),
            }
        return out | ({"lead": self.one("15%", "10%"), "lead_of": self.one(*bases)} if "lead" in tests else {})

    def motion(self, name, carried, lost):
        """A question: a motion, or a ballot of yes or no."""
        body = self.one("mps", "members", "nec")
        if self.maybe():
            majority = self.one("more than half of the votes", "more than half of all entitled")
            self.stages[name] = {"stage": "motion", "by": [body], "carried_by": majority}
        else:
            win = self.one(
                {"majority_of": "votes cast"},
                {"share": "60%", "of": "all entitled", "test": "more than"},
                {"by": "most votes"},
            )
            self.stages[name] = {
                "stage": "ballot",
                "sections": [self.one("mps", "members")],
                "paper": "yes or no",
                "win": win,
            }
        self.stages[name]["then"] = {"carried": carried, "lost": lost}
        self.asked.append(name)

    def triggers(self):
        """Contests: a vacancy, and with somebody in office some others."""
        self.contests["vacancy"] = {"opens_when": "the office is vacant", "enters": "nominations"}
        if not self.office:
            return
        self.motion("confidence", "incumbent stays", self.one("vacancy", "nominations"))
        kinds = {
            "challenge": {"opens_when": "a challenger seeks nominations"},
            "letters": {"opens_when": {"petition": self.threshold(["mps"])}},
            "election": {"opens_when": {"term": "2 years"}},
            "request": {"opens_when": "the leader asks"},
            "defeat": {"opens_when": "a general election is lost"},
            "no-confidence": {"opens_when": "the MPs move a motion"},
            "session": {"opens_when": "a session of parliament begins in opposition"},
            "call": {"opens_when": "a body calls it"},
        }
        for n, name in enumerate(self.luck.sample(sorted(kinds), self.luck.randint(2, 4))):
            enters = ("nominations", "confidence")[n] if n < 2 else self.one("nominations", "confidence")
            found = kinds[name] | {"enters": enters}
            if self.maybe(0.3):
                found["while"] = self.one("in government", "in opposition")
            if self.maybe(0.4):
                one = self.one("confidence.carried", "confidence.carried", "nominations.nobody")
                found["not_within"] = self.one(f"1 month of {one}", f"2 months after {one}", [f"1 month of {one}"])
            if self.maybe(0.8):
                found["if_vacant"] = {"go": "nominations"}
            if name == "challenge" and self.maybe(0.4):
                found["others_may_join"] = self.one("nobody else", "until the close")
            if self.maybe(0.2):
                found["in_government"] = self.one("a conference must ask for it", "as in opposition")
            if self.maybe(0.05):
                found["held"] = "only when a vacancy occurs"
            self.contests[name] = found

    def book(self):
        """The whole book, and perhaps an amendment and a dispute."""
        self.triggers()
        first = self.ballots()
        if self.maybe(0.15):
            bar = {"any_of": [{"by": ["unions"], "count": 2}]}
            sift = {"stage": "nomination", "among": "those nominated before", "bar": bar, "transfer": "free"}
            self.stages["further"] = sift | {"then": {"nobody": "unknown", "one": "elected", "several": first}}
            first = "further"
        barred = {"barred": "whoever lost confidence"} if self.office and self.maybe(0.4) else {}
        self.nominations("nominations", first, **barred)
        if "approval" in self.asked:
            self.motion("approval", "elected", self.one("unknown", "silent", "nominations", "nominations"))
        if self.office and self.maybe(0.6):
            apart = {"like": "nominations", "exempt": "nobody", "then.nobody": "unknown"}
            self.stages["vacancy-nominations"] = apart
            for name, contest in self.contests.items():
                if name == "vacancy":
                    contest["enters"] = "vacancy-nominations"
                if "if_vacant" in contest:
                    contest["if_vacant"] = {"go": "vacancy-nominations"}
        self.prune()
        amended = {
            "edition": "second",
            "in_force": "2010-01-01",
            "about": "a change",
            "cites": {"*": {"not_found": "made up"}},
        }
        changes = {"nominations.transfer": self.one("free", "locked"), "nominations.open": "4 days"}
        bar = self.stages["nominations"]["bar"]
        if "count" in bar:
            changes["nominations.bar.share"] = "15%"
            amended["add"] = {"nominations.bar.of": bar["by"]}
        return {
            "book": "Made up", "offices": {"leader": "leader"}, "bodies": {one: one for one in BODIES},
            "sources": {"none": {"title": "made up", "confidence": "memory"}},
            "editions": [
                {"edition": "first", "in_force": "2000-01-01", "about": "made up", "cites": {"*": {"not_found": "made up"}},
                 "contests": self.contests, "stages": self.stages},
                amended | {"change": changes},
            ],
            "disputes": self.disputes(),
        }  # fmt: skip

    def prune(self):
        """Leave out stages that no contest comes to."""
        reached, waiting = set(), [*self.contests]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            block = self.contests.get(name) or self.stages.get(name) or {}
            block = {**self.stages.get(block.get("like"), {}), **block}
            routes = [block.get("enters"), block.get("if_vacant", {}).get("go"), *block.get("then", {}).values()]
            routes += [said for path, said in block.items() if path.startswith("then.")]
            waiting += [one for one in routes if one in self.contests or one in self.stages]
        self.stages = {name: stage for name, stage in self.stages.items() if name in reached}
        self.asked = [name for name in self.asked if name in reached]

    def disputes(self):
        """A dispute over who drops out, or over nothing much."""
        path, values = "nominations.transfer", ["free", "locked"]
        for name, stage in self.stages.items():
            if stage.get("drop", {}).get("lowest") == "one at a time":
                path, values = f"{name}.drop.lowest", ["one at a time", "all who cannot catch up"]
        readings = {
            name: {"means": value, "note": "made up", "change": {path: value}}
            for name, value in zip(("one-way", "the-other"), values, strict=True)
        }
        return {
            "reading": {
                "title": "Which?",
                "open": {"from": "2000-01-01", "until": "unknown"},
                "adopted": "one-way",
                "readings": readings,
            }
        }

    # --- the scenario -------------------------------------------------------------------------------------------------
    def scenario(self, path):
        """A scenario for the book at a path."""
        people = PEOPLE[: self.luck.randint(3, 5)]
        others = people[1:] if self.office else people
        candidates = {one: {} for one in people}
        if self.office:
            candidates["ames"] = {"incumbent": True}
            if len(people) > 3 and self.maybe(0.4):
                candidates[others[-1]] = {"stand_in": True}
                others = others[:-1]
        if self.options:
            candidates["ron"] = {"name": "Re-open nominations"}
        rules = {"book": str(path), "date": "2016-01-10", "in_government": self.maybe(0.4)}
        openers = [one for one in self.contests if one not in ("vacancy", "challenge")]
        if not self.office:
            rules["contest"] = "vacancy"
        blocs = {}
        for body, size in BODIES.items():
            if body == "nec":
                continue
            for n, heads in enumerate((size // 2, size - size // 2)):
                named = {one: f"{self.luck.randint(2, 12)}% to {self.luck.randint(13, 24)}%" for one in people[:2]}
                if self.office and n:
                    named["challenger"] = "10% to 45%"
                blocs[f"{body} {n}"] = {"body": body, "size": heads, "nominate": named}
        sections = {}
        for one, heads in ELECTORATES.items():
            support = {c: f"{self.luck.randint(20, 45)}% to {self.luck.randint(50, 75)}%" for c in candidates}
            register = heads * self.one(1, 1, 3, 200)
            sections[one] = {"register": register, "turnout": "80% to 100%", "support": support}
            sections[one]["units"] = {"count": 4, "spread": "200%", "sizes": "150%"}
            if self.maybe(0.5):
                sections[one]["votes"] = self.one("one by one", "expected", "expected")
        used = {one for stage in self.stages.values() for one in stage.get("sections", ())}
        electorate = {"sections": {one: said for one, said in sections.items() if one in used}}
        if self.maybe(0.6):
            goes = {people[0]: "30%", people[1]: "25%", "nobody": "45%"}
            electorate["transfers"] = dict.fromkeys(people[2:], goes)
        challengers = {}
        for one in others:
            challengers[one] = {
                "stands": self.one("60%", "90%"), "in_a_vacancy": "80%", "declares": "12 January to 20 February 2016",
                "withdraws": self.one("0%", "10%"), "pulls_out": self.one("0%", "8%"), "concedes": self.one("0%", "15%"),
                "enters": "50%",
            }  # fmt: skip
        politics = {
            "challengers": challengers,
            "until": "2016-04-09",
            "unity": {"before": "10%", "during": "20%", "formally": "50%", "by_poll": "30%"},
            "motions": {one: {"for": "30% to 70%", "abstain": "0% to 10%"} for one in self.asked},
        }
        if self.office:
            politics |= {
                "resignation": {"chance_a_week": "1% to 8%", "restands": "40%", "to_restand": "30%"},
                "second_chance": "10% to 50%", "stand_in": {"chance": "50%"},
                "opens": {one: {"chance": "80%", "date": self.one("3 to 30 days", "1 to 60 days")} for one in openers},
            }  # fmt: skip
            if "letters" in politics["opens"] and self.maybe(0.7):
                politics["opens"]["letters"]["signatures"] = {"mps 0": "5% to 40%", "mps 1": "5% to 40%"}
            if self.maybe(0.7):
                politics["conference"] = "60%"
        nominators = {
            "blocs": blocs, "arrived": "30% to 80%", "bandwagon": "10% to 40%", "clear": "120%",
            "lending": {"permitted": "60%", "share": "20% to 60%", "within": "3 to 8", "feared": {people[0]: "20%"}},
            "withdraws": dict.fromkeys(people, "40%"), "heirs": {people[-1]: people[0]},
        }  # fmt: skip
        if "further" in self.stages:
            nominators["second_bar"] = dict.fromkeys(
                self.luck.sample(people, self.one(len(people), len(people), 1)), "60%"
            )
        timetable = {
            "ballot": "2 to 5 days",
            "voting": "3 days",
            "further": "1 to 4 days",
            "declared": self.one("1 day", "2 days"),
        }
        timetable |= {"nominations": "2 days", "open": "2 to 4 days", "vacancy": "3 days", "second_bar": "5 days"}
        for name, stage in self.stages.items():
            if "like" not in stage and self.maybe(0.25):
                steps = {"opens": "1 to 3 days", "closes": self.one("0 days", "1 to 2 days")}
                if stage["stage"] == "ballot":
                    steps |= {"further": "1 day", "declared": "2 days"}
                timetable[name] = {"until": "2 to 6 days"} if stage["stage"] == "wait" else steps
            elif stage.get("until") == {"set_by": "nec"}:
                timetable[name] = {"until": "2 to 6 days"}
        return {
            "scenario": "made up", "rules": rules, "bodies": {one: {"size": n} for one, n in BODIES.items()},
            "candidates": candidates, "nominators": nominators, "electorate": electorate, "politics": politics,
            "timetable": timetable, "readings": {"reading": self.one("one-way", "the-other")},
        }  # fmt: skip


def written(block):
    """A block as YAML, without anchors."""
    return yaml.safe_dump(json.loads(json.dumps(block)), sort_keys=False)


LAST = {"stage": "ballot", "sections": ["members"], "paper": "one name", "win": {"by": "most votes"},
        "then": {"won": "elected", "tied": "unknown", "one left": "elected"}}  # fmt: skip
CLOSE = {
    "floors": {"win": {"by": "nobody"}, "drop": {"below": [3, 5]}, "tie": ["again", "all tied"], "until": {"left": 2},
               "then": {"not won": "again", "left": "last", "one left": "elected"}},
    "a floor that is a share": {"win": {"majority_of": "votes cast"}, "drop": {"below": ["1/7"], "lowest": "all tied"},
                                "then": {"won": "elected", "not won": "again", "one left": "elected"}},
    "again": {"win": {"majority_of": "votes cast"}, "tie": ["again", "all tied"],
              "then": {"won": "elected", "not won": "again", "one left": "elected"}},
    "three are left, and then two": {"win": {"by": "nobody"}, "tie": "again, then lot", "until": {"left": 3},
                                     "then": {"not won": "again", "left": "more", "one left": "elected"}},
    "three are kept": {"win": {"majority_of": "all entitled"}, "drop": {"keep": 3}, "tie": "lot",
                       "then": {"won": "elected", "not won": "last", "one left": "elected"}},
    "earlier rounds": {"paper": "ranked", "win": {"majority_of": "continuing votes"}, "tie": "by earlier rounds, then lot",
                       "then": {"won": "elected", "one left": "elected"}},
    "votes cast": {"paper": "ranked", "win": {"majority_of": "votes cast"}, "tie": "lot",
                   "then": {"won": "elected", "one left": "elected"}},
    "votes of the first ballot": {"win": {"majority_of": "votes of the first round"}, "tie": "lot",
                                  "then": {"won": "elected", "not won": "again", "one left": "elected"}},
    "out of reach": {"paper": "ranked", "win": {"share": "50%", "of": "votes of the first round", "test": "at least"},
                     "drop": {"lowest": "all who cannot catch up"}, "tie": ["by earlier rounds", "all tied"],
                     "then": {"won": "elected", "one left": "elected"}},
    "a lead": {"win": {"share": "40%", "of": "votes cast", "lead": "15%", "lead_of": "votes cast"},
               "drop": {"lowest": "all tied"},
               "then": {"won": "elected", "not won": "again", "one left": "elected"}},
    "blocks": {"sections": ["mps", "members"], "block": ["members"], "weights": {"mps": "60%", "members": "40%"},
               "paper": "ranked", "win": {"majority_of": "continuing votes"}, "tie": "lot",
               "then": {"won": "elected", "one left": "elected"}},
    "a block of one": {"sections": ["mps", "members"], "block": ["mps"], "win": {"by": "most votes"},
                       "then": {"won": "elected", "tied": "last", "one left": "elected"}},
    "the first by lot": {"win": {"by": "most votes"}, "tie": "lot", "then": {"won": "elected", "one left": "elected"}},
    "the first of a third by lot": {"win": {"by": "most votes", "share": "1/3", "of": "votes cast"}, "tie": "lot",
                                    "then": {"won": "elected", "not won": "again", "one left": "elected"}},
    "again, and then the first by lot": {"win": {"by": "most votes"}, "tie": "again, then lot",
                                         "then": {"won": "elected", "one left": "elected"}},
    "the first again": {"sections": ["mps", "unions"], "win": {"by": "most votes"}, "tie": "again",
                        "then": {"won": "elected", "tied": "last", "one left": "elected"}},
}  # fmt: skip
"""Ballots of 21 voters on five candidates, in which many are level, and many within a vote of what a test needs."""


def close(name, folder):
    """A vacancy in which five are nominated and a few MPs hold a ballot of CLOSE."""
    ballot = {"stage": "ballot", "sections": ["mps"], "paper": "one name"} | CLOSE[name]
    stages = {
        "nominations": {"stage": "nomination", "bar": {"by": ["mps"], "count": 1}, "transfer": "free", "open": "3 days",
                        "then": {"nobody": "unknown", "one": "elected", "several": "first"}},
        "first": ballot, "more": ballot | {"until": {"left": 2}, "then": ballot["then"] | {"left": "last"}}, "last": LAST,
    }  # fmt: skip
    maker = Maker(1)
    maker.office, maker.contests, maker.stages = (
        False,
        {"vacancy": {"opens_when": VACANT, "enters": "nominations"}},
        stages,
    )
    maker.prune()
    edition = {
        "edition": "only",
        "in_force": "2000-01-01",
        "about": "made up",
        "cites": {"*": {"not_found": "made up"}},
    }
    book = {
        "book": "Made up", "offices": {"leader": "leader"}, "bodies": {one: one for one in BODIES},
        "sources": {"none": {"title": "made up", "confidence": "memory"}},
        "editions": [edition | {"contests": maker.contests, "stages": maker.stages}],
    }  # fmt: skip
    path, there = Path(folder) / "book.yaml", Path(folder) / "scenario.yaml"
    path.write_text(written(book), "utf-8")
    support = dict.fromkeys(PEOPLE, "45% to 55%")
    blocs = {one: {"body": "mps", "size": 5, "nominate": {one: "100%"}} for one in PEOPLE}
    goes = {"ames": "25%", "bell": "25%", "nobody": "50%"}
    sections = {one for stage in maker.stages.values() for one in stage.get("sections", ())}
    block = {
        "scenario": "made up", "rules": {"book": str(path), "date": "2016-01-10", "contest": "vacancy"},
        "bodies": {"mps": {"size": 25}}, "candidates": {one: {} for one in PEOPLE},
        "nominators": {"blocs": blocs, "bandwagon": "0%", "lending": {"permitted": "0%"}},
        "electorate": {
            "sections": {one: {"register": 21, "turnout": "100%", "support": support} for one in sorted(sections)},
            "transfers": {"dunn": goes, "eden": goes},
        },
    }  # fmt: skip
    if name == "blocks":
        block["electorate"]["sections"]["members"]["units"] = {"count": 5, "spread": "150%"}
    there.write_text(written(block), "utf-8")
    faults = [one for one in check_book(open_book(str(path))) if not one.warning]
    assert not faults, faults
    return load(str(there))


def made(seed, folder):
    """The book and the scenario of a seed, written into a folder: the scenario, or None where the book is refused."""
    maker = Maker(seed)
    book, path = maker.book(), Path(folder) / f"made-{seed}.yaml"
    path.write_text(written(book), "utf-8")
    there = Path(folder) / f"scenario-{seed}.yaml"
    there.write_text(written(maker.scenario(path)), "utf-8")
    try:
        faults = [one for one in check_book(open_book(str(path))) if not one.warning]
        if faults:
            raise Problems(faults, str(path))
        return load(str(there))
    except Problems as refused:
        made.refused = refused
        return None


# --- books that are written ---------------------------------------------------------------------------------------------
FILLED = {
    "transfer": "free", "open": "3 days", "bar.count": 3, "incumbent short": "go on", "then.one": "elected",
    "tie": ["lot"], "drop.lowest": "one at a time", "exempt": "nobody", "paper": "one name",
}  # fmt: skip
"""What is put in the place of what a book does not say, so that its contests get somewhere."""


def situation(path, edition, folder):
    """A situation under an edition of a book: everything that may open a contest may, and whoever votes is believed."""
    law = Book(path).edition(edition)
    luck = random.Random(edition)
    words = Book(path).written
    stages = {p[:-6]: kind for p, kind in law.items() if p.endswith(".stage")}
    fixed = {p: said for p in law for leaf, said in FILLED.items() if law[p] == "unknown" and p.endswith(f".{leaf}")}
    fixed = {p: said for p, said in fixed.items() if not p.endswith(".tie") or stages[p[:-4]] == "ballot"}
    fixed |= {f"{p[:-5]}count": 5 for p, said in law.items() if p.endswith(".bar.share") and said == "unknown"}
    fixed |= {
        p: 15
        for p, said in law.items()
        if p.endswith(".bar.count") and law[f"{p[:-5]}by"] != ["members"] and said != "unknown" and said > 15
    }
    contests = [name for name, kind in stages.items() if kind == "contest"]
    bodies = {one: 4_000 if one in ("members", "party_members") else 150 for one in words["bodies"]}
    opened = {name: str(law.get(f"{name}.opens_when")) for name in contests}
    vacancy = next(name for name in contests if opened[name] == "the office is vacant")
    office = len(contests) > 1
    candidates = {one: {} for one in PEOPLE[:4]}
    candidates["ames"] = {"incumbent": True} if office else {}
    options = {
        one for p, said in law.items() if p.endswith(".options") for one in ([said] if isinstance(said, str) else said)
    }
    candidates |= {one: {"name": "Re-open nominations"} for one in options}
    sections = {
        one for p, said in law.items() if p.endswith(".sections") for one in ([said] if isinstance(said, str) else said)
    }
    support = {c: f"{luck.randint(20, 45)}% to {luck.randint(50, 75)}%" for c in candidates}
    asked = [p[:-11] for p in law if p.endswith(".carried_by")] + [
        p[:-6] for p, said in law.items() if said == "yes or no"
    ]
    named = {"ames": "5% to 15%", "bell": "5% to 20%"} | (
        {"challenger": "15% to 60%"} if office else {"cole": "10% to 30%"}
    )
    people = [one for one in candidates if one not in options and not (office and one == "ames")]
    challengers = {
        one: {"stands": "70%", "in_a_vacancy": "80%", "declares": "12 January to 20 February 2030", "enters": "50%",
              "concedes": "5%"}
        for one in people
    }  # fmt: skip
    politics = {
        "challengers": challengers, "until": "2030-06-09", "conference": "70%",
        "motions": {one: {"for": "30% to 70%", "abstain": "0% to 10%"} for one in asked},
    }  # fmt: skip
    openers = [one for one in contests if one != vacancy and opened[one] != "a challenger seeks nominations"]
    if office:
        politics |= {
            "resignation": {"chance_a_week": "1% to 6%", "restands": "40%", "to_restand": "30%"},
            "opens": {one: {"chance": "80%", "date": "3 to 90 days"} for one in openers},
        }
    timetable = {"nominations": "2 days", "open": "3 days", "vacancy": "3 days", "ballot": "2 days", "voting": "2 to 4 days",
                 "further": "1 day", "declared": "1 day", "second_bar": "4 days"}  # fmt: skip
    timetable |= {name: {"until": "3 to 9 days"} for name, kind in stages.items() if kind == "wait"}
    timetable |= {name: {"closes": "0 days"} for name, kind in stages.items() if kind == "motion"}
    blocs = {
        f"{one} {n}": {"body": one, "size": heads // 2, "nominate": named}
        for one, heads in bodies.items()
        for n in range(2)
    }
    block = {
        "scenario": "made up",
        "rules": {"book": str(path), "date": "2030-01-10", "in_government": office and luck.random() < 0.3}
        | ({} if office else {"contest": vacancy}),
        "bodies": {one: {"size": heads} for one, heads in bodies.items()},
        "candidates": candidates,
        "nominators": {
            "blocs": blocs,
            "second_bar": dict.fromkeys(PEOPLE[:4], "60%"), "lending": {"permitted": "30%"},
        },
        "electorate": {"sections": {
            one: {"register": luck.choice([15, 40]), "turnout": "85% to 100%", "support": support,
                  "units": {"count": 6, "spread": "150%", "sizes": "150%"}}
            for one in sorted(sections)
        }},
        "politics": politics,
        "timetable": timetable,
        "what_if": {"filled": {"why": "the tests need it", "change": fixed}} if fixed else {},
    }  # fmt: skip
    there = Path(folder) / f"{Path(path).stem}-{edition.replace(' ', '-')}.yaml"
    there.write_text(written(block), "utf-8")
    return load(str(there), edition=edition)
