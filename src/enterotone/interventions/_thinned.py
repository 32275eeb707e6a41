"""What broad antibiotics leave of the guilds of the colon: one list, for a course and for the state that it leaves.

A loss of 1 is what a broad mixture does at its end. Guilds of strict anaerobes grow at a share of their fitness,
``1 / (1 + r loss)``; facultatives, many of which resist, keep theirs and take the room. Rows of the table are named
``r_<guild>_<name>``.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable

__all__ = ["thinned"]


def thinned(name: str, parameters: EvidenceTable, loss: str) -> dict[str, str]:
    """What the loss acts on: fitness of each guild that the table has a row for.

    Parameters
    ----------
    name : of the intervention.
    parameters : its table.
    loss : formula of the loss, 0 without.
    """
    guilds = [row.removeprefix("r_").removesuffix(f"_{name}") for row in parameters if row.startswith("r_")]
    return {f"fitness_{guild}": f"{{before}} / (1 + r_{guild}_{name} * {loss})" for guild in guilds}
