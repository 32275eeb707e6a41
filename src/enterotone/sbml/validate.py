"""Run libSBML's consistency checks, units included, and give what they find."""

from __future__ import annotations

from dataclasses import dataclass

import libsbml

from enterotone.errors import SbmlError

__all__ = ["Finding", "validate_sbml"]


@dataclass(frozen=True)
class Finding:
    """One finding of libSBML."""

    severity: str
    code: int
    line: int
    message: str


def validate_sbml(text: str) -> tuple[Finding, ...]:
    """Check an SBML document with every check that libSBML has.

    Parameters
    ----------
    text : the document.

    Returns
    -------
    tuple of Finding
        Empty for a flawless document.

    Raises
    ------
    SbmlError
        If the text is no SBML at all.
    """
    document = libsbml.readSBMLFromString(text)
    if document.getModel() is None:
        raise SbmlError(f"Not an SBML document: {document.getErrorLog().toString().strip()[:400]}")
    for category in (
        libsbml.LIBSBML_CAT_GENERAL_CONSISTENCY,
        libsbml.LIBSBML_CAT_IDENTIFIER_CONSISTENCY,
        libsbml.LIBSBML_CAT_UNITS_CONSISTENCY,
        libsbml.LIBSBML_CAT_MATHML_CONSISTENCY,
        libsbml.LIBSBML_CAT_SBO_CONSISTENCY,
        libsbml.LIBSBML_CAT_OVERDETERMINED_MODEL,
        libsbml.LIBSBML_CAT_MODELING_PRACTICE,
    ):
        document.setConsistencyChecks(category, True)
    document.checkConsistency()
    found = []
    for index in range(document.getNumErrors()):
        error = document.getError(index)
        found.append(
            Finding(error.getSeverityAsString(), error.getErrorId(), error.getLine(), error.getMessage().strip())
        )
    return tuple(found)
