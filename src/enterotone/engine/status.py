"""How the run of one member ended, with advice.

One bad member never stops the others: it gets a status, and NaN in place of values.
"""

from __future__ import annotations

from enum import Enum

__all__ = ["NEGATIVE_ATOL", "NEGATIVE_SHARE", "Status"]

#: How far below zero a species may fall: this many times atol, plus this share of its largest value.
NEGATIVE_ATOL = 1e3
NEGATIVE_SHARE = 1e-3


class Status(Enum):
    """End of one member's run; the value is a short text, `advice` says what to do."""

    OK = "ok"
    BUDGET = "step budget exceeded"
    STEP_TOO_SMALL = "step too small"
    NOT_FINITE = "not finite"
    NEGATIVE = "negative"
    BAD_PARAMETERS = "bad parameters"
    NO_STEADY_STATE = "no steady state"

    @property
    def is_ok(self) -> bool:
        return self is Status.OK

    @property
    def advice(self) -> str:
        """What the user can do about it; empty when all is well."""
        return _ADVICE[self]

    def __str__(self) -> str:
        return self.value


_ADVICE = {
    Status.OK: "",
    Status.BUDGET: (
        "The solver used up its steps. Raise Settings.max_steps, loosen rtol, or look for a parameter that makes "
        "one process far faster than all others."
    ),
    Status.STEP_TOO_SMALL: (
        "No step that is longer than rounding kept the error within the tolerance. Look for a quantity that grows "
        "without limit in finite time, or a rate that switches to and fro; or loosen rtol and atol."
    ),
    Status.NOT_FINITE: (
        "A rate became infinite or undefined. Look for a division by a quantity that reached zero, or for a "
        "logarithm or power of a negative number."
    ),
    Status.NEGATIVE: (
        "A species fell below zero by more than the tolerance. A rate goes on when its reactant is used up: check "
        "its law, or tighten atol."
    ),
    Status.BAD_PARAMETERS: (
        "A parameter, starting value or dose of this member is NaN or infinite, or a compartment is not above zero. "
        "Correct the row of this member."
    ),
    Status.NO_STEADY_STATE: (
        "No steady state was found within the horizon: the member may oscillate or grow without end. Simulate it "
        "over time, or raise Settings.steady_horizon_h."
    ),
}
