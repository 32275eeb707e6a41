"""Write a composed model as one flat SBML Level 3 Version 2 document.

What is written is what runs: the engine reads this document and nothing else. Units stand on every
quantity and on every number in a formula, so that libSBML's unit check has something to check.

Doses do not belong to the model; `write_sbml` can add a schedule as events, so that the document runs
in any other simulator with its meals.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import libsbml

from enterotone.errors import SbmlError
from enterotone.model.check import check_model
from enterotone.model.compose import Model
from enterotone.model.expression import Expr, infix, names
from enterotone.model.schedule import Schedule
from enterotone.sbml.annotate import annotate_model, annotate_parameter, annotate_term
from enterotone.terms import sbo
from enterotone.units import Dimension, dimension_of

__all__ = ["write_sbml"]

_KINDS = (
    # unit name, SBML kind, scale, multiplier: canonical base units in the order of Dimension.exponents
    ("umol", libsbml.UNIT_KIND_MOLE, -6, 1.0),
    ("L", libsbml.UNIT_KIND_LITRE, 0, 1.0),
    ("h", libsbml.UNIT_KIND_SECOND, 0, 3600.0),
    ("g", libsbml.UNIT_KIND_GRAM, 0, 1.0),
)


def write_sbml(
    model: Model,
    initial: Mapping[str, float] | None = None,
    schedule: Schedule | None = None,
    until_h: float = 0.0,
) -> str:
    """Write a model as SBML.

    Parameters
    ----------
    model : composed organs; checked first.
    initial : initial values by SId in canonical units ([umol/L] for species), e.g. a baseline; the tables'
        starting values where it has none.
    schedule : doses to write as events, or None for the bare model.
    until_h : end of the schedule [h] when it repeats.

    Returns
    -------
    str
        The document as XML text.

    Raises
    ------
    ModelError
        If the model does not check.
    SbmlError
        If libSBML refuses a part.
    """
    check_model(model)
    document = libsbml.SBMLDocument(3, 2)
    target = document.createModel()
    _ok(target.setId(model.id), model.id)
    target.setName(model.title)
    units = _Units(target)
    target.setSubstanceUnits("umol")
    target.setExtentUnits("umol")
    target.setVolumeUnits("L")
    target.setTimeUnits("h")
    annotate_model(target, model)
    values = dict(initial or {})
    _compartments(target, model)
    _species(target, model, values)
    _parameters(target, model, units, values)
    _rules(target, model)
    _reactions(target, model)
    if schedule is not None:
        _events(target, model, schedule, until_h)
    return str(libsbml.writeSBMLToString(document))


def _ok(code: int, what: str) -> None:
    if code != libsbml.LIBSBML_OPERATION_SUCCESS:
        reason = libsbml.OperationReturnValue_toString(code)
        raise SbmlError(f"libSBML refused {what}: {reason}.")


class _Units:
    """Unit definitions, made when a dimension is first used."""

    def __init__(self, target: Any) -> None:
        self._target = target
        self._known: set[str] = set()
        for name in ("umol", "L", "h", "g"):
            self.id(dimension_of(name))

    def id(self, dimension: Dimension) -> str:
        if dimension.is_dimensionless:
            return "dimensionless"
        sid = str(dimension).replace("*", "_").replace("/", "_per_").replace("^", "").removeprefix("1_")
        if sid not in self._known:
            self._known.add(sid)
            definition = self._target.createUnitDefinition()
            _ok(definition.setId(sid), f"unit {sid}")
            for (_, kind, scale, multiplier), exponent in zip(_KINDS, dimension.exponents, strict=True):
                if exponent:
                    _unit(definition, kind, exponent, scale, multiplier)
        return sid


def _unit(definition: Any, kind: int, exponent: Fraction, scale: int, multiplier: float) -> None:
    unit = definition.createUnit()
    unit.setKind(kind)
    unit.setExponent(float(exponent))
    unit.setScale(scale)
    unit.setMultiplier(multiplier)


def _math(expr: Expr) -> Any:
    settings = libsbml.L3ParserSettings()
    settings.setParseUnits(False)
    node = libsbml.parseL3FormulaWithSettings(infix(expr, power="^"), settings)
    if node is None:
        raise SbmlError(f"libSBML cannot read '{expr}': {libsbml.getLastParseL3Error()}")
    _number_units(node)
    return node


def _number_units(node: Any) -> None:
    if node.isNumber():
        node.setUnits("dimensionless")
    for index in range(node.getNumChildren()):
        _number_units(node.getChild(index))


def _compartments(target: Any, model: Model) -> None:
    for part in model.compartments.values():
        compartment = target.createCompartment()
        _ok(compartment.setId(part.id), part.id)
        compartment.setMetaId(f"meta_{part.id}")
        compartment.setName(part.name)
        compartment.setSpatialDimensions(3.0)
        compartment.setUnits("L")
        compartment.setConstant(True)
        compartment.setSize(model.parameters[part.size].canonical[0])
        compartment.setSBOTerm(sbo("sbo:physical compartment"))
        annotate_term(compartment, part.term)
        # The size follows its parameter, so that a person's volume is set in one place.
        assignment = target.createInitialAssignment()
        _ok(assignment.setSymbol(part.id), part.id)
        assignment.setMath(_math(Expr("symbol", name=part.size)))


def _species(target: Any, model: Model, values: Mapping[str, float]) -> None:
    for part in model.species.values():
        species = target.createSpecies()
        _ok(species.setId(part.id), part.id)
        species.setMetaId(f"meta_{part.id}")
        species.setName(part.name)
        species.setCompartment(part.compartment)
        species.setSubstanceUnits("umol")
        species.setHasOnlySubstanceUnits(False)
        species.setBoundaryCondition(False)
        species.setConstant(False)
        start = model.initials[part.id].canonical[0] if part.id in model.initials else 0.0
        species.setInitialConcentration(values.get(part.id, start))
        species.setSBOTerm(sbo("sbo:simple chemical"))
        annotate_term(species, part.term)


def _parameters(target: Any, model: Model, units: _Units, values: Mapping[str, float]) -> None:
    for row in model.parameters.values():
        parameter = _parameter(target, row.id, row.name, units.id(row.dimension), constant=True)
        parameter.setValue(row.canonical[0])
        parameter.setSBOTerm(sbo("sbo:quantitative parameter"))
        annotate_parameter(parameter, row)
    for state in model.states.values():
        parameter = _parameter(target, state.id, state.name, units.id(dimension_of(state.unit)), constant=False)
        parameter.setValue(values.get(state.id, model.initials[state.id].canonical[0]))
        parameter.setSBOTerm(sbo(state.term))
    for assignment in model.assignments.values():
        unit = units.id(dimension_of(assignment.unit))
        parameter = _parameter(target, assignment.id, assignment.name, unit, constant=False)
        parameter.setSBOTerm(sbo(assignment.term))


def _parameter(target: Any, sid: str, name: str, unit: str, *, constant: bool) -> Any:
    parameter = target.createParameter()
    _ok(parameter.setId(sid), sid)
    parameter.setMetaId(f"meta_{sid}")
    parameter.setName(name)
    _ok(parameter.setUnits(unit), f"unit of {sid}")
    parameter.setConstant(constant)
    return parameter


def _rules(target: Any, model: Model) -> None:
    for assignment in model.assignments.values():
        rule = target.createAssignmentRule()
        _ok(rule.setVariable(assignment.id), assignment.id)
        rule.setMath(_math(assignment.expr))
    for state in model.states.values():
        rule = target.createRateRule()
        _ok(rule.setVariable(state.id), state.id)
        rule.setMath(_math(state.rate_expr))


def _reactions(target: Any, model: Model) -> None:
    for part in model.reactions.values():
        reaction = target.createReaction()
        _ok(reaction.setId(part.id), part.id)
        reaction.setMetaId(f"meta_{part.id}")
        reaction.setName(part.name)
        reaction.setReversible(False)
        reaction.setSBOTerm(sbo(part.term))
        annotate_term(reaction, part.term, qualifier=libsbml.BQB_IS_VERSION_OF)
        if part.catalyst:
            annotate_term(reaction, part.catalyst, qualifier=libsbml.BQB_IS_VERSION_OF)
        for coefficients, create, role in (
            (part.reactants, reaction.createReactant, "sbo:reactant"),
            (part.products, reaction.createProduct, "sbo:product"),
        ):
            for sid, n in coefficients.items():
                reference = create()
                _ok(reference.setSpecies(sid), sid)
                reference.setStoichiometry(n)
                reference.setConstant(True)
                reference.setSBOTerm(sbo(role))
        expr = part.rate_expr
        involved = set(part.reactants) | set(part.products)
        for sid in dict.fromkeys(names(expr)):
            if sid in model.species and sid not in involved:
                modifier = reaction.createModifier()
                _ok(modifier.setSpecies(sid), sid)
                modifier.setSBOTerm(sbo("sbo:modifier"))
        law = reaction.createKineticLaw()
        law.setMath(_math(expr))


def _events(target: Any, model: Model, schedule: Schedule, until_h: float) -> None:
    for number, (time, doses) in enumerate(schedule.events(0.0, until_h)):
        event = target.createEvent()
        _ok(event.setId(f"dose_{number}"), f"dose_{number}")
        event.setUseValuesFromTriggerTime(True)
        trigger = event.createTrigger()
        # A dose at the very start fires too: before time 0 the condition counts as false.
        trigger.setInitialValue(False)
        trigger.setPersistent(True)
        node = libsbml.parseL3Formula(f"time >= {time!r}")
        for index in range(node.getNumChildren()):
            child = node.getChild(index)
            if child.isNumber():
                child.setUnits("h")
        trigger.setMath(node)
        added: dict[str, list[Expr]] = {}
        for dose in doses:
            added.setdefault(dose.target, []).append(dose.amount_expr)
        for sid, amounts in added.items():
            assignment = event.createEventAssignment()
            _ok(assignment.setVariable(sid), sid)
            volume = Expr("symbol", name=model.species[sid].compartment)
            total: Expr = Expr("symbol", name=sid)
            for amount in amounts:
                total = Expr("plus", (total, Expr("divide", (amount, volume))))
            assignment.setMath(_math(total))
