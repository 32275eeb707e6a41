"""A network of reactions that is drawn by chance: what the synthetic gut-brain model is built with.

Rates are texts in infix form. Every constant is drawn around a typical value from one random stream, so the order of
the calls is part of the model: a call more, and all that follow change.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import libsbml

__all__ = ["Network", "Reaction"]

_E = 2.718281828  # with these digits, so that constants agree with earlier measurements to the last one


@dataclass
class Reaction:
    """Reactants become products at `rate` [1/h]."""

    reactants: tuple[str, ...]
    products: tuple[str, ...]
    rate: str


class Network:
    """Pools, constants and reactions.

    Parameters
    ----------
    seed : of the random stream.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.constants: dict[str, float] = {}
        self.pools: dict[str, float] = {}
        self.reactions: list[Reaction] = []

    def k(self, typical: float, spread: float = 0.3) -> str:
        """Draw a constant around a typical value; its name."""
        name = f"p{len(self.constants)}"
        self.constants[name] = float(f"{typical * _E ** self.random.uniform(-spread, spread):.6g}")
        return name

    def pool(self, name: str, start: float) -> str:
        """Add a pool; its name."""
        self.pools[name] = start
        return name

    def react(self, reactants: Sequence[str], products: Sequence[str], rate: str) -> None:
        """Add a reaction."""
        self.reactions.append(Reaction(tuple(reactants), tuple(products), rate))

    def make(self, product: str, rate: str) -> None:
        """Add a source."""
        self.react([], [product], rate)

    def lose(self, pool: str, typical: float) -> None:
        """Add a first-order loss."""
        self.react([pool], [], f"{self.k(typical)}*{pool}")

    def move(self, source: str, target: str, typical: float) -> None:
        """Add a first-order step."""
        self.react([source], [target], f"{self.k(typical)}*{source}")

    def saturable(self, substrate: str, vmax: float, km: float) -> str:
        """Michaelis-Menten rate."""
        return f"{self.k(vmax)}*{substrate}/({self.k(km)}+{substrate})"

    def hill(self, effector: str, half: float, exponent: int | None = 2) -> str:
        """Sigmoid activation; the exponent is drawn, and not whole, when it is None."""
        if exponent is None:
            at, n = self.k(half), self.k(1.7, 0.15)
            return f"(0.001+{effector})^{n}/({at}^{n}+(0.001+{effector})^{n})"
        at = self.k(half)
        return f"{effector}^{exponent}/({at}^{exponent}+{effector}^{exponent})"

    def inhibited(self, inhibitor: str, half: float) -> str:
        """Hyperbolic inhibition."""
        return f"1/(1+{inhibitor}/{self.k(half)})"

    def sbml(self, name: str) -> str:
        """The network as an SBML document: one compartment of size 1, concentrations."""
        document = libsbml.SBMLDocument(3, 1)
        model = document.createModel()
        model.setId(name)
        body = model.createCompartment()
        body.setId("body")
        body.setConstant(True)
        body.setSize(1.0)
        body.setSpatialDimensions(3.0)
        for sid, start in self.pools.items():
            species = model.createSpecies()
            species.setId(sid)
            species.setCompartment("body")
            species.setInitialConcentration(start)
            species.setHasOnlySubstanceUnits(False)
            species.setBoundaryCondition(False)
            species.setConstant(False)
        for sid, value in self.constants.items():
            parameter = model.createParameter()
            parameter.setId(sid)
            parameter.setValue(value)
            parameter.setConstant(True)
        for number, part in enumerate(self.reactions):
            self._write(model.createReaction(), f"R{number}", part)
        return str(libsbml.writeSBMLToString(document))

    def _write(self, reaction: libsbml.Reaction, sid: str, part: Reaction) -> None:
        reaction.setId(sid)
        reaction.setReversible(False)
        reaction.setFast(False)
        for names, create in ((part.reactants, reaction.createReactant), (part.products, reaction.createProduct)):
            for name in names:
                reference = create()
                reference.setSpecies(name)
                reference.setStoichiometry(1.0)
                reference.setConstant(True)
        formula = libsbml.parseL3Formula(part.rate)
        used: set[str] = set()
        _names(formula, used)
        for name in sorted(used & set(self.pools) - {*part.reactants, *part.products}):
            reaction.createModifier().setSpecies(name)
        reaction.createKineticLaw().setMath(formula)


def _names(node: libsbml.ASTNode, found: set[str]) -> None:
    if node.isName():
        found.add(node.getName())
    for index in range(node.getNumChildren()):
        _names(node.getChild(index), found)
