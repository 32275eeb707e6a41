"""Enterotone: the gut-serotonin system as an executable model.

>>> import enterotone as et
>>> model = et.load()                                    # doctest: +SKIP
>>> days = model.simulate(days=7)                        # doctest: +SKIP
>>> answer = et.assess("stool_profile.tsv", "me.yaml")   # doctest: +SKIP

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enterotone.formats import open_profile as open_profile
    from enterotone.operations.assess import assess as assess
    from enterotone.operations.simulate import LoadedModel as LoadedModel
    from enterotone.operations.simulate import load as load
    from enterotone.population.person import Person as Person
    from enterotone.population.person import read_person as read_person

__all__ = ["LoadedModel", "Person", "assess", "load", "open_profile", "read_person"]

_WHERE = {
    "LoadedModel": "enterotone.operations.simulate",
    "Person": "enterotone.population.person",
    "assess": "enterotone.operations.assess",
    "load": "enterotone.operations.simulate",
    "open_profile": "enterotone.formats",
    "read_person": "enterotone.population.person",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'enterotone' has no attribute '{name}'; it offers {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
