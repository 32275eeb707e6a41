"""Open an SBML document: read the text, bring old levels up, put sub-models in.

Level 1 is converted to Level 2 by libSBML, and a model made of sub-models (package ``comp``) is flattened by it,
so that everything downstream sees one flat model of Level 2 or 3.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import libsbml

from enterotone.errors import SbmlError
from enterotone.sbml.refuse import refuse_packages, refuse_unsupported

__all__ = ["open_document"]


def open_document(source: str | Path) -> Any:
    """Open a document.

    Parameters
    ----------
    source : SBML as text, or the path of a file (plain or gzip).

    Returns
    -------
    libsbml.SBMLDocument
        Of Level 2 or 3, flat, with a model, without anything that is refused.

    Raises
    ------
    SbmlError
        If the file is missing, is no SBML, or uses a feature that the engine refuses.
    """
    text, where = _text(source)
    refuse_packages(text)
    document = libsbml.readSBMLFromString(text)
    _check_parsed(document, where)
    if document.getLevel() < 2:
        document.setLevelAndVersion(2, 4, False)
        _check_parsed(document, where)
    if document.isPackageEnabled("comp"):
        _flatten(document, where)
    refuse_unsupported(document)
    return document


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


def _flatten(document: Any, where: str) -> None:
    options = libsbml.ConversionProperties()
    options.addOption("flatten comp")
    options.addOption("performValidation", False)
    if document.convert(options) != libsbml.LIBSBML_OPERATION_SUCCESS or document.getModel() is None:
        found = document.getErrorLog().toString().strip().splitlines()
        raise SbmlError(f"{where}: its sub-models cannot be put together: {found[0] if found else 'no reason given'}")
