"""Name the features of an SBML document that the engine does not run, before it runs.

A simulator that skips what it does not know gives a wrong answer; this one stops. Each refusal names the
feature, the element and a way out.
"""

from __future__ import annotations

import math
import re
from typing import Any

import libsbml

from enterotone.errors import SbmlError

__all__ = ["refuse_packages", "refuse_unsupported"]


_ROOT = re.compile(r"<(?:\w+:)?sbml\b[^>]*>")
_REQUIRED = re.compile(r"""\b([\w.-]+):required\s*=\s*["']true["']""")


def refuse_packages(text: str) -> None:
    """Raise when a document says that it cannot be understood without a package.

    Read off the root element, because libSBML tells only of the packages that it has heard of.

    Parameters
    ----------
    text : the document.

    Raises
    ------
    SbmlError
        Naming the packages.
    """
    root = _ROOT.search(text)
    required = _REQUIRED.findall(root[0]) if root else []
    if required:
        _refuse(
            f"Package '{required[0]}'",
            f'the document says required="true" for {", ".join(required)}',
            "Flatten the document to SBML core first.",
        )


def refuse_unsupported(document: Any) -> None:
    """Raise for the first unsupported feature.

    Parameters
    ----------
    document : ``libsbml.SBMLDocument`` that was read without errors.

    Raises
    ------
    SbmlError
        Naming feature and element.
    """
    model = document.getModel()
    if document.getLevel() < 2:
        raise SbmlError("The document is SBML Level 1; this engine reads Level 2 and 3. Convert it, e.g. with libSBML.")
    _events(model)
    _rules(model)
    _conversion_factors(model)
    for reaction in model.getListOfReactions():
        _reaction(reaction)


def _refuse(feature: str, element: str, remedy: str) -> None:
    raise SbmlError(f"{feature} is not supported: {element}. {remedy}")


def _events(model: Any) -> None:
    if model.getNumEvents():
        event = model.getEvent(0)
        name = event.getId() or event.getName() or "without id"
        _refuse(
            "An event",
            f"event '{name}' (of {model.getNumEvents()})",
            "Remove the events; give doses as a Schedule to `simulate`.",
        )


def _rules(model: Any) -> None:
    for rule in model.getListOfRules():
        if rule.isAlgebraic():
            formula = libsbml.formulaToL3String(rule.getMath()) if rule.getMath() else ""
            _refuse("An algebraic rule", f"0 = {formula}", "Solve it for a variable and write an assignment rule.")
        if model.getCompartment(rule.getVariable()) is not None:
            _refuse(
                "A compartment of variable size",
                f"a rule changes compartment '{rule.getVariable()}'",
                "Keep the size constant, e.g. by an initial assignment.",
            )


def _conversion_factors(model: Any) -> None:
    remedy = "Write species and reactions in the same unit."
    if model.isSetConversionFactor():
        _refuse("A conversion factor", f"the model names '{model.getConversionFactor()}'", remedy)
    for species in model.getListOfSpecies():
        if species.isSetConversionFactor():
            _refuse("A conversion factor", f"species '{species.getId()}'", remedy)


def _reaction(reaction: Any) -> None:
    where = f"reaction '{reaction.getId()}'"
    if reaction.isSetFast() and reaction.getFast():
        _refuse("A fast reaction", where, 'Set fast="false" and give it a large rate constant.')
    for reference in (*reaction.getListOfReactants(), *reaction.getListOfProducts()):
        species = f"species '{reference.getSpecies()}' in {where}"
        if reference.isSetStoichiometryMath():
            _refuse("A coefficient that is a formula (stoichiometryMath)", species, "Write a number.")
        if math.isnan(reference.getStoichiometry()):
            _refuse("A coefficient without a value", species, "Write a number.")
        sid = reference.getId()
        model = reaction.getModel()
        if sid and (model.getRuleByVariable(sid) or model.getInitialAssignmentBySymbol(sid)):
            _refuse("A coefficient that a rule or initial assignment sets", f"{species} ('{sid}')", "Write a number.")
