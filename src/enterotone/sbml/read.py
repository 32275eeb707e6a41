"""Read an SBML document into the plain equations that the engine compiles.

Supported, of SBML Level 2 and 3: constant compartments, species as amounts or concentrations, parameters,
reactions with constant coefficients, local parameters (renamed ``<reaction>_<parameter>``), function
definitions (inlined), assignment rules, rate rules and initial assignments.

Refused by name, before anything runs: events, algebraic rules, ``delay``, fast reactions, variable
compartments, conversion factors, coefficients that are formulas or have an id used in formulas, and packages
that change the meaning of the model. Doses come from `enterotone.model.schedule`, not from events.
"""

from __future__ import annotations

import gzip
import math
from pathlib import Path
from typing import Any

import libsbml

from enterotone.errors import SbmlError
from enterotone.model.expression import Expr, call, names, number, symbol
from enterotone.sbml.mathml import Function, to_expr
from enterotone.sbml.odemodel import OdeConstant, OdeModel, OdeReaction, OdeState, dependency_order
from enterotone.sbml.refuse import refuse_packages, refuse_unsupported
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
    text, where = _text(source)
    refuse_packages(text)
    document = libsbml.readSBMLFromString(text)
    _check_parsed(document, where)
    refuse_unsupported(document)
    return _Reader(document.getModel()).read()


def _text(source: str | Path) -> tuple[str, str]:
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("<"):
        return source.lstrip("\ufeff \t\r\n"), "The text"
    path = Path(source)
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig"), str(path)
    except (OSError, EOFError) as error:
        raise SbmlError(f"Cannot read '{path}': {error}. Give the path of an SBML file, or SBML as text.") from error
    except UnicodeDecodeError as error:
        raise SbmlError(f"{path} is not UTF-8 text at byte {error.start}; SBML is XML in UTF-8.") from error


def _check_parsed(document: Any, where: str) -> None:
    errors = [document.getError(i) for i in range(document.getNumErrors())]
    errors = [error for error in errors if error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
    if errors:
        first = errors[0]
        message = " ".join(first.getMessage().split())
        more = f" ({len(errors) - 1} more errors)" if len(errors) > 1 else ""
        raise SbmlError(
            f"{where} is no valid SBML: line {first.getLine()}, column {first.getColumn()}: {message}{more}"
        )
    if document.getModel() is None:
        raise SbmlError(f"{where} holds no model.")


class _Reader:
    """Collects the parts of one model; lives only while it is read."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.texts = UnitTexts(model)
        self.functions: dict[str, Function] = {}
        self.states: list[OdeState] = []
        self.constants: dict[str, OdeConstant] = {}
        self.initial: dict[str, Expr] = {}
        self.units: dict[str, str] = {}
        self.reactions: dict[str, OdeReaction] = {}
        self.assigned: dict[str, Expr] = {}
        self.rates: dict[str, Expr] = {}

    def read(self) -> OdeModel:
        self._functions()
        self._rules()
        self._compartments()
        self._reactions()
        self._species()
        self._parameters()
        self._initial_assignments()
        self._check_names()
        order = dependency_order(
            {**self.assigned, **{sid: part.rate for sid, part in self.reactions.items()}}, "Assignment rules"
        )
        every = {**self.assigned, **{sid: part.rate for sid, part in self.reactions.items()}, **self.initial}
        dependency_order(every, "Initial assignments")
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

    def _functions(self) -> None:
        for definition in self.model.getListOfFunctionDefinitions():
            sid = definition.getId()
            arguments = tuple(definition.getArgument(i).getName() for i in range(definition.getNumArguments()))
            if definition.getBody() is None:
                raise SbmlError(f"Function definition '{sid}' has no body. Write one, or remove it.")
            body = to_expr(definition.getBody(), f"Function definition '{sid}'", self.functions)
            self.functions[sid] = Function(arguments, body)

    def _rules(self) -> None:
        for rule in self.model.getListOfRules():
            sid = rule.getVariable()
            target = self.rates if rule.isRate() else self.assigned
            target[sid] = self._expr(rule, f"The rule of '{sid}'")

    def _compartments(self) -> None:
        for part in self.model.getListOfCompartments():
            sid = part.getId()
            unit = self.texts.text(part.getUnits() or self._model_unit("volume"))
            self._constant(sid, part.getSize() if part.isSetSize() else math.nan, unit)

    def _constant(self, sid: str, value: float, unit: str) -> None:
        self.constants[sid] = OdeConstant(sid, value, unit)
        self.units[sid] = unit

    def _reactions(self) -> None:
        unit = write(divide(self.texts.powers(self._model_unit("extent")), self.texts.powers(self._model_unit("time"))))
        for part in self.model.getListOfReactions():
            sid = part.getId()
            where = f"The rate of reaction '{sid}'"
            law = part.getKineticLaw()
            renamed = self._local_parameters(sid, law) if law is not None else {}
            net: dict[str, float] = {}
            for sign, references in ((-1.0, part.getListOfReactants()), (1.0, part.getListOfProducts())):
                for reference in references:
                    species = reference.getSpecies()
                    net[species] = net.get(species, 0.0) + sign * reference.getStoichiometry()
            self.reactions[sid] = OdeReaction(sid, self._expr(law, where, renamed), self._changed(net))
            self.units[sid] = unit

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

    def _changed(self, net: dict[str, float]) -> dict[str, float]:
        """Keep the species that a reaction really changes: no boundary species, no zero."""
        kept = {}
        for sid, n in net.items():
            species = self.model.getSpecies(sid)
            if species is None:
                raise SbmlError(f"A reaction names species '{sid}', which does not exist.")
            if n and not species.getBoundaryCondition() and not species.getConstant():
                kept[sid] = n
        return kept

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
            if sid in self.assigned:
                continue
            start = self._species_start(part, is_concentration)
            is_moved = sid in self.rates or not (part.getBoundaryCondition() or part.getConstant())
            if is_moved:
                self.states.append(OdeState(sid, "species", unit, compartment, is_concentration))
                self.initial[sid] = start
            else:
                self._constant(sid, start.value if start.op == "number" else math.nan, unit)
                if start.op != "number":
                    self.initial[sid] = start

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

    def _parameters(self) -> None:
        for part in self.model.getListOfParameters():
            sid = part.getId()
            unit = self.texts.text(part.getUnits())
            value = part.getValue() if part.isSetValue() else math.nan
            self.units[sid] = unit
            if sid in self.rates:
                self.states.append(OdeState(sid, "parameter", unit))
                self.initial[sid] = number(value)
            elif sid not in self.assigned:
                self._constant(sid, value, unit)

    def _initial_assignments(self) -> None:
        for part in self.model.getListOfInitialAssignments():
            sid = part.getSymbol()
            if sid in self.assigned:
                raise SbmlError(f"'{sid}' has an assignment rule and an initial assignment; remove one of them.")
            self.initial[sid] = self._expr(part, f"The initial assignment of '{sid}'")

    def _check_names(self) -> None:
        known = {"time", *(state.id for state in self.states), *self.constants, *self.assigned, *self.reactions}
        if "time" in self.units:
            raise SbmlError("The document names an element 'time', which formulas here read as the time; rename it.")
        formulas = {f"The rule of '{sid}'": expr for sid, expr in (*self.assigned.items(), *self.rates.items())}
        formulas |= {f"The rate of reaction '{sid}'": part.rate for sid, part in self.reactions.items()}
        formulas |= {f"The initial assignment of '{sid}'": expr for sid, expr in self.initial.items()}
        for where, expr in formulas.items():
            for name in names(expr):
                if name not in known:
                    self._refuse_name(where, name)
        for sid in (*self.assigned, *self.rates, *self.initial):
            if sid not in self.units:
                self._refuse_name(f"A rule or initial assignment of '{sid}'", sid)

    def _refuse_name(self, where: str, name: str) -> None:
        element = self.model.getElementBySId(name)
        if element is not None and element.getTypeCode() == libsbml.SBML_SPECIES_REFERENCE:
            raise SbmlError(
                f"{where} uses '{name}', the coefficient of a species in a reaction; this engine has constant "
                "coefficients only. Write the coefficient into the rate, or as a parameter of the same value."
            )
        raise SbmlError(f"{where} names '{name}', which the document does not define.")
