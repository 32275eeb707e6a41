"""The parts of a model: compartments, species, states, reactions, assigned quantities.

An organ is a tuple of these parts (see `enterotone.model.module`). Nothing here knows biology, SBML
or numbers: numbers are rows of evidence tables and are referred to by name.

Sign convention: a reaction's rate is in umol/h, positive from reactants to products.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from enterotone.model.expression import Expr, parse

__all__ = ["Assignment", "Compartment", "Reaction", "Species", "State"]


def _frozen(mapping: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True)
class Compartment:
    """A well-mixed volume.

    Parameters
    ----------
    id : SId, e.g. ``plasma``. In formulas it stands for the volume [L].
    name : title for people.
    size : id of the table row that holds the volume.
    term : key of `enterotone.terms.TERMS` (an UBERON or FMA term).
    """

    id: str
    name: str
    size: str
    term: str


@dataclass(frozen=True)
class Species:
    """A chemical pool (or the carbon of a group of microbes) in a compartment.

    In formulas its id stands for the concentration [umol/L].

    Parameters
    ----------
    id : SId, ``<organ>__<compound>``.
    name : title for people.
    compartment : id of a `Compartment`.
    term : key of `enterotone.terms.TERMS` (a ChEBI or NCBI Taxonomy term).
    moieties : atoms or building blocks that one molecule carries and that reactions conserve, e.g.
        ``{"tryptophan": 1}`` or ``{"carbon": 6}``.
    is_sink : True for a ledger species that only collects; no formula may use it.
    """

    id: str
    name: str
    compartment: str
    term: str
    moieties: Mapping[str, float] = field(default_factory=dict)
    is_sink: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "moieties", _frozen(self.moieties))


@dataclass(frozen=True)
class State:
    """A quantity that is not a pool of molecules and has its own rate of change.

    Parameters
    ----------
    id : SId.
    name : title for people.
    unit : written unit of the state.
    rate : formula of d(state)/dt, in `unit` per h.
    term : SBO key of `enterotone.terms.TERMS`.
    """

    id: str
    name: str
    unit: str
    rate: str
    term: str = "sbo:quantitative parameter"

    @property
    def rate_expr(self) -> Expr:
        return parse(self.rate)


@dataclass(frozen=True)
class Reaction:
    """A conversion or a transport.

    Parameters
    ----------
    id : SId; in formulas and outputs it stands for the rate.
    name : title for people.
    reactants, products : SId of a species -> stoichiometric coefficient.
    rate : formula of the rate [umol/h].
    term : SBO key, e.g. ``sbo:transport``.
    catalyst : key of a protein term (UniProt), or an empty string.
    """

    id: str
    name: str
    reactants: Mapping[str, float]
    products: Mapping[str, float]
    rate: str
    term: str = "sbo:biochemical reaction"
    catalyst: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reactants", _frozen(self.reactants))
        object.__setattr__(self, "products", _frozen(self.products))

    @property
    def rate_expr(self) -> Expr:
        return parse(self.rate)

    @property
    def stoichiometry(self) -> dict[str, float]:
        """Net coefficient of each species."""
        net: dict[str, float] = {}
        for species, n in self.reactants.items():
            net[species] = net.get(species, 0.0) - n
        for species, n in self.products.items():
            net[species] = net.get(species, 0.0) + n
        return net


@dataclass(frozen=True)
class Assignment:
    """A quantity that follows from the others at every moment (an SBML assignment rule).

    Parameters
    ----------
    id : SId.
    name : title for people.
    unit : written unit in which people read it; the formula itself is in canonical units.
    formula : its value.
    term : SBO key.
    """

    id: str
    name: str
    unit: str
    formula: str
    term: str = "sbo:quantitative parameter"

    @property
    def expr(self) -> Expr:
        return parse(self.formula)
