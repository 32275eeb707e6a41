"""The rule of the model's verdict, on rows whose verdict can be worked out by hand."""

from dataclasses import replace

import pytest

from enterotone.qualification.claim_verdict import DIRECTION, REPRODUCED, UNSUPPORTED, UNTESTED, of_claim, of_reading
from enterotone.qualification.result import Row

ROW = Row(
    id="C99.x",
    experiment="C99_x",
    title="a reading",
    species="human",
    n="",
    source="a test",
    verified="yes",
    role="verification",
    arm="a",
    against="untouched",
    at="end",
    contrast="percent change",
    observable="x",
    unit="%",
    predicted=-20.0,
    low=-30.0,
    high=-10.0,
    published=-24.0,
    published_low=-34.0,
    published_high=-14.0,
    sign="",
    fold=1.2,
    sign_ok=True,
    inside=True,
    verdict="inside",
    share_right=1.0,
    n_members=64,
    explanation="",
    note="",
)
SIGN = {"published": None, "published_low": None, "published_high": None, "sign": "down", "inside": None}
NOTHING = {"published": 0.0, "published_low": -10.0, "published_high": 10.0}
LEVEL = {"contrast": "value", "unit": "", "sign_ok": None}


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, REPRODUCED),
        # The median is in the range, but some individuals go the other way.
        ({"high": 2.0}, UNSUPPORTED),
        # Too small, all on one side.
        ({"predicted": -5.0, "low": -8.0, "high": -2.0}, DIRECTION),
        # Too large.
        ({"predicted": -60.0, "low": -80.0, "high": -40.0}, DIRECTION),
        # The other way.
        ({"predicted": 20.0, "low": 10.0, "high": 30.0, "sign_ok": False}, UNSUPPORTED),
        # Below one per cent of what it is compared with: `sign_ok` holds that.
        ({"predicted": -0.3, "low": -0.5, "high": -0.1, "sign_ok": False}, UNSUPPORTED),
        # Only a direction was published: the most that can be reached.
        (SIGN, DIRECTION),
        ({**SIGN, "high": 1.0}, UNSUPPORTED),
        # No effect was published: an interval over nothing is no failure, an effect is.
        ({**NOTHING, "predicted": 3.0, "low": -5.0, "high": 8.0}, REPRODUCED),
        ({**NOTHING, "predicted": -20.0}, UNSUPPORTED),
        # Ratios have their nothing at 1.
        (
            {
                "contrast": "ratio",
                "predicted": 1.4,
                "low": 1.1,
                "high": 1.8,
                "published": 1.45,
                "published_low": 1.2,
                "published_high": 1.7,
            },
            REPRODUCED,
        ),
        (
            {
                "contrast": "ratio",
                "predicted": 1.4,
                "low": 0.9,
                "high": 1.8,
                "published": 1.45,
                "published_low": 1.2,
                "published_high": 1.7,
            },
            UNSUPPORTED,
        ),
        # A level is inside or not.
        ({**LEVEL, "predicted": -20.0}, REPRODUCED),
        ({**LEVEL, "predicted": -50.0}, UNSUPPORTED),
        ({"verdict": UNTESTED, "predicted": None, "low": None, "high": None}, UNTESTED),
    ],
)
def test_a_reading_is_judged_by_effect_and_interval(changes: dict[str, object], verdict: str) -> None:
    assert of_reading(replace(ROW, **changes)) == verdict  # type: ignore[arg-type]


def test_a_level_may_name_what_would_mean_nothing() -> None:
    share = replace(
        ROW,
        contrast="value",
        predicted=0.87,
        low=0.72,
        high=0.9,
        published=0.92,
        published_low=0.9,
        published_high=0.95,
        sign_ok=None,
    )
    assert of_reading(share) == UNSUPPORTED
    assert of_reading(share, 0.5) == DIRECTION
    assert of_reading(replace(share, low=0.4), 0.5) == UNSUPPORTED
    assert of_reading(replace(share, predicted=0.3, low=0.2, high=0.4), 0.5) == UNSUPPORTED
    assert of_reading(replace(share, predicted=0.91), 0.5) == REPRODUCED


def sign_row(name: str) -> Row:
    return replace(ROW, id=name, **SIGN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdicts", "expected", "lead"),
    [
        ([(ROW, REPRODUCED), (sign_row("s"), DIRECTION)], REPRODUCED, "C99.x"),
        ([(sign_row("s"), DIRECTION), (ROW, REPRODUCED)], REPRODUCED, "C99.x"),
        ([(ROW, DIRECTION), (sign_row("s"), DIRECTION)], DIRECTION, "C99.x"),
        ([(sign_row("s"), DIRECTION)], DIRECTION, "s"),
        ([(ROW, REPRODUCED), (sign_row("s"), UNSUPPORTED)], UNSUPPORTED, "s"),
        ([(sign_row("s"), UNTESTED), (ROW, REPRODUCED)], REPRODUCED, "C99.x"),
        ([(sign_row("s"), UNTESTED)], UNTESTED, "s"),
    ],
)
def test_a_claim_is_judged_by_its_readings(verdicts: list[tuple[Row, str]], expected: str, lead: str) -> None:
    found, first = of_claim(verdicts)
    assert (found, first.id if first else "") == (expected, lead)


def test_a_claim_without_readings_cannot_be_tested() -> None:
    assert of_claim([]) == (UNTESTED, None)
