"""Formulas: reading, writing, units."""

from fractions import Fraction

import pytest

from enterotone.errors import ModelError, UnitError
from enterotone.model.expression import dimension, infix, names, number, parse, substitute, symbol
from enterotone.units import DIMENSIONLESS, Dimension, dimension_of

UNITS = {"x": "umol/L", "K": "umol/L", "V": "umol/h", "n": "dimensionless", "T": "h"}


def of_name(name: str) -> Dimension:
    return dimension_of(UNITS[name])


@pytest.mark.parametrize(
    "text",
    [
        "V * x / (K + x)",
        "-x**2 / (1 + n)",
        "a - (b - c)",
        "a / (b / c)",
        "a**b**c",
        "(a**b)**c",
        "-(a + b)",
        "max(x, 0) + piecewise(a, x > K, b)",
        "(a + b) * -c",
    ],
)
def test_writing_and_reading_again_gives_the_same_tree(text: str) -> None:
    tree = parse(text)
    assert parse(infix(tree)) == tree


def test_powers_bind_to_the_right_as_in_mathematics() -> None:
    tree = parse("a**b**c")
    assert tree.args[0] == symbol("a")
    assert tree.args[1] == parse("b**c")


def test_names_come_in_order_with_repeats() -> None:
    assert list(names(parse("V * x / (K + x)"))) == ["V", "x", "K", "x"]


def test_substitution_leaves_other_names_alone() -> None:
    assert substitute(parse("a + b"), {"a": number(2)}) == parse("2 + b")


@pytest.mark.parametrize("text", ["f(x)", "x[0]", "x if y else z", "lambda: x", "'text'", "x.y", "True"])
def test_only_arithmetic_is_allowed(text: str) -> None:
    with pytest.raises(ModelError):
        parse(text)


def test_a_syntax_error_quotes_the_formula_and_the_column() -> None:
    with pytest.raises(ModelError, match=r"V \* \(x.*column"):
        parse("V * (x")


def test_michaelis_menten_comes_out_in_the_unit_of_its_capacity() -> None:
    assert dimension(parse("V * x / (K + x)"), of_name) == dimension_of("umol/h")


def test_a_fractional_power_divides_the_exponents() -> None:
    assert dimension(parse("sqrt(x)"), of_name) == dimension_of("umol/L") ** Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("x + T", "'T' is in h"),
        ("exp(x)", "'exp' needs a pure number"),
        ("x**n", "divide it by a reference"),
        ("n**x", "an exponent is a pure number"),
        ("x + 1", "'1' is in dimensionless"),
        ("max(x, 0)", "'0' is in dimensionless"),
    ],
)
def test_units_that_do_not_balance_are_named(text: str, part: str) -> None:
    with pytest.raises(UnitError, match=part.replace("(", r"\(")):
        dimension(parse(text), of_name)


def test_a_comparison_is_a_pure_number() -> None:
    assert dimension(parse("x > K"), of_name) == DIMENSIONLESS
