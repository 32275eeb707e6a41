"""The network of the synthetic gut-brain models, organ by organ; see `synthetic`.

The large form has four nutrients, three segments of small bowel and of colon, six taxa, four hormones, eight neuronal
populations and five transmitters; the small form two, one, one, three, one, four and three. Reactions are drawn from
one random stream (see `network`): the order of the statements is part of the model.
"""

from __future__ import annotations

from transmission import Transmission

__all__ = ["GutBrain"]

_ABSORBED = {"carb": "glc", "fat": "ffa", "prot": "aa"}
_PLASMA = {"glc": 5.0, "ins": 0.5, "gcg": 0.6, "ghr": 1.0, "lep": 1.0, "cort": 1.0, "lps": 0.2, "il6": 0.3, "tnf": 0.3}
_PLASMA |= {"trp": 1.0}
_MORE_PLASMA = {"ffa": 0.5, "aa": 1.0, "kyn": 0.5, "ac": 0.3, "pr": 0.2, "acth": 1.0, "crh": 1.0, "il10": 0.3}
_MORE_PLASMA |= {"insact": 0.2, "insin": 0.3, "glyc": 3.0, "tg": 1.0, "adip": 10.0, "indo": 0.3}
_HUBS = ["GLP1", "ghr", "cort", "ins", "il6", "bu", "vag", "nts", "b_ser", "tj"]
_MORE_HUBS = ["GLP1", "PYY", "ghr", "lep", "cort", "ins", "il6", "tnf", "lps", "bu", "trp", "vag", "nts", "b_ser"]
_MORE_HUBS += ["b_gab", "insact", "tj", "liv_ba", "kyn", "crh"]


class GutBrain(Transmission):
    """The network.

    Parameters
    ----------
    size : nominal number of states, 50 or 150; also decides the random stream.
    """

    def __init__(self, size: int) -> None:
        super().__init__(7 + size, big=size >= 100)
        self.nutrients = ["carb", "fat", "prot", "fib"] if self.big else ["carb", "fib"]
        self.bowel = ["duo", "jej", "ile"] if self.big else ["si"]
        self.colon = ["cp", "cm", "cd"] if self.big else ["col"]
        self.taxa = [f"T{index}" for index in range(6 if self.big else 3)]
        self.acids = ["ac", "pr", "bu"] if self.big else ["bu", "ac"]
        self.gases = ["lac", "h2s"] if self.big else []
        self.hormones = ["GLP1", "PYY", "CCK", "GIP"] if self.big else ["GLP1"]

    def build(self) -> None:
        """Draw everything."""
        for nutrient in self.nutrients:
            self._digest(nutrient)
        for index in range(len(self.colon)):
            self._ferment(index)
        if self.big:
            self._bile()
        for name, start in {**_PLASMA, **(_MORE_PLASMA if self.big else {}), "bu": 0.2}.items():
            self.pool(name, start)
        self._hormones()
        self._glucose()
        if self.big:
            self._metabolism()
        else:
            self._small_metabolism()
        self._immune()
        self._slow()
        self.firing()
        for index, transmitter in enumerate(self.transmitters):
            self.synapse(index, transmitter)
        self._regulate()

    def _digest(self, nutrient: str) -> None:
        self.pool(f"pl_{nutrient}", 0.0)
        self.pool(f"st_{nutrient}", 0.2)
        self.move(f"pl_{nutrient}", f"st_{nutrient}", 9.0)
        before = f"st_{nutrient}"
        for index, segment in enumerate(self.bowel):
            here = self.pool(f"{segment}_{nutrient}", 0.1)
            brake = "CCK" if self.big else "vag"
            if index == 0:
                emptying = f"{self.k(1.6)}*{before}*{self.inhibited('GLP1', 2.0)}*{self.inhibited(brake, 1.5)}"
                self.react([before], [here], emptying)
            else:
                self.move(before, here, 1.2)
            if nutrient == "fib":
                self.lose(here, 0.02)
            else:
                rate = f"{self.saturable(here, 6.0, 1.0)}*{self.inhibited('tj', 3.0)}"
                self.react([here], [_ABSORBED[nutrient]], rate)
            before = here
        reaches_colon = nutrient == "fib" or (nutrient == "prot" and self.big)
        if not reaches_colon:
            self.lose(before, 0.35)
            return
        for segment in self.colon:
            here = self.pool(f"{segment}_{nutrient}", 0.5)
            self.move(before, here, 0.35)
            before = here
        self.lose(before, 0.08)

    def _ferment(self, index: int) -> None:
        c = self.colon[index]
        for product in self.acids + self.gases:
            self.pool(f"{c}_{product}", 0.5)
        if self.big:
            for name, start in (("ba1", 0.2), ("ba2", 0.2), ("muc", 1.0)):
                self.pool(f"{c}_{name}", start)
        for number in range(len(self.taxa)):
            self._taxon(index, number)
        for acid in self.acids:
            absorbed = acid if self.big or acid == "bu" else "bu"
            self.react([f"{c}_{acid}"], [absorbed], self.saturable(f"{c}_{acid}", 0.7, 1.5))
            self.lose(f"{c}_{acid}", 0.06)
        for gas in self.gases:
            self.lose(f"{c}_{gas}", 0.4)
        if self.big:
            self.move("ile_ba" if index == 0 else f"{self.colon[index - 1]}_ba1", f"{c}_ba1", 0.2)
            self.react([f"{c}_ba1"], [f"{c}_ba2"], f"{self.saturable(f'{c}_ba1', 0.15, 0.5)}*{c}_T3")
            self.move(f"{c}_ba2", "liv_ba", 0.12)
            self.move(f"{c}_ba1", "liv_ba", 0.05)
            self.make(f"{c}_muc", f"{self.k(0.05)}*{self.hill(f'{c}_bu', 1.0)}")
            self.lose(f"{c}_muc", 0.04)

    def _taxon(self, index: int, number: int) -> None:
        c, big = self.colon[index], self.big
        x = self.pool(f"{c}_{self.taxa[number]}", 0.6)
        foods = [f"{c}_prot" if number % 3 == 1 and big else f"{c}_fib"]
        if big and number % 3 == 2:
            foods.append(f"{c}_lac")
        if big and number == 4:
            foods.append(f"{c}_muc")
        for food in foods:
            acids = f"({c}_{self.acids[0]}+{c}_{self.acids[1]})"
            growth = f"{self.saturable(food, 0.09, 0.8)}*{x}*{self.inhibited(acids, 6.0)}"
            if big and number % 2:
                growth += f"*{self.inhibited(f'{c}_ba2', 2.0)}"
            self.react([food], [], f"{self.k(2.5)}*{growth}")
            self.make(x, growth)
            self.make(f"{c}_{self.acids[number % len(self.acids)]}", self._yield(3.0, food, 0.09, x))
            if big and number % 3 == 0:
                self.make(f"{c}_lac", self._yield(1.0, food, 0.08, x))
            if big and number % 3 == 1:
                self.make(f"{c}_h2s", self._yield(0.6, food, 0.08, x))
        self.react([x], [], f"{self.k(0.006)}*{x}*(1+{x}/{self.k(1.0)})")
        self.make(x, self.k(0.0004))
        if index + 1 < len(self.colon):
            self.move(x, f"{self.colon[index + 1]}_{self.taxa[number]}", 0.002)

    def _yield(self, share: float, food: str, vmax: float, taxon: str) -> str:
        return f"{self.k(share)}*{self.saturable(food, vmax, 0.8)}*{taxon}"

    def _bile(self) -> None:
        for name, start in (("liv_ba", 1.0), ("gb_ba", 2.0), ("jej_ba", 0.3), ("ile_ba", 0.3)):
            self.pool(name, start)
        self.make("liv_ba", f"{self.k(0.15)}*{self.inhibited('liv_ba', 1.0)}")
        self.move("liv_ba", "gb_ba", 0.5)
        self.react(["gb_ba"], ["jej_ba"], f"({self.k(0.05)}+{self.k(3.0)}*{self.hill('CCK', 1.0, None)})*gb_ba")
        self.move("jej_ba", "ile_ba", 0.9)
        self.react(["ile_ba"], ["liv_ba"], self.saturable("ile_ba", 2.0, 0.8))

    def _hormones(self) -> None:
        first, last = self.bowel[0], self.bowel[-1]
        for hormone in self.hormones:
            self.pool(hormone, 0.3)
        for hormone in self.hormones if self.big else []:
            self.pool(f"ves_{hormone}", 1.0)
        second = self.nutrients[1] if self.big else self.nutrients[0]
        carbohydrate = f"{first}_{self.nutrients[0]}"
        stimuli = [carbohydrate, f"{last}_{self.nutrients[-1]}", f"{first}_{second}", carbohydrate]
        for index, (hormone, stimulus) in enumerate(zip(self.hormones, stimuli, strict=False)):
            if self.big:
                store = f"ves_{hormone}"
                self.make(store, f"{self.k(0.4)}*{self.inhibited(store, 1.0)}")
                self.lose(store, 0.05)
                drive = f"{self.k(2.0)}*{store}*{self.hill(stimulus, 1.2, None if index % 2 == 0 else 2)}"
                self.react([store], [hormone], f"{drive}*(1+{self.k(0.5)}*{self.hill('cd_bu', 1.0)})")
            else:
                self.make(hormone, f"{self.k(2.5)}*{self.hill(stimulus, 1.2, None)}*(1+{self.k(0.5)}*bu)")
            self.lose(hormone, 14.0)
            self.make(hormone, self.k(0.6))

    def _glucose(self) -> None:
        big, carbohydrate = self.big, f"st_{self.nutrients[0]}"
        action = "insact" if big else "ins"
        self.make("ins", f"{self.k(5.0)}*{self.hill('glc', 7.0, 4)}*(1+{self.k(1.0)}*{self.hill('GLP1', 0.8)})")
        self.lose("ins", 8.0)
        self.make("gcg", f"{self.k(4.0)}*{self.inhibited('ins', 0.4)}*{self.inhibited('glc', 6.0)}")
        self.lose("gcg", 6.0)
        self.react(["glc"], ["glyc"] if big else [], f"{self.saturable('glc', 4.0, 6.0)}*(0.2+{action})")
        self.lose("glc", 0.25)
        self.make("glc", f"{self.k(1.6)}*{self.hill('gcg', 0.5)}*{self.inhibited(action, 0.4)}")
        self.make("ghr", f"{self.k(1.5)}*{self.inhibited(carbohydrate, 0.5)}*{self.inhibited('ins', 0.5)}")
        self.lose("ghr", 1.5)
        self.make("lep", f"{self.k(0.3)}*{self.hill('adip', 9.0) if big else self.inhibited('ghr', 1.0)}")
        self.lose("lep", 0.3)

    def _metabolism(self) -> None:
        self.make("insin", f"{self.k(2.0)}*ins")
        self.lose("insin", 2.5)
        self.make("insact", f"{self.k(1.2)}*insin")
        self.lose("insact", 1.5)
        self.react(["glyc"], ["glc"], f"{self.k(0.8)}*{self.hill('gcg', 0.6)}*glyc/({self.k(1.0)}+glyc)")
        self.react(["ffa"], ["tg"], self.saturable("ffa", 1.2, 0.5))
        self.react(["tg"], ["adip"], f"{self.saturable('tg', 0.6, 0.8)}*(0.3+insact)")
        self.react(["adip"], ["ffa"], f"{self.k(0.04)}*adip*{self.inhibited('insact', 0.1)}")
        self.lose("ffa", 0.9)
        self.lose("tg", 0.03)
        self.lose("aa", 0.5)
        self.move("aa", "trp", 0.05)
        for acid in ("ac", "pr", "bu"):
            self.lose(acid, 3.0)
        self.make("indo", f"{self.saturable('cm_T1', 0.3, 1.0)}*trp")
        self.lose("indo", 0.3)
        inflamed = f"{self.saturable('trp', 0.3, 1.0)}*(1+{self.k(1.0)}*{self.hill('il6', 0.6)})"
        self.react(["trp"], ["kyn"], inflamed)
        self.lose("kyn", 0.4)
        self.lose("trp", 0.2)
        self.make("trp", self.k(0.1))
        stress = f"{self.k(2.0)}*{self.inhibited('cort', 0.8)}*(1+{self.k(0.5)}*{self.hill('il6', 0.5)})"
        self.make("crh", stress)
        self.lose("crh", 4.0)
        self.make("acth", f"{self.k(5.0)}*{self.hill('crh', 0.6)}*{self.inhibited('cort', 1.0)}")
        self.lose("acth", 5.0)
        self.make("cort", f"{self.k(2.0)}*{self.hill('acth', 0.6)}")
        self.lose("cort", 0.7)
        self.make("il10", f"{self.k(0.4)}*{self.hill('bu', 0.3)}")
        self.lose("il10", 0.8)

    def _small_metabolism(self) -> None:
        self.lose("bu", 3.0)
        self.make("cort", f"{self.k(1.0)}*{self.inhibited('cort', 1.0)}*(1+il6)")
        self.lose("cort", 0.7)
        self.make("trp", self.k(0.3))
        self.react(["trp"], [], f"{self.k(0.3)}*trp*(1+il6)")

    def _immune(self) -> None:
        self.make("lps", f"{self.k(0.25)}*{self.inhibited('tj', 0.5)}*{self.hill(f'{self.colon[0]}_T1', 1.0)}")
        self.lose("lps", 0.6)
        self.make("il6", f"{self.k(1.2)}*{self.hill('lps', 0.4, None)}*{self.inhibited('cort', 1.0)}")
        self.lose("il6", 1.0)
        calming = "il10" if self.big else "bu"
        self.make("tnf", f"{self.k(1.2)}*{self.hill('lps', 0.5)}*{self.inhibited(calming, 0.4)}")
        self.lose("tnf", 1.4)

    def _slow(self) -> None:
        """What changes over days to weeks."""
        self.pool("tj", 1.0)
        self.make("tj", f"{self.k(0.02)}*(0.3+{self.hill('bu', 0.2)})*{self.inhibited('tnf', 0.8)}")
        self.lose("tj", 0.012)
        if not self.big:
            return
        for name in ("bbb", "mucth", "rexp1", "rexp2"):
            self.pool(name, 1.0)
        self.make("bbb", f"{self.k(0.01)}*{self.inhibited('il6', 1.0)}")
        self.lose("bbb", 0.008)
        self.make("mucth", f"{self.k(0.008)}*{self.hill('cm_bu', 1.0)}")
        self.lose("mucth", 0.006)
        for name, inhibitor in (("rexp1", "lep"), ("rexp2", "cort")):
            self.make(name, f"{self.k(0.01)}*{self.inhibited(inhibitor, 1.0)}")
            self.lose(name, 0.006)

    def _regulate(self) -> None:
        """Let hub pools act on reactions picked by chance, up to the density of real models' Jacobians."""
        hubs = _MORE_HUBS if self.big else _HUBS
        order = list(range(len(self.reactions)))
        self.random.shuffle(order)
        wanted, done = 150 if self.big else 30, 0
        for index in order:
            part = self.reactions[index]
            is_constant = part.rate.startswith("p") and "*" not in part.rate
            if done == wanted or "exp(" in part.rate or is_constant or any(x.startswith("pl_") for x in part.reactants):
                continue
            hub, gain = self.random.choice(hubs), self.k(0.4)
            exponent = self.random.choice([1, 1, 2, None] if done % 3 == 0 else [1, 1, 2])
            part.rate = f"({part.rate})*(1+{gain}*{self.hill(hub, 0.5, exponent)})"
            done += 1
