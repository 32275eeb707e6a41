"""Small SBML documents for the engine's tests, written with libSBML from a few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import libsbml
import pytest

UNITS = {
    "umol": [(libsbml.UNIT_KIND_MOLE, 1, -6, 1.0)],
    "L": [(libsbml.UNIT_KIND_LITRE, 1, 0, 1.0)],
    "h": [(libsbml.UNIT_KIND_SECOND, 1, 0, 3600.0)],
    "per_h": [(libsbml.UNIT_KIND_SECOND, -1, 0, 3600.0)],
    "umol_per_h": [(libsbml.UNIT_KIND_MOLE, 1, -6, 1.0), (libsbml.UNIT_KIND_SECOND, -1, 0, 3600.0)],
    "umol_per_L": [(libsbml.UNIT_KIND_MOLE, 1, -6, 1.0), (libsbml.UNIT_KIND_LITRE, -1, 0, 1.0)],
}


def build(
    species: Mapping[str, float],
    reactions: Mapping[str, tuple[str, str, str]],
    parameters: Mapping[str, float] | None = None,
    volume: float = 1.0,
    rules: Mapping[str, str] | None = None,
    rates: Mapping[str, tuple[float, str]] | None = None,
    initial: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> str:
    """Write a document with one compartment ``v``.

    Parameters
    ----------
    species : SId -> starting concentration [umol/L].
    reactions : SId -> reactants, products (SIds parted by spaces), rate [umol/h].
    rules, initial : SId -> formula; a name that is no other part becomes a parameter.
    rates : SId of a parameter -> starting value, formula of its rate.
    units : SId of a parameter -> key of `UNITS`.
    """
    document = libsbml.SBMLDocument(3, 2)
    model = document.createModel()
    model.setId("test")
    model.setSubstanceUnits("umol")
    model.setExtentUnits("umol")
    model.setVolumeUnits("L")
    model.setTimeUnits("h")
    for name, parts in UNITS.items():
        definition = model.createUnitDefinition()
        definition.setId(name)
        for kind, exponent, scale, multiplier in parts:
            unit = definition.createUnit()
            unit.setKind(kind)
            unit.setExponent(exponent)
            unit.setScale(scale)
            unit.setMultiplier(multiplier)
    compartment = model.createCompartment()
    compartment.setId("v")
    compartment.setSize(volume)
    compartment.setSpatialDimensions(3.0)
    compartment.setConstant(True)
    for sid, value in species.items():
        part = model.createSpecies()
        part.setId(sid)
        part.setCompartment("v")
        part.setInitialConcentration(value)
        part.setHasOnlySubstanceUnits(False)
        part.setBoundaryCondition(False)
        part.setConstant(False)
    values = {**(parameters or {}), **{sid: start for sid, (start, _) in (rates or {}).items()}}
    for sid in dict.fromkeys([*values, *(rules or {}), *(initial or {})]):
        if sid in species or sid == "v":
            continue
        parameter = model.createParameter()
        parameter.setId(sid)
        parameter.setConstant(sid not in (rules or {}) and sid not in (rates or {}))
        if sid in values:
            parameter.setValue(values[sid])
        if sid in (units or {}):
            parameter.setUnits((units or {})[sid])
    for sid, formula in (rules or {}).items():
        rule = model.createAssignmentRule()
        rule.setVariable(sid)
        rule.setMath(_math(formula))
    for sid, (_, formula) in (rates or {}).items():
        rule = model.createRateRule()
        rule.setVariable(sid)
        rule.setMath(_math(formula))
    for sid, formula in (initial or {}).items():
        assignment = model.createInitialAssignment()
        assignment.setSymbol(sid)
        assignment.setMath(_math(formula))
    for sid, (reactants, products, rate) in reactions.items():
        reaction = model.createReaction()
        reaction.setId(sid)
        reaction.setReversible(False)
        for names, create in ((reactants, reaction.createReactant), (products, reaction.createProduct)):
            for name in names.split():
                reference = create()
                reference.setSpecies(name)
                reference.setStoichiometry(1.0)
                reference.setConstant(True)
        reaction.createKineticLaw().setMath(_math(rate))
    return str(libsbml.writeSBMLToString(document))


def _math(formula: str) -> libsbml.ASTNode:
    node = libsbml.parseL3Formula(formula)
    assert node is not None, libsbml.getLastParseL3Error()
    return node


@pytest.fixture
def document() -> Callable[..., str]:
    """Builder of small documents; see `build`."""
    return build


@pytest.fixture
def elimination() -> str:
    """A drug in 5 L that is cleared with 0.2/h; ``out`` is what has left."""
    return build({"drug": 2.0, "out": 0.0}, {"clearance": ("drug", "out", "k * drug * v")}, {"k": 0.2}, volume=5.0)
