"""Every error that Enterotone raises on purpose.

A message answers five questions: what went wrong, where, what was found, what was expected, and
what to do next. Each class also extends the builtin it refines, so callers may catch either.

::

    EnterotoneError
    ├── EvidenceError (ValueError)     a table of numbers breaks its contract
    ├── ModelError (ValueError)        the equations do not form a model
    │   ├── UnitError                  a formula does not balance in units
    │   ├── PortError                  two organs do not fit together
    │   └── UnknownIdError (KeyError)  a name that no organ defines
    ├── SbmlError (ValueError)         an SBML document is invalid or uses what we refuse
    ├── FormatError (ValueError)       a file is not what it claims to be
    ├── ProfileError (ValueError)      a stool profile is readable but cannot be used
    ├── PersonError (ValueError)       a person file holds an impossible or unreadable value
    ├── DesignError (ValueError)       a request that makes no sense (a negative dose, no members)
    └── SimulationError (RuntimeError) too few members could be simulated

References
----------
The habit of saying what was got and what was expected side by side follows diffrax.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "DesignError",
    "EnterotoneError",
    "EvidenceError",
    "FormatError",
    "ModelError",
    "PersonError",
    "PortError",
    "ProfileError",
    "SbmlError",
    "SimulationError",
    "UnitError",
    "UnknownIdError",
    "nearest",
]


class EnterotoneError(Exception):
    """Base of all errors that have a message for the user."""


class EvidenceError(EnterotoneError, ValueError):
    """A table of numbers breaks its contract: a blank unit, a value outside its range, no source."""


class ModelError(EnterotoneError, ValueError):
    """The equations of the organs do not form a model."""


class UnitError(ModelError):
    """A formula does not balance in units, or a unit cannot be read."""


class PortError(ModelError):
    """An organ asks for a name that no other organ offers, or two organs offer the same one."""


class UnknownIdError(ModelError, KeyError):
    """A name that the model does not define."""

    def __str__(self) -> str:
        return Exception.__str__(self)


class SbmlError(EnterotoneError, ValueError):
    """An SBML document is invalid, or uses a feature that we refuse by name."""


class FormatError(EnterotoneError, ValueError):
    """A file is not what it claims to be; the message names path, line and column."""


class ProfileError(EnterotoneError, ValueError):
    """A stool profile that was read but cannot carry a simulation."""


class PersonError(EnterotoneError, ValueError):
    """A person file holds a value that is impossible or that cannot be read."""


class DesignError(EnterotoneError, ValueError):
    """A request that makes no sense: a negative dose, no members, an unknown diet."""


class SimulationError(EnterotoneError, RuntimeError):
    """Too few members could be simulated to give an answer."""


def nearest(name: str, choices: Iterable[str], n: int = 3) -> str:
    """Name the `n` choices nearest to `name`, ready to be put behind a full stop.

    Parameters
    ----------
    name : what the user wrote.
    choices : what would have been right.
    n : how many to name.

    Returns
    -------
    str
        ``"Nearest: a, b, c."``, or an empty string when nothing is near.
    """
    by_fold = {choice.casefold(): choice for choice in choices}
    hits = difflib.get_close_matches(name.casefold(), list(by_fold), n=n, cutoff=0.5)
    return f"Nearest: {', '.join(by_fold[hit] for hit in hits)}." if hits else ""
