"""Name the features of an SBML document that the engine does not run, before it runs.

A simulator that skips what it does not know gives a wrong answer; this one stops. Each refusal names the
feature, the element and a way out. `FEATURES` is the whole list; the documentation prints it.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import libsbml

from enterotone.errors import SbmlError

__all__ = ["FEATURES", "refuse", "refuse_packages", "refuse_unsupported", "refused_feature"]

#: Feature -> way out. A message begins with the feature.
FEATURES = {
    "algebraic rule": "Solve it for a variable and write an assignment rule.",
    "delay()": "Write the law without it, e.g. with a chain of states.",
    "fast reaction": 'Set fast="false" and give it a large rate constant.',
    "flux balance (package 'fbc')": "Give every reaction a rate, or use a flux balance program.",
    "external model definition (package 'comp')": "Flatten the document to one file first.",
    "package that changes the meaning": "Flatten the document to SBML core first.",
    "reaction without a rate": "Give it a kinetic law, or remove it.",
    "coefficient without a value": "Write a number, a rule or an initial assignment.",
    "rateOf of an assigned quantity": "Write out the rate.",
    "element named 'time'": "Rename it: formulas here read 'time' as the time.",
    "unknown operator": "Write the law without it.",
}

_ROOT = re.compile(r"<(?:\w+:)?sbml\b[^>]*>")
_REQUIRED = re.compile(r"""\b([\w.-]+):required\s*=\s*["']true["']""")
_EXTERNAL = re.compile(r"<(?:\w+:)?externalModelDefinition\b[^>]*?\b(?:\w+:)?id\s*=\s*[\"']([^\"']*)")


def refuse(feature: str, element: str) -> NoReturn:
    """Raise for a feature of `FEATURES`.

    Parameters
    ----------
    feature : key of `FEATURES`.
    element : what has the feature.

    Raises
    ------
    SbmlError
        Always; carries the feature for `refused_feature`.
    """
    error = SbmlError(f"Not supported: {feature}, in {element[0].lower() + element[1:]}. {FEATURES[feature]}")
    error.feature = feature  # type: ignore[attr-defined]
    raise error


def refused_feature(error: SbmlError) -> str:
    """Give the feature that an error refuses; empty when it is about something else."""
    return str(getattr(error, "feature", ""))


def refuse_packages(text: str) -> None:
    """Raise when a document says that it cannot be understood without a package that is not flattened here.

    Read off the root element, because libSBML tells only of the packages that it has heard of.

    Parameters
    ----------
    text : the document.

    Raises
    ------
    SbmlError
        Naming the packages.
    """
    external = _EXTERNAL.search(text)
    if external:
        refuse("external model definition (package 'comp')", f"model '{external[1]}', which is in another document")
    root = _ROOT.search(text)
    required = [name for name in (_REQUIRED.findall(root[0]) if root else []) if name != "comp"]
    if required:
        refuse(
            "package that changes the meaning", f'the document, which says required="true" for {", ".join(required)}'
        )


def refuse_unsupported(document: Any) -> None:
    """Raise for the first unsupported feature.

    Parameters
    ----------
    document : ``libsbml.SBMLDocument`` that was read without errors, Level 2 or 3, flat.

    Raises
    ------
    SbmlError
        Naming feature and element.
    """
    model = document.getModel()
    for rule in model.getListOfRules():
        if rule.isAlgebraic() and rule.getMath() is not None:
            refuse("algebraic rule", f"'0 = {libsbml.formulaToL3String(rule.getMath())}'")
    fbc = model.getPlugin("fbc")
    is_balance = fbc is not None and fbc.getNumObjectives() > 0
    for reaction in model.getListOfReactions():
        where = f"reaction '{reaction.getId()}'"
        if reaction.isSetFast() and reaction.getFast():
            refuse("fast reaction", where)
        if reaction.getKineticLaw() is None and is_balance:
            refuse("flux balance (package 'fbc')", f"{where}, which has bounds and an objective instead of a rate")
    named_time = model.getElementBySId("time")
    if named_time is not None:
        refuse("element named 'time'", f"the {named_time.getElementName()} 'time'")
