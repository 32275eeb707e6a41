"""Read the function definitions of an SBML document, ready to be put in where they are called."""

from __future__ import annotations

from typing import Any

import libsbml

from enterotone.errors import SbmlError
from enterotone.sbml.mathml import Function, to_expr

__all__ = ["read_functions"]


def read_functions(model: Any) -> dict[str, Function]:
    """Read function definitions in the order in which they use each other, whatever that of the document.

    Parameters
    ----------
    model : ``libsbml.Model``.

    Returns
    -------
    dict
        By SId. A definition without formula is left out; a call of it says so.

    Raises
    ------
    SbmlError
        If a definition has no body, or calls itself or what does not exist.
    """
    found: dict[str, Function] = {}
    left = {part.getId(): part for part in model.getListOfFunctionDefinitions() if part.getMath() is not None}
    while left:
        ready = [sid for sid, part in left.items() if not _calls(part.getMath()) & (left.keys() - {sid})]
        # A circle, or a call of itself, is left to `to_expr`, which says what is missing.
        for sid in ready or list(left):
            definition = left.pop(sid)
            arguments = tuple(definition.getArgument(i).getName() for i in range(definition.getNumArguments()))
            if definition.getBody() is None:
                raise SbmlError(f"Function definition '{sid}' has no body. Write one, or remove it.")
            found[sid] = Function(arguments, to_expr(definition.getBody(), f"Function definition '{sid}'", found))
    return found


def _calls(node: Any) -> set[str]:
    """Names of the functions that a formula calls."""
    found = {node.getName()} if node.getType() == libsbml.AST_FUNCTION else set()
    return found.union(*(_calls(node.getChild(i)) for i in range(node.getNumChildren())))
