"""Read an SBML document into the plain equations that the engine compiles.

Supported: SBML Level 2 and 3 core, and Level 1 through libSBML: compartments (also of variable size), species as
amounts or concentrations, parameters, reactions with coefficients that may vary, conversion factors, local
parameters (renamed ``<reaction>_<parameter>``), function definitions (inlined), assignment rules, rate rules,
initial assignments, events and every operator but ``delay``. Sub-models (package ``comp``) are flattened.

Refused by name, before anything runs: `enterotone.sbml.refuse.FEATURES`.

Everything becomes one of four things: a state (a rate, a reaction or an event changes it), an assigned quantity, a
constant, or a reaction. `enterotone.sbml.lower` says how what does not fit is written in these terms.
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import Any

from enterotone.errors import SbmlError
from enterotone.model.expression import Expr, call, names, number, symbol
from enterotone.sbml.document import open_document
from enterotone.sbml.events import jumping, read_events
from enterotone.sbml.functions import read_functions
from enterotone.sbml.lower import amount_rate, resolve_rates
from enterotone.sbml.mathml import to_expr
from enterotone.sbml.odemodel import OdeConstant, OdeEvent, OdeModel, OdeReaction, OdeState, dependency_order
from enterotone.sbml.refuse import refuse
from enterotone.sbml.unittext import UnitTexts, divide, write

__all__ = ["read_sbml"]


def read_sbml(source: str | Path) -> OdeModel:
    """Read a document.

    Parameters
    ----------
    source : SBML as text, or the path of a file (plain or gzip).

    Returns
    -------
    OdeModel
        Frozen data without any libSBML object.

    Raises
    ------
    SbmlError
        If the file is missing, is no SBML, uses a feature that the engine refuses, names something that
        does not exist, or holds rules that go round in a circle.
    """
    return resolve_rates(_Reader(open_document(source).getModel()).read())


class _Reader:
    """Collects the parts of one model; lives only while it is read."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.texts = UnitTexts(model)
        self.functions = read_functions(model)
        self.states: list[OdeState] = []
        self.constants: dict[str, OdeConstant] = {}
        self.initial: dict[str, Expr] = {}
        self.units: dict[str, str] = {}
        self.reactions: dict[str, OdeReaction] = {}
        self.assigned: dict[str, Expr] = {}
        self.rates: dict[str, Expr] = {}
        self.jumping = jumping(model)
        self.started = {p.getSymbol() for p in model.getListOfInitialAssignments() if p.getMath() is not None}
        self.amounts: dict[str, str] = {}
        self.diluted: list[str] = []
        self.concentrations: set[str] = set()
        self.terms: dict[str, list[tuple[Expr, str]]] = defaultdict(list)
        self.coefficients: dict[str, float] = {}
        self.events: tuple[OdeEvent, ...] = ()

    def read(self) -> OdeModel:
        self._rules()
        self._compartments()
        self._reactions()
        self._species()
        self._parameters()
        self._changes()
        self._initial_assignments()
        self.events = read_events(self.model, self._expr)
        self._used_coefficients()
        self._check_names()
        rules = {**self.assigned, **{sid: part.rate for sid, part in self.reactions.items()}}
        order = dependency_order(rules, "Assignment rules")
        dependency_order({**rules, **self.initial}, "Initial assignments")
        return OdeModel(
            id=self.model.getId() or "model",
            name=self.model.getName(),
            states=tuple(self.states),
            constants=self.constants,
            assignments={sid: self.assigned[sid] for sid in order if sid in self.assigned},
            reactions=self.reactions,
            rates=self.rates,
            initial=self.initial,
            units=self.units,
            time_unit=self.texts.text(self._model_unit("time")),
            compartments=tuple(part.getId() for part in self.model.getListOfCompartments()),
            events=self.events,
            amounts=self.amounts,
            diluted=tuple(self.diluted),
            species_compartments={part.getId(): part.getCompartment() for part in self.model.getListOfSpecies()},
            concentrations=frozenset(self.concentrations),
        )

    def _model_unit(self, kind: str) -> str:
        """Id of the unit that the whole model uses for substance, extent, volume or time."""
        if self.model.getLevel() < 3:
            return {"extent": "substance"}.get(kind, kind)
        getter = {"substance": "getSubstanceUnits", "extent": "getExtentUnits", "time": "getTimeUnits"}
        return str(getattr(self.model, getter.get(kind, "getVolumeUnits"))())

    def _expr(self, part: Any, where: str, renamed: dict[str, str] | None = None) -> Expr:
        if part is None or part.getMath() is None:
            raise SbmlError(f"{where} has no formula. Write one, or remove the element.")
        return to_expr(part.getMath(), where, self.functions, renamed)

    def _rules(self) -> None:
        for rule in self.model.getListOfRules():
            if rule.getMath() is None:
                continue
            sid = rule.getVariable()
            target = self.rates if rule.isRate() else self.assigned
            target[sid] = self._expr(rule, f"The rule of '{sid}'")

    def _quantity(self, sid: str, kind: str, value: float, unit: str) -> None:
        """Sort a parameter, compartment or coefficient: state, assigned or constant."""
        self.units[sid] = unit
        if sid in self.assigned:
            return
        if sid in self.rates or sid in self.jumping:
            self.states.append(OdeState(sid, kind, unit))
            self.initial[sid] = number(value)
        else:
            self._constant(sid, value, unit)

    def _varies(self, compartment: str) -> bool:
        return compartment in self.rates or compartment in self.jumping or compartment in self.assigned

    def _compartments(self) -> None:
        for part in self.model.getListOfCompartments():
            unit = self.texts.text(part.getUnits() or self._model_unit("volume"))
            self._quantity(part.getId(), "compartment", part.getSize() if part.isSetSize() else math.nan, unit)

    def _parameters(self) -> None:
        for part in self.model.getListOfParameters():
            value = part.getValue() if part.isSetValue() else math.nan
            self._quantity(part.getId(), "parameter", value, self.texts.text(part.getUnits()))

    def _constant(self, sid: str, value: float, unit: str) -> None:
        self.constants[sid] = OdeConstant(sid, value, unit)
        self.units[sid] = unit

    def _reactions(self) -> None:
        unit = write(divide(self.texts.powers(self._model_unit("extent")), self.texts.powers(self._model_unit("time"))))
        for part in self.model.getListOfReactions():
            sid = part.getId()
            law = part.getKineticLaw()
            if law is None or law.getMath() is None:
                refuse("reaction without a rate", f"reaction '{sid}'")
            rate = self._expr(law, f"The rate of reaction '{sid}'", self._local_parameters(sid, law))
            self.reactions[sid] = OdeReaction(sid, rate, {})
            self.units[sid] = unit
            for sign, references in ((-1.0, part.getListOfReactants()), (1.0, part.getListOfProducts())):
                for reference in references:
                    self._reference(sid, sign, reference)

    def _reference(self, reaction: str, sign: float, reference: Any) -> None:
        """Note how a reaction changes a species."""
        species = self.model.getSpecies(reference.getSpecies())
        if species is None:
            raise SbmlError(f"A reaction names species '{reference.getSpecies()}', which does not exist.")
        coefficient = self._coefficient(reaction, reference)
        if species.getBoundaryCondition() or species.getConstant():
            return
        factor = species.getConversionFactor() or self.model.getConversionFactor()
        if factor:
            coefficient = call("times", coefficient, symbol(factor))
        if coefficient.op == "number":
            coefficient = number(sign * coefficient.value)
        elif sign < 0:
            coefficient = call("neg", coefficient)
        self.terms[species.getId()].append((coefficient, reaction))

    def _coefficient(self, reaction: str, reference: Any) -> Expr:
        sid = reference.getId()
        where = f"species '{reference.getSpecies()}' in reaction '{reaction}'"
        if reference.isSetStoichiometryMath():
            return self._expr(reference.getStoichiometryMath(), f"The coefficient of {where}")
        value = reference.getStoichiometry()
        if sid and (sid in self.rates or sid in self.assigned or sid in self.jumping or sid in self.started):
            self._quantity(sid, "coefficient", value, "dimensionless")
            return symbol(sid)
        if math.isnan(value):
            refuse("coefficient without a value", where)
        if sid:
            self.coefficients[sid] = value
        return number(value)

    def _used_coefficients(self) -> None:
        """Make a constant of each fixed coefficient that some formula names."""
        for expr in self._formulas().values():
            for name in names(expr):
                if name in self.coefficients and name not in self.constants:
                    self._constant(name, self.coefficients[name], "dimensionless")

    def _changes(self) -> None:
        """Give each species the coefficients of its reactions, or its whole rate where they vary."""
        state_of = {state.id: state for state in self.states}
        for sid, terms in self.terms.items():
            state = state_of.get(self.amounts.get(sid, sid))
            if state is None or sid in self.rates:
                continue
            if all(coefficient.op == "number" for coefficient, _ in terms):
                self._add_numbers(state.id, terms)
                continue
            rate = amount_rate(terms)
            self.rates[state.id] = call("divide", rate, symbol(state.compartment)) if state.is_concentration else rate

    def _add_numbers(self, sid: str, terms: list[tuple[Expr, str]]) -> None:
        net: dict[str, float] = defaultdict(float)
        for coefficient, reaction in terms:
            net[reaction] += coefficient.value
        for reaction, n in net.items():
            if n:
                part = self.reactions[reaction]
                self.reactions[reaction] = OdeReaction(part.id, part.rate, {**part.stoichiometry, sid: n})

    def _local_parameters(self, reaction: str, law: Any) -> dict[str, str]:
        local = law.getListOfLocalParameters() if self.model.getLevel() >= 3 else law.getListOfParameters()
        renamed = {}
        for part in local:
            sid = f"{reaction}_{part.getId()}"
            while self.model.getElementBySId(sid) is not None or sid in self.constants:
                sid += "_"
            renamed[part.getId()] = sid
            self._constant(sid, part.getValue() if part.isSetValue() else math.nan, self.texts.text(part.getUnits()))
        return renamed

    def _species(self) -> None:
        for part in self.model.getListOfSpecies():
            sid, compartment = part.getId(), part.getCompartment()
            home = self.model.getCompartment(compartment)
            if home is None:
                raise SbmlError(f"Species '{sid}' is in compartment '{compartment}', which does not exist.")
            is_flat = home.getSpatialDimensionsAsDouble() == 0
            is_concentration = not part.getHasOnlySubstanceUnits() and not is_flat
            unit = self._species_unit(part, home, is_concentration)
            self.units[sid] = unit
            if is_concentration:
                self.concentrations.add(sid)
            if sid in self.assigned:
                continue
            start = self._species_start(part, is_concentration)
            if is_concentration and self._varies(compartment):
                self._diluted_species(part, start, unit)
            elif sid in self.rates or sid in self.jumping or not (part.getBoundaryCondition() or part.getConstant()):
                self.states.append(OdeState(sid, "species", unit, compartment, is_concentration))
                self.initial[sid] = start
            else:
                self._constant(sid, start.value if start.op == "number" else math.nan, unit)
                if start.op != "number":
                    self.initial[sid] = start

    def _diluted_species(self, part: Any, start: Expr, unit: str) -> None:
        """Add a concentration in a compartment of variable size."""
        sid, compartment = part.getId(), part.getCompartment()
        if sid in self.rates:
            self.states.append(OdeState(sid, "concentration", unit, compartment))
            self.initial[sid] = start
            self.diluted.append(sid)
            return
        amount = f"amount_{sid}"
        while self.model.getElementBySId(amount) is not None:
            amount += "_"
        self.amounts[sid] = amount
        self.units[amount] = write(self.texts.powers(part.getSubstanceUnits() or self._model_unit("substance")))
        self.states.append(OdeState(amount, "species", self.units[amount], compartment))
        size = symbol(compartment)
        self.initial[amount] = start.args[0] if start.op == "divide" else call("times", start, size)
        self.assigned[sid] = call("divide", symbol(amount), size)

    def _species_unit(self, part: Any, home: Any, is_concentration: bool) -> str:
        substance = self.texts.powers(part.getSubstanceUnits() or self._model_unit("substance"))
        if not is_concentration:
            return write(substance)
        return write(divide(substance, self.texts.powers(home.getUnits() or self._model_unit("volume"))))

    @staticmethod
    def _species_start(part: Any, is_concentration: bool) -> Expr:
        """Starting value in the sense of formulas."""
        size = symbol(part.getCompartment())
        if part.isSetInitialConcentration():
            value = number(part.getInitialConcentration())
            return value if is_concentration else call("times", value, size)
        value = number(part.getInitialAmount() if part.isSetInitialAmount() else math.nan)
        return call("divide", value, size) if is_concentration and part.isSetInitialAmount() else value

    def _initial_assignments(self) -> None:
        for part in self.model.getListOfInitialAssignments():
            sid = part.getSymbol()
            if sid not in self.started:
                continue
            value = self._expr(part, f"The initial assignment of '{sid}'")
            if sid in self.amounts:
                amount = self.amounts[sid]
                size = next(state.compartment for state in self.states if state.id == amount)
                self.initial[amount] = call("times", value, symbol(size))
                continue
            if sid in self.assigned:
                raise SbmlError(f"'{sid}' has an assignment rule and an initial assignment; remove one of them.")
            self.initial[sid] = value

    def _formulas(self) -> dict[str, Expr]:
        formulas = {f"The rule of '{sid}'": expr for sid, expr in (*self.assigned.items(), *self.rates.items())}
        formulas |= {f"The rate of reaction '{sid}'": part.rate for sid, part in self.reactions.items()}
        formulas |= {f"The initial assignment of '{sid}'": expr for sid, expr in self.initial.items()}
        for event in self.events:
            formulas |= {f"Event '{event.id}' (formula {i + 1})": expr for i, expr in enumerate(event.formulas)}
        return formulas

    def _check_names(self) -> None:
        known = {"time", *(state.id for state in self.states), *self.constants, *self.assigned, *self.reactions}
        for where, expr in self._formulas().items():
            for name in names(expr):
                if name not in known:
                    raise SbmlError(f"{where} names '{name}', which the document does not define.")
        for sid in (*self.assigned, *self.rates, *self.initial, *self.jumping):
            if sid not in self.units:
                raise SbmlError(f"A rule, initial assignment or event changes '{sid}', which does not exist.")
            if sid in self.jumping and sid in self.assigned and sid not in self.amounts:
                raise SbmlError(f"'{sid}' has an assignment rule, and an event assigns to it; remove one of them.")
