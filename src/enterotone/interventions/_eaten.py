"""What something eaten adds to the usual diet: to fermentable carbohydrate, its share of starch, and what is digested.

The model holds fermentable carbohydrate J, the share of starch in it and the ratio of digestible to fermentable. With
additions of F (fermentable), S (starch in F) and D (digestible), in g a day::

    J := J + F,  share := share + (S - share_alone F) / J,  ratio := ratio + (D - ratio_alone F) / J

where ``_alone`` are the values of the usual diet and J holds all additions. Starch ``share J`` and digestible
carbohydrate ``ratio J`` then add up, whatever else is eaten and in whatever order; additions of 0 change no bit.
"""

from __future__ import annotations

__all__ = ["EATEN_UNITS", "eaten"]

#: Written units of what the formulas of `eaten` read.
EATEN_UNITS = {
    "J_diet_fermentable": "g/day",
    "J_clock_floor": "g/day",
    "f_starch_alone": "dimensionless",
    "ratio_digestible_alone": "dimensionless",
}
_ALL = "max(J_diet_fermentable, J_clock_floor)"


def eaten(fermentable: str, starch: str = "", digestible: str = "") -> dict[str, str]:
    """Formulas of `acts` for what is eaten beside the usual diet.

    Parameters
    ----------
    fermentable, starch, digestible : formulas [g/day] of F, S and D; nothing where there is none.
    """

    def change(added: str, usual: str) -> str:
        less = f"{usual} * ({fermentable})"
        return f"{{before}} + ({added} - {less}) / {_ALL}" if added else f"{{before}} - {less} / {_ALL}"

    return {
        "J_diet_fermentable": f"{{before}} + ({fermentable})",
        "f_starch": change(starch, "f_starch_alone"),
        "ratio_digestible": change(digestible, "ratio_digestible_alone"),
    }
