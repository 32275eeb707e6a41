"""What an arm of a trial is given, read from words, and whether that lies where trials have been.

``"inulin 10 g/day"`` lasts; ``"escitalopram 10 mg"`` without a time is a dose a day at `USUAL_TIME`. The order in which
things are named does not matter: they are sorted by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from enterotone.errors import DesignError, UnitError
from enterotone.interventions.regimen import Regimen, parse_regimen
from enterotone.model.schedule import Schedule
from enterotone.units import dimension_of, factor_to

__all__ = ["CONTROL", "USUAL_TIME", "Arm", "beyond_studied", "read_arm"]

#: Name of the arm that is given nothing.
CONTROL = "without"
#: When a dose is given that names no time.
USUAL_TIME = "8 h every 24 h"
_MASS = re.compile(r"[=\s]\s*[\d.]+\s*(?P<unit>[A-Za-z]+)(?:/d|/day)?\s*$")


@dataclass(frozen=True)
class Arm:
    """One arm.

    Parameters
    ----------
    name : for people.
    regimens : what is given, sorted by id.
    """

    name: str
    regimens: tuple[Regimen, ...] = ()

    @property
    def sets(self) -> dict[str, float]:
        """Constants that hold while it lasts: name -> value in canonical units.

        Raises
        ------
        DesignError
            If two of them set one constant to different values.
        """
        found: dict[str, float] = {}
        by: dict[str, str] = {}
        for regimen in self.regimens:
            for name, value in regimen.sets.items():
                if found.setdefault(name, value) != value:
                    raise DesignError(
                        f"'{by[name]}' and '{regimen.intervention.id}' both set '{name}', to different values. "
                        "Try them one at a time."
                    )
                by[name] = regimen.intervention.id
        return found

    def schedule(self, end_h: float) -> Schedule:
        """Give the doses before the end of what is given.

        Parameters
        ----------
        end_h : when it stops [h].
        """
        return sum(
            (replace(regimen, until_h=min(regimen.until_h, end_h)).schedule for regimen in self.regimens), Schedule(())
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Say where a dose lies outside of what trials studied."""
        return tuple(text for text in map(beyond_studied, self.regimens) if text)


def read_arm(texts: Iterable[str], name: str = "") -> Arm:
    """Read what an arm is given.

    Parameters
    ----------
    texts : as in `enterotone.interventions.regimen`; a dose without a time is given once a day.
    name : for people; the words themselves by default.

    Raises
    ------
    UnknownIdError, DesignError
        If there is no such intervention, a dose cannot be read, or what lasts is named twice.
    """
    given = [text.strip() for text in texts]
    regimens = sorted((_read(text) for text in given), key=lambda each: (each.intervention.id, each.time_h))
    lasting = [each.intervention.id for each in regimens if not each.intervention.doses]
    for twice in {each for each in lasting if lasting.count(each) > 1}:
        raise DesignError(f"'{twice}' is named twice; give it once, with one level.")
    arm = Arm(name or " + ".join(sorted(given)), tuple(regimens))
    _ = arm.sets
    return arm


def _read(text: str) -> Regimen:
    try:
        return parse_regimen(text)
    except DesignError:
        # A mass without a time, "10 mg" or "10 mg/day", is a dose a day; an event (a run, a course) needs its time.
        dose = _MASS.search(text)
        if dose is None or not _is_mass(dose["unit"]):
            raise
    return parse_regimen(f"{text[: dose.end('unit')]} @ {USUAL_TIME}")


def _is_mass(unit: str) -> bool:
    try:
        return dimension_of(unit) == dimension_of("g")
    except UnitError:
        return False


def beyond_studied(regimen: Regimen) -> str:
    """Say that a dose lies outside the range that trials studied; empty where it does not, or none is known.

    Parameters
    ----------
    regimen : what is given.
    """
    studied = regimen.intervention.known.studied
    if studied is None:
        return ""
    _, low, high = studied.canonical
    level = regimen.level
    if regimen.intervention.doses:
        is_rate = dimension_of(studied.unit) == dimension_of("g/h")
        level = regimen.dose_g / regimen.every_h if is_rate and regimen.every_h else regimen.dose_g
    if level == 0 or low <= level <= high:
        return ""
    unit = "" if studied.unit == "dimensionless" else f" {studied.unit}"
    shown = level * factor_to(studied.unit)
    source = "a range that is assumed" if studied.source_id == "assumption" else studied.source_id
    return (
        f"{regimen.intervention.title}: {shown:.3g}{unit} lies outside the {studied.low:g} to {studied.high:g}{unit} "
        f"that trials studied ({source}); the model only continues its formulas there."
    )
