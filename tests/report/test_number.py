"""Numbers are written with the digits that their interval warrants."""

from __future__ import annotations

import math

import pytest

from enterotone.assessment.result import Interval
from enterotone.report.number import (
    SPACE,
    brief,
    change_span,
    fixed,
    percent,
    percent_span,
    significant,
    span,
    tick_labels,
)
from enterotone.report.symbol import capital, typeset, unit_symbol, with_unit


def spaced(text: str) -> str:
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4412.3, "4,410"),
        (52.31, "52.3"),
        (0.04567, "0.0457"),
        (9.999, "10.0"),
        (-3.14159, "−3.14"),
        (0.0, "0"),
        (0.000123, "1.23 × 10⁻⁴"),
        (2.5e7, "2.50 × 10⁷"),
        (math.nan, "n/a"),
        (math.inf, "n/a"),
    ],
)
def test_three_significant_digits(value: float, text: str) -> None:
    assert significant(value) == text


@pytest.mark.parametrize(
    ("interval", "median", "written"),
    [
        # Two digits of the width.
        (Interval(52.31, 38.24, 71.3), "52", "38 to 71"),
        (Interval(5312, 4100, 7000), "5,300", "4,100 to 7,000"),
        # A positive quantity keeps two digits of its median.
        (Interval(9.1, 5.2, 15.4), "9.1", "5.2 to 15.4"),
        # Never more than three digits of the largest number, however narrow.
        (Interval(52.314, 52.312, 52.316), "52.3", "52.3 to 52.3"),
        # Skewed: each number keeps two digits of its own.
        (Interval(0.74, 0.021, 3.92), "0.74", "0.021 to 3.9"),
        # Spanning zero.
        (Interval(0.4, -11.2, 20.6), "0", "−11 to 21"),
        # A point.
        (Interval(7.0, 7.0, 7.0), "7.00", "7.00 to 7.00"),
        (Interval(0.0, 0.0, 0.0), "0", "0 to 0"),
        (Interval(math.nan, math.nan, math.nan), "n/a", "n/a to n/a"),
        (Interval(2.1e-5, 1.1e-5, 4.2e-5), "2.1 × 10⁻⁵", "1.1 × 10⁻⁵ to 4.2 × 10⁻⁵"),
    ],
)
def test_interval_shares_its_decimals(interval: Interval, median: str, written: str) -> None:
    found = span(interval)
    assert (found.median, spaced(found.range)) == (median, written)


def test_change_carries_its_sign_and_at_most_one_decimal() -> None:
    found = change_span(Interval(0.108, -0.041, 0.183))
    assert (found.median, found.low, found.high) == ("+11", "−4", "+18")
    narrow = change_span(Interval(0.00123, 0.00111, 0.00131))
    assert narrow.median == "+0.1"


def test_no_change_has_no_sign() -> None:
    assert change_span(Interval(0.0, 0.0, 0.0)).median == "0"


def test_small_shares_are_not_written_as_zero() -> None:
    assert spaced(percent(0.00003)) == "< 0.01 %"
    assert spaced(percent(0.0)) == "0 %"
    assert spaced(percent(0.12345)) == "12.3 %"
    assert percent(0.5, 2, symbol=False) == "50"
    assert percent(math.nan) == "n/a"
    found = percent_span(Interval(0.0011, 0.00002, 0.009))
    assert (found.median, spaced(found.low), found.high) == ("0.11", "< 0.01", "0.90")
    assert percent_span(Interval(0.0, 0.0, 0.0)).high == "0"


@pytest.mark.parametrize(
    ("unit", "symbol"),
    [
        ("umol/L", "µmol/L"),
        ("uM", "µM"),
        ("umol/day", "µmol/day"),
        ("umol/L/h", "µmol/(L·h)"),
        ("1/week", "per week"),
        ("nmol/1e9", "nmol/10⁹"),
        ("kg^0.75", "kg⁰·⁷⁵"),
        ("mL*h^-1", "mL·h⁻¹"),
        ("dimensionless", ""),
        ("fraction", ""),
        ("percent", "%"),
        ("mmol", "mmol"),
        ("us", "µs"),
        ("lux", "lux"),
    ],
)
def test_units_get_their_symbols(unit: str, symbol: str) -> None:
    assert unit_symbol(unit) == symbol


def test_number_and_unit_stay_on_one_line() -> None:
    assert with_unit("52", "umol/L") == f"52{SPACE}µmol/L"
    assert with_unit("3", "dimensionless") == "3"


def test_running_text_gets_symbols_too() -> None:
    assert typeset("per 10^9 platelets, 0.1 to 2 uM; plum") == "per 10⁹ platelets, 0.1 to 2 µM; plum"


def test_names_begin_with_a_capital_unless_abbreviated() -> None:
    assert capital("share of gut serotonin") == "Share of gut serotonin"
    assert capital("pH of the colon") == "pH of the colon"
    assert capital("") == ""


def test_published_numbers_lose_empty_zeros() -> None:
    assert [brief(x) for x in (40.0, 1.49, 0.27, 100.0, 575.0)] == ["40", "1.49", "0.27", "100", "575"]


def test_ticks_share_decimals() -> None:
    assert tick_labels((0.0, 0.5, 1.0)) == ["0", "0.5", "1.0"]
    assert tick_labels((20.0, 40.0)) == ["20", "40"]
    assert tick_labels((0.0, 2e-5)) == ["0", "2 × 10⁻⁵"]


def test_rounding_to_hundreds() -> None:
    assert fixed(4449.0, -2) == "4,400"
    assert fixed(-0.04, 1) == "0.0"
