"""Check a composed model: names, ports, units, conservation, ledger.

Run before an SBML document is written, so that a mistake is reported with the organ's own words and
not with those of an XML validator.
"""

from __future__ import annotations

from collections.abc import Iterator

from enterotone.errors import ModelError, PortError, UnitError, UnknownIdError, nearest
from enterotone.model.compose import Model
from enterotone.model.expression import Expr, dimension, names
from enterotone.model.module import OrganModule
from enterotone.units import dimension_of

__all__ = ["check_model", "formulas", "unbalanced"]

_RATE = dimension_of("umol/h")
_HOUR = dimension_of("h")


def formulas(module: OrganModule) -> Iterator[tuple[str, Expr]]:
    """Iterate over the formulas of an organ: SId and tree."""
    for state in module.states:
        yield state.id, state.rate_expr
    for reaction in module.reactions:
        yield reaction.id, reaction.rate_expr
    for assignment in module.assignments:
        yield assignment.id, assignment.expr


def check_model(model: Model) -> None:
    """Check a model.

    Parameters
    ----------
    model : composed organs.

    Raises
    ------
    UnknownIdError
        If a formula uses a name that nobody defines, or an initial value is missing or belongs to nothing.
    PortError
        If an organ uses a foreign name without listing it as a port, lists a port it does not use, or expects
        a port in another unit.
    UnitError
        If a formula does not balance.
    ModelError
        If a reaction breaks a moiety, a formula reads a ledger species, or a number is used nowhere.
    """
    for module in model.modules:
        _check_names(model, module)
        _check_units(model, module)
    _check_sinks(model)
    _check_initials(model)
    _check_unused(model)
    for reaction_id, moiety, surplus in unbalanced(model):
        raise ModelError(
            f"Reaction {reaction_id} (organ {model.owner[reaction_id]}) makes {surplus:+g} {moiety} from nothing; "
            "its coefficients must conserve every moiety."
        )


def _check_names(model: Model, module: OrganModule) -> None:
    own = {sid for sid, owner in model.owner.items() if owner == module.id}
    used: set[str] = set()
    for sid, expr in formulas(module):
        for name in names(expr):
            if name not in model.owner and name != "time":
                raise UnknownIdError(f"Organ {module.id}, {sid}: no '{name}' anywhere. {nearest(name, model.owner)}")
            used.add(name)
    for reaction in module.reactions:
        for species in reaction.stoichiometry:
            if species not in model.species:
                raise UnknownIdError(
                    f"Organ {module.id}, {reaction.id}: '{species}' is no species. {nearest(species, model.species)}"
                )
            used.add(species)
    used |= {species.compartment for species in module.species}
    foreign = used - own - {"time"}
    if missing := sorted(foreign - set(module.ports)):
        raise PortError(f"Organ {module.id} uses {missing} of other organs; list each in PORTS with its unit.")
    if idle := sorted(set(module.ports) - foreign):
        raise PortError(f"Organ {module.id} lists {idle} in PORTS and uses none of them; remove them.")
    for port, unit in module.ports.items():
        if model.dimension(port) != dimension_of(unit):
            raise PortError(
                f"Organ {module.id} expects '{port}' in {unit}, but organ {model.owner[port]} offers it in "
                f"{model.dimension(port)}."
            )


def _check_units(model: Model, module: OrganModule) -> None:
    for sid, expr in formulas(module):
        if sid in model.reactions:
            expected = _RATE
        elif sid in model.states:
            expected = dimension_of(model.states[sid].unit) / _HOUR
        else:
            expected = dimension_of(model.assignments[sid].unit)
        try:
            found = dimension(expr, model.dimension)
        except UnitError as error:
            raise UnitError(f"Organ {module.id}, {sid}: {error}") from error
        if found != expected:
            raise UnitError(f"Organ {module.id}, {sid} = {expr}: comes out in {found}, expected {expected}.")
    for compartment in module.compartments:
        if str(model.parameters[compartment.size].dimension) != "L":
            raise UnitError(f"Compartment {compartment.id}: size '{compartment.size}' is no volume.")


def _check_initials(model: Model) -> None:
    needed = {sid for sid, species in model.species.items() if not species.is_sink} | set(model.states)
    if missing := sorted(needed - set(model.initials)):
        raise UnknownIdError(f"No initial value for {missing}; add rows 'initial_<SId>' to the organ's table.")
    if idle := sorted(set(model.initials) - needed):
        raise UnknownIdError(f"Initial values for {idle}, which are no states; remove the rows.")
    for sid, row in model.initials.items():
        if row.dimension != model.dimension(sid):
            raise UnitError(f"{row.id} is in {row.unit}; {sid} is in {model.dimension(sid)}.")


def _check_sinks(model: Model) -> None:
    sinks = {sid for sid, species in model.species.items() if species.is_sink}
    for module in model.modules:
        for sid, expr in formulas(module):
            if read := sinks & set(names(expr)):
                raise ModelError(
                    f"Organ {module.id}, {sid} reads the ledger species {sorted(read)}; a ledger only collects."
                )
        for reaction in module.reactions:
            if drained := {s for s, n in reaction.stoichiometry.items() if n < 0} & sinks:
                raise ModelError(f"Reaction {reaction.id} takes from the ledger species {sorted(drained)}.")


def _check_unused(model: Model) -> None:
    used = {name for module in model.modules for _, expr in formulas(module) for name in names(expr)}
    used |= {compartment.size for compartment in model.compartments.values()}
    used |= set(model.compartments)
    if idle := sorted(set(model.parameters) - used):
        raise ModelError(f"Numbers that no formula uses: {idle}; use them or remove the rows.")


def unbalanced(model: Model, tolerance: float = 1e-9) -> Iterator[tuple[str, str, float]]:
    """Iterate over the reactions that break a moiety: reaction, moiety, products minus reactants.

    A reaction without reactants is an intake from outside and is exempt; one without products is not.

    Parameters
    ----------
    model : composed organs.
    tolerance : allowed surplus, relative to 1 molecule.
    """
    for reaction in model.reactions.values():
        if not reaction.reactants:
            continue
        surplus: dict[str, float] = {}
        for sid, n in reaction.stoichiometry.items():
            for moiety, count in model.species[sid].moieties.items():
                surplus[moiety] = surplus.get(moiety, 0.0) + n * count
        for moiety, value in surplus.items():
            if abs(value) > tolerance:
                yield reaction.id, moiety, value
