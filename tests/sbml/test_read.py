"""Reading SBML: what things mean, and what is refused by name."""

from __future__ import annotations

import gzip
import pickle

import pytest

from enterotone.errors import SbmlError
from enterotone.sbml.read import read_sbml

L3 = "http://www.sbml.org/sbml/level3/version2/core"
L2 = "http://www.sbml.org/sbml/level2/version4"
MATHML = "http://www.w3.org/1998/Math/MathML"


def unit_definition(sid: str, *units: tuple[str, str, str, str]) -> str:
    inner = "".join(f'<unit kind="{k}" exponent="{e}" scale="{s}" multiplier="{m}"/>' for k, e, s, m in units)
    return f'<unitDefinition id="{sid}"><listOfUnits>{inner}</listOfUnits></unitDefinition>'


UNITS = (
    "<listOfUnitDefinitions>"
    + unit_definition("umol", ("mole", "1", "-6", "1"))
    + unit_definition("h", ("second", "1", "0", "3600"))
    + unit_definition("km", ("mole", "1", "-9", "1"), ("metre", "-3", "-1", "1"), ("gram", "-0.5", "0", "1"))
    + unit_definition("odd", ("second", "-1", "0", "7"))
    + "</listOfUnitDefinitions>"
)
COMPARTMENTS = (
    '<listOfCompartments><compartment id="c" size="2" constant="true" spatialDimensions="3"/></listOfCompartments>'
)


def math(inner: str) -> str:
    return f'<math xmlns="{MATHML}">{inner}</math>'


def ci(name: str) -> str:
    return f"<ci>{name}</ci>"


def apply(op: str, *args: str) -> str:
    return f"<apply><{op}/>{''.join(args)}</apply>"


def species(sid: str, **attributes: str) -> str:
    defaults = {"hasOnlySubstanceUnits": "false", "boundaryCondition": "false", "constant": "false"}
    text = " ".join(f'{key}="{value}"' for key, value in {**defaults, **attributes}.items())
    return f'<species id="{sid}" compartment="c" {text}/>'


def reaction(sid: str, reactant: str, law: str, extra: str = "", reference: str = "", local: str = "") -> str:
    return (
        f'<reaction id="{sid}" reversible="false" {extra}><listOfReactants>'
        f'<speciesReference species="{reactant}" stoichiometry="2" constant="true" {reference}/></listOfReactants>'
        f"<kineticLaw>{math(law)}{local}</kineticLaw></reaction>"
    )


def sbml(body: str, attributes: str = "", root: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sbml xmlns="{L3}" level="3" version="2" {root}>'
        f'<model id="m" name="a name" substanceUnits="umol" extentUnits="umol" volumeUnits="litre" timeUnits="h" '
        f"{attributes}>{UNITS}{COMPARTMENTS}{body}</model></sbml>"
    )


def listed(**parts: str) -> str:
    """Write lists in the order that SBML wants them."""
    order = ("Species", "Parameters", "InitialAssignments", "Rules", "Constraints", "Reactions", "Events")
    return "".join(f"<listOf{name}>{parts[name]}</listOf{name}>" for name in order if name in parts)


ONE = listed(
    Species=species("S", initialConcentration="3"),
    Parameters='<parameter id="k" value="0.5" constant="true" units="km"/>',
    Reactions=reaction("R", "S", apply("times", ci("k"), ci("S"))),
)


def rule(kind: str, sid: str, formula: str) -> str:
    return f'<{kind}Rule variable="{sid}">{math(formula)}</{kind}Rule>'


def parameter(sid: str, value: str = "1", constant: str = "true") -> str:
    return f'<parameter id="{sid}" value="{value}" constant="{constant}"/>'


def test_the_smallest_model():
    model = read_sbml(sbml(ONE))
    assert (model.id, model.name, model.time_unit, model.compartments) == ("m", "a name", "h", ("c",))
    (state,) = model.states
    assert (state.id, state.kind, state.unit, state.compartment) == ("S", "species", "umol/L", "c")
    assert state.is_concentration
    assert str(model.reactions["R"].rate) == "k * S"
    assert dict(model.reactions["R"].stoichiometry) == {"S": -2.0}
    assert model.constants["k"].value == 0.5
    assert model.initial["S"].value == 3.0
    assert dict(model.units) == {"c": "L", "S": "umol/L", "k": "nmol/L/g^0.5", "R": "umol/h"}
    assert pickle.loads(pickle.dumps(model)) == model


def test_amounts_and_concentrations():
    body = listed(
        Species=species("amount", initialConcentration="3", hasOnlySubstanceUnits="true")
        + species("conc", initialAmount="3")
        + species("fixed", initialAmount="4", constant="true", boundaryCondition="true")
        + species("edge", initialConcentration="5", boundaryCondition="true")
        + species("unset"),
        Reactions=reaction("R", "amount", ci("conc")) + reaction("Q", "edge", ci("conc")),
    )
    model = read_sbml(sbml(body))
    assert [(s.id, s.is_concentration, s.unit) for s in model.states] == [
        ("amount", False, "umol"),
        ("conc", True, "umol/L"),
        ("unset", True, "umol/L"),
    ]
    assert {sid: str(expr) for sid, expr in model.initial.items() if sid != "unset"} == {
        "amount": "3 * c",
        "conc": "3 / c",
        "fixed": "4 / c",
    }
    # A species at the edge of the model is not changed by its reactions.
    assert model.constants["edge"].value == 5.0
    assert dict(model.reactions["Q"].stoichiometry) == {}


def test_local_parameters_are_renamed():
    local = '<listOfLocalParameters><localParameter id="k" value="7" units="odd"/></listOfLocalParameters>'
    body = listed(
        Species=species("S", initialConcentration="3"),
        Parameters=parameter("k", "1") + parameter("R_k", "2"),
        Reactions=reaction("R", "S", apply("times", ci("k"), ci("S")), local=local),
    )
    model = read_sbml(sbml(body))
    assert str(model.reactions["R"].rate) == "R_k_ * S"
    assert {sid: part.value for sid, part in model.constants.items()} == {"c": 2.0, "k": 1.0, "R_k": 2.0, "R_k_": 7.0}
    assert model.units["R_k_"] == "1/(7 second)"


def test_function_definitions_are_inlined():
    functions = (
        '<listOfFunctionDefinitions><functionDefinition id="f">'
        + math(f"<lambda><bvar>{ci('x')}</bvar><bvar>{ci('y')}</bvar>{apply('minus', ci('x'), ci('y'))}</lambda>")
        + '</functionDefinition><functionDefinition id="g">'
        + math(f"<lambda><bvar>{ci('y')}</bvar><apply>{ci('f')}<cn>1</cn>{ci('y')}</apply></lambda>")
        + "</functionDefinition></listOfFunctionDefinitions>"
    )
    body = listed(
        Species=species("x", initialConcentration="3"),
        Reactions=reaction("R", "x", f"<apply>{ci('f')}{ci('x')}<apply>{ci('g')}{ci('x')}</apply></apply>"),
    )
    text = sbml(body).replace("<listOfUnitDefinitions>", functions + "<listOfUnitDefinitions>", 1)
    assert str(read_sbml(text).reactions["R"].rate) == "x - (1 - x)"


def test_rules_and_initial_assignments():
    body = listed(
        Species=species("S", initialConcentration="3"),
        Parameters=parameter("late", constant="false")
        + parameter("early", constant="false")
        + parameter("state", "4", constant="false")
        + parameter("size", "9"),
        InitialAssignments=f'<initialAssignment symbol="c">{math(ci("size"))}</initialAssignment>',
        Rules=rule("assignment", "late", apply("plus", ci("early"), ci("R")))
        + rule("assignment", "early", apply("times", ci("S"), "<cn>2</cn>"))
        + rule("rate", "state", apply("minus", ci("late"))),
        Reactions=reaction("R", "S", ci("early")),
    )
    model = read_sbml(sbml(body))
    assert list(model.assignments) == ["early", "late"]
    assert [(s.id, s.kind) for s in model.states] == [("S", "species"), ("state", "parameter")]
    assert str(model.rates["state"]) == "-late"
    assert str(model.initial["c"]) == "size"
    assert "late" not in model.constants


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f"<apply><root/><degree><cn>3</cn></degree>{ci('S')}</apply>", "S**(1 / 3)"),
        (apply("root", ci("S")), "sqrt(S)"),
        (f"<apply><log/><logbase><cn>2</cn></logbase>{ci('S')}</apply>", "ln(S) / ln(2)"),
        (apply("log", ci("S")), "log10(S)"),
        (apply("sec", ci("S")), "1 / cos(S)"),
        (apply("plus"), "0"),
        (apply("times", ci("S")), "S"),
        (
            f"<piecewise><piece><cn>1</cn>{apply('lt', ci('S'), ci('k'), ci('c'))}</piece></piecewise>",
            "piecewise(1, S < k and k < c)",
        ),
        ('<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>', "time"),
        ('<cn type="e-notation">2<sep/>3</cn>', "2000"),
        ('<cn type="rational">1<sep/>4</cn>', "0.25"),
        ("<pi/>", "3.141592653589793"),
        (apply("factorial", ci("S")), "factorial(S)"),
    ],
)
def test_operators(formula, expected):
    body = ONE.replace(apply("times", ci("k"), ci("S")), formula)
    assert str(read_sbml(sbml(body)).reactions["R"].rate) == expected


def test_level_2_has_units_of_its_own():
    text = sbml(ONE).replace(L3, L2).replace('level="3" version="2"', 'level="2" version="4"')
    text = text.replace('constant="true" />', "/>").replace('stoichiometry="2" constant="true" ', 'stoichiometry="2"')
    text = text.replace(' substanceUnits="umol" extentUnits="umol" volumeUnits="litre" timeUnits="h" ', "")
    text = text.replace(' exponent="-0.5"', ' exponent="-1"')
    model = read_sbml(text)
    assert (model.time_unit, model.units["S"], model.units["R"]) == ("s", "mol/L", "mol/s")


def test_paths_and_packed_files(tmp_path):
    plain, packed = tmp_path / "model.xml", tmp_path / "model.xml.gz"
    plain.write_text(sbml(ONE))
    packed.write_bytes(gzip.compress(sbml(ONE).encode()))
    assert read_sbml(plain) == read_sbml(str(packed)) == read_sbml(sbml(ONE))


DELAY = (
    '<apply><csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/delay">delay</csymbol>'
    f"{ci('S')}<cn>1</cn></apply>"
)
LAW = apply("times", ci("k"), ci("S"))
REFUSED = {
    "algebraic rule": (
        ONE.replace(
            "<listOfReactions>",
            f"<listOfRules><algebraicRule>{math(ci('S'))}</algebraicRule></listOfRules><listOfReactions>",
        ),
        "Not supported: algebraic rule, in '0 = S'",
    ),
    "delay": (ONE.replace(LAW, DELAY), r"Not supported: delay\(\), in the rate of reaction 'R'"),
    "coefficient without value": (
        ONE.replace(' stoichiometry="2"', ""),
        "Not supported: coefficient without a value, in species 'S' in reaction 'R'",
    ),
    "unknown name": (ONE.replace(LAW, ci("nothing")), "The rate of reaction 'R' names 'nothing'"),
    "unknown function": (ONE.replace(LAW, f"<apply>{ci('f')}{ci('S')}</apply>"), "calls 'f', which no function"),
    "no rate": (
        ONE.replace(f"<kineticLaw>{math(LAW)}</kineticLaw>", ""),
        "Not supported: reaction without a rate, in reaction 'R'",
    ),
    "time as a name": (
        ONE.replace('id="k"', 'id="time"').replace(ci("k"), ci("time")),
        "Not supported: element named 'time', in the parameter 'time'",
    ),
    "circle": (
        listed(
            Species=species("S", initialConcentration="3"),
            Parameters="".join(parameter(sid, constant="false") for sid in "abd"),
            Rules=rule("assignment", "a", ci("b"))
            + rule("assignment", "b", ci("d"))
            + rule("assignment", "d", ci("b")),
            Reactions=reaction("R", "S", ci("a")),
        ),
        "circle: b -> d -> b",
    ),
    "circle of starting values": (
        listed(
            Species=species("S", initialConcentration="3"),
            Parameters=parameter("a") + parameter("b"),
            InitialAssignments="".join(
                f'<initialAssignment symbol="{sid}">{math(ci(other))}</initialAssignment>'
                for sid, other in ("ab", "ba")
            ),
            Reactions=reaction("R", "S", ci("a")),
        ),
        "circle: a -> b -> a",
    ),
}


@pytest.mark.parametrize("feature", REFUSED)
def test_refused_by_name(feature):
    body, message = REFUSED[feature]
    with pytest.raises(SbmlError, match=message):
        read_sbml(sbml(body))


def test_packages_that_change_the_meaning_are_refused():
    unknown = 'xmlns:new="http://example.org/new" new:required="true"'
    with pytest.raises(SbmlError, match="Not supported: package that changes the meaning, .* for new"):
        read_sbml(sbml(ONE, root=unknown))
    harmless = 'xmlns:layout="http://www.sbml.org/sbml/level3/version1/layout/version1" layout:required="false"'
    assert read_sbml(sbml(ONE, root=harmless)).state_ids == ("S",)


def test_fast_reactions_are_refused():
    text = sbml(ONE.replace('reversible="false"', 'reversible="false" fast="true"'))
    text = text.replace(L3, L3.replace("version2", "version1")).replace('version="2"', 'version="1"')
    with pytest.raises(SbmlError, match="Not supported: fast reaction, in reaction 'R'"):
        read_sbml(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<sbml", r"line \d, column 0: Unclosed"),
        ("<html></html>", "no valid SBML"),
        (sbml(ONE).replace("</model>", "", 1), r"line \d+, column \d+"),
        (f'<sbml xmlns="{L3}" level="3" version="2"></sbml>', "holds no model"),
    ],
)
def test_what_is_no_sbml(text, message):
    with pytest.raises(SbmlError, match=message):
        read_sbml(text)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(SbmlError, match=r"Cannot read '.*absent.xml'"):
        read_sbml(tmp_path / "absent.xml")
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<sbml>\xff")
    with pytest.raises(SbmlError, match="not UTF-8 text at byte 6"):
        read_sbml(broken)
    cut = tmp_path / "cut.xml.gz"
    cut.write_bytes(gzip.compress(sbml(ONE).encode())[:-20])
    with pytest.raises(SbmlError, match="Cannot read"):
        read_sbml(cut)
