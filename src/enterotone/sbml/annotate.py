"""Annotations of the SBML document: public terms (MIRIAM), and the source of every number.

A term becomes a ``bqbiol:is`` resource that identifiers.org resolves. The row of the evidence table
behind a parameter is kept twice: as notes that people read, and as one element in the namespace
`NAMESPACE` that programs read (`read_evidence`).
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import libsbml

from enterotone.evidence.citation import citation
from enterotone.evidence.table import Parameter
from enterotone.model.compose import Model
from enterotone.terms import curie

__all__ = ["NAMESPACE", "annotate_model", "annotate_parameter", "annotate_term", "read_evidence"]

NAMESPACE = "urn:enterotone:evidence:1"
_FIELDS = {
    "value": "value",
    "low": "low",
    "high": "high",
    "unit": "unit",
    "organism": "organism",
    "kind": "kind",
    "verified": "verified",
    "evidence": "evidence_id",
    "source": "source_id",
    "note": "note",
}


def annotate_term(element: Any, term: str, qualifier: int = libsbml.BQB_IS) -> None:
    """Add a public term to an element.

    Parameters
    ----------
    element : libSBML object with a metaid.
    term : key of `enterotone.terms.TERMS`.
    qualifier : libSBML biological qualifier.

    Raises
    ------
    UnknownIdError
        If the term is not listed.
    """
    resource = libsbml.CVTerm(libsbml.BIOLOGICAL_QUALIFIER)
    resource.setBiologicalQualifierType(qualifier)
    resource.addResource(f"https://identifiers.org/{curie(term)}")
    element.addCVTerm(resource)


def annotate_parameter(element: Any, row: Parameter) -> None:
    """Attach the evidence behind a number.

    Parameters
    ----------
    element : libSBML parameter with a metaid.
    row : row of the organ's table.
    """
    source = citation(row.source_id)
    attributes = " ".join(f"{name}={quoteattr(str(getattr(row, field)))}" for name, field in _FIELDS.items())
    element.appendAnnotation(f"<evidence xmlns='{NAMESPACE}' {attributes}/>")
    for resource in source.resources:
        reference = libsbml.CVTerm(libsbml.BIOLOGICAL_QUALIFIER)
        reference.setBiologicalQualifierType(libsbml.BQB_IS_DESCRIBED_BY)
        reference.addResource(f"https://identifiers.org/{resource}")
        element.addCVTerm(reference)
    lines = [
        f"{row.value:g} {row.unit} ({row.low:g} to {row.high:g}), {row.kind}, {row.organism}, verified: {row.verified}",
        source.text,
    ]
    if row.note:
        lines.append(row.note)
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    element.setNotes(f"<body xmlns='http://www.w3.org/1999/xhtml'>{body}</body>")


def annotate_model(element: Any, model: Model) -> None:
    """Say what the document is and under which licence it may be used.

    Parameters
    ----------
    element : libSBML model.
    model : composed organs.
    """
    element.setMetaId(f"meta_{model.id}")
    paragraphs = [
        f"{model.title}. Organs: {', '.join(module.id for module in model.modules)}.",
        "Time in h, amount in umol, volume in L. A species stands for its concentration in formulas.",
        "Model and tables are licensed under CC BY 4.0.",
        "Research and education software. It complements clinical care and never replaces it.",
        f"Evidence hash {model.evidence_hash}.",
    ]
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    element.setNotes(f"<body xmlns='http://www.w3.org/1999/xhtml'>{body}</body>")


def read_evidence(annotation: str) -> dict[str, str]:
    """Read the evidence element back from an annotation's XML text.

    Parameters
    ----------
    annotation : what libSBML's ``getAnnotationString`` gives.

    Returns
    -------
    dict
        Attributes of the element, empty if there is none.
    """
    if not annotation:
        return {}
    for element in ElementTree.fromstring(annotation).iter(f"{{{NAMESPACE}}}evidence"):
        return dict(element.attrib)
    return {}
