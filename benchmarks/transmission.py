"""Neuronal populations and transmitters of the synthetic gut-brain models; see `gut_brain`."""

from __future__ import annotations

from network import Network

__all__ = ["Transmission"]

_PRECURSORS = {"ser": "trp", "dop": "aa", "nor": "aa"}
_SYNAPSE = {"cy": 0.5, "ve": 1.0, "sy": 0.1, "b": 0.1, "ds": 0.05, "r": 1.0}


class Transmission(Network):
    """Populations that settle within half a minute, and transmitters that they release.

    Parameters
    ----------
    seed : of the random stream.
    big : the large form of the model.
    """

    def __init__(self, seed: int, *, big: bool) -> None:
        super().__init__(seed)
        self.big = big
        self.neurones = ["vag", "nts", "agrp", "pomc"] + (["pvn", "amy", "hip", "vta"] if self.big else [])
        self.transmitters = ["ser", "dop", "gab", "glu", "nor"] if self.big else ["ser", "dop", "gab"]

    def firing(self) -> None:
        """Draw the populations, each driven by others and by signals of the blood."""
        for name in self.neurones:
            self.pool(name, 0.3)
        self._drive("vag", ["GLP1", "CCK" if self.big else "bu"], ["ghr"])
        self._drive("nts", ["vag"], ["agrp"])
        self._drive("agrp", ["ghr"], ["lep", "ins"])
        self._drive("pomc", ["lep", "ins"], ["agrp"])
        if self.big:
            self._drive("pvn", ["pomc", "nts"], ["agrp", "b_gab"])
            self._drive("amy", ["crh", "b_nor"], ["b_gab", "pomc"])
            self._drive("hip", ["b_glu", "b_ser"], ["cort", "il6"])
            self._drive("vta", ["ghr", "b_glu"], ["lep", "b_gab"])

    def _drive(self, name: str, excited_by: list[str], inhibited_by: list[str]) -> None:
        """Logistic activation within half a minute."""
        plus = "+".join(f"{self.k(1.0)}*{effector}" for effector in excited_by)
        minus = "+".join(f"{self.k(0.8)}*{effector}" for effector in inhibited_by)
        rate = self.k(120.0)
        self.make(name, f"{rate}/(1+exp({self.k(3.0)}-{self.k(5.0)}*({plus})/(1+{plus}+{minus})))")
        self.lose(name, 120.0)

    def synapse(self, index: int, transmitter: str) -> None:
        """Draw synthesis, vesicles, cleft, binding and desensitisation of one transmitter."""
        for part, start in _SYNAPSE.items():
            self.pool(f"{part}_{transmitter}", start)
        cy, ve, sy, b, ds, r = (f"{part}_{transmitter}" for part in _SYNAPSE)
        firing = self.neurones[(index + 1) % len(self.neurones)]
        source = _PRECURSORS.get(transmitter) if self.big else "trp"
        made = f"{self.k(2.0)}*{source}/({self.k(1.0)}+{source})" if source else self.k(1.0)
        self.make(cy, f"{made}*{self.inhibited(cy, 1.0)}")
        self.react([cy], [ve], self.saturable(cy, 6.0, 0.5))
        self.lose(cy, 0.5)
        self.react([ve], [sy], f"{self.k(20.0)}*{ve}*{self.hill(firing, 0.4, 4)}*{self.inhibited(sy, 0.3)}")
        self.react([sy], [cy], self.saturable(sy, 120.0, 0.3))
        self.lose(sy, 6.0)
        on, off = self.k(900.0), self.k(300.0)
        self.react([sy, r], [b], f"{on}*{sy}*{r}")
        self.react([b], [sy, r], f"{off}*{b}")
        self.move(b, ds, 4.0)
        self.move(ds, r, 1.0)
        self.make(r, self.k(0.02) + (f"*rexp{1 + index % 2}" if self.big else ""))
        self.lose(r, 0.015)
        self.lose(ds, 0.03)
