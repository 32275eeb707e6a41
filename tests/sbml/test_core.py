"""What SBML has beyond plain equations, written in terms of plain equations; values by hand."""

from __future__ import annotations

import libsbml
import pytest

from enterotone.errors import SbmlError
from enterotone.sbml.read import read_sbml
from enterotone.sbml.refuse import FEATURES, refused_feature


class Builder:
    """A document in few words; formulas in libSBML's infix."""

    def __init__(self, level: int = 3, version: int = 2) -> None:
        self.document = libsbml.SBMLDocument(level, version)
        self.model = self.document.createModel()

    def compartment(self, sid: str = "c", size: float = 2.0) -> Builder:
        part = self.model.createCompartment()
        part.setId(sid)
        part.setSize(size)
        part.setSpatialDimensions(3)
        part.setConstant(False)
        return self

    def species(self, sid: str, concentration: float = 1.0, factor: str = "", is_boundary: bool = False) -> Builder:
        part = self.model.createSpecies()
        part.setId(sid)
        part.setCompartment("c")
        part.setInitialConcentration(concentration)
        part.setHasOnlySubstanceUnits(False)
        part.setBoundaryCondition(is_boundary)
        part.setConstant(False)
        if factor:
            part.setConversionFactor(factor)
        return self

    def parameter(self, sid: str, value: float = 1.0) -> Builder:
        part = self.model.createParameter()
        part.setId(sid)
        part.setValue(value)
        part.setConstant(False)
        return self

    def rule(self, kind: str, sid: str, formula: str) -> Builder:
        part = getattr(self.model, f"create{kind}Rule")()
        part.setVariable(sid)
        part.setMath(libsbml.parseL3Formula(formula))
        return self

    def start(self, sid: str, formula: str) -> Builder:
        part = self.model.createInitialAssignment()
        part.setSymbol(sid)
        part.setMath(libsbml.parseL3Formula(formula))
        return self

    def reaction(self, rate: str, reactant: str = "S", n: float = 1.0, reference: str = "") -> Builder:
        part = self.model.createReaction()
        part.setId("R")
        part.setReversible(False)
        if self.document.getLevel() < 3 or self.document.getVersion() < 2:
            part.setFast(False)
        made = part.createReactant()
        made.setSpecies(reactant)
        made.setStoichiometry(n)
        made.setConstant(False)
        if reference:
            made.setId(reference)
        part.createKineticLaw().setMath(libsbml.parseL3Formula(rate))
        return self

    def event(self, trigger: str | None, **values: str) -> Builder:
        part = self.model.createEvent()
        part.setUseValuesFromTriggerTime(True)
        made = part.createTrigger()
        made.setInitialValue(False)
        made.setPersistent(False)
        if trigger is not None:
            made.setMath(libsbml.parseL3Formula(trigger))
        for sid, formula in values.items():
            assignment = part.createEventAssignment()
            assignment.setVariable(sid)
            assignment.setMath(libsbml.parseL3Formula(formula))
        return self

    @property
    def text(self) -> str:
        return str(libsbml.writeSBMLToString(self.document))


class TestCompartmentsOfVariableSize:
    def test_the_amount_is_the_state_and_the_concentration_follows(self) -> None:
        model = read_sbml(
            Builder().compartment().species("S", 3.0).rule("Rate", "c", "0.5").reaction("k * S").parameter("k").text
        )
        assert [(s.id, s.kind) for s in model.states] == [("c", "compartment"), ("amount_S", "species")]
        assert str(model.assignments["S"]) == "amount_S / c"
        assert str(model.initial["amount_S"]) == "3 * c"
        assert dict(model.reactions["R"].stoichiometry) == {"amount_S": -1.0}

    def test_a_rate_rule_is_about_the_concentration(self) -> None:
        built = Builder().compartment().species("S", is_boundary=True).rule("Rate", "c", "1").rule("Rate", "S", "2")
        model = read_sbml(built.text)
        assert model.state_ids == ("c", "S")
        assert model.diluted == ("S",)
        assert model.states[1].kind == "concentration"

    def test_an_initial_assignment_is_about_the_concentration(self) -> None:
        model = read_sbml(Builder().compartment().species("S").rule("Assignment", "c", "1 + time").start("S", "7").text)
        assert str(model.initial["amount_S"]) == "7 * c"

    def test_an_event_alone_makes_it_variable(self) -> None:
        model = read_sbml(Builder().compartment().species("S").event("time > 1", c="1").text)
        assert model.state_ids == ("c", "amount_S")
        assert dict(model.amounts) == {"S": "amount_S"}


class TestCoefficients:
    def test_a_conversion_factor_multiplies(self) -> None:
        model = read_sbml(
            Builder()
            .compartment()
            .parameter("f", 3.0)
            .species("S", factor="f")
            .reaction("k", n=2.0)
            .parameter("k")
            .text
        )
        assert str(model.rates["S"]) == "-(2 * f) * R / c"
        assert dict(model.reactions["R"].stoichiometry) == {}

    def test_a_coefficient_with_a_rule_is_a_quantity(self) -> None:
        built = Builder().compartment().species("S").reaction("1", reference="n").rule("Assignment", "n", "1 + time")
        model = read_sbml(built.text)
        assert str(model.assignments["n"]) == "1 + time"
        assert "n" in str(model.rates["S"])

    def test_a_coefficient_that_an_event_sets_is_a_state(self) -> None:
        model = read_sbml(
            Builder().compartment().species("S").reaction("1", n=4.0, reference="n").event("time > 1", n="5").text
        )
        assert "n" in model.state_ids
        assert str(model.initial["n"]) == "4"

    def test_a_fixed_coefficient_may_be_named_in_formulas(self) -> None:
        built = Builder().compartment().species("S").parameter("x").reaction("1", n=4.0, reference="n")
        model = read_sbml(built.rule("Assignment", "x", "n * 2").text)
        assert model.constants["n"].value == 4.0
        assert dict(model.reactions["R"].stoichiometry) == {"S": -4.0}

    def test_stoichiometry_maths_of_level_2(self) -> None:
        built = Builder(2, 4).compartment().species("S").parameter("p", 3.0).reaction("1")
        maths = built.model.getReaction(0).getReactant(0).createStoichiometryMath()
        maths.setMath(libsbml.parseL3Formula("p + 1"))
        assert "p + 1" in str(read_sbml(built.text).rates["S"])


class TestRateOf:
    @pytest.mark.parametrize(
        ("of", "expected"),
        [("S", "-2 * R / c"), ("x", "3 * time"), ("k", "0")],
    )
    def test_the_rate_stands_in_its_place(self, of: str, expected: str) -> None:
        built = Builder().compartment().species("S").parameter("x").parameter("k").parameter("y")
        built.rule("Rate", "x", "3 * time").rule("Assignment", "y", f"rateOf({of})").reaction("k * S", n=2.0)
        assert str(read_sbml(built.text).assignments["y"]) == expected

    def test_a_growing_compartment_dilutes(self) -> None:
        built = Builder().compartment().species("S").parameter("y").rule("Rate", "c", "5")
        built.rule("Assignment", "y", "rateOf(S)")
        assert str(read_sbml(built.text).assignments["y"]) == "(0 - S * 5) / c"

    def test_a_rate_of_itself_is_refused(self) -> None:
        built = Builder().parameter("x").rule("Rate", "x", "1 + rateOf(x)")
        with pytest.raises(SbmlError, match="round in a circle: x -> x"):
            read_sbml(built.text)

    def test_the_rate_of_an_assigned_quantity_is_refused(self) -> None:
        built = (
            Builder().parameter("x").parameter("y").rule("Assignment", "x", "time").rule("Assignment", "y", "rateOf(x)")
        )
        with pytest.raises(SbmlError, match=r"rateOf of an assigned quantity, in rateOf\(x\)"):
            read_sbml(built.text)


class TestEvents:
    def test_what_an_event_says(self) -> None:
        built = Builder().parameter("x").event("x > 2", x="x / 2")
        event = built.model.getEvent(0)
        event.createDelay().setMath(libsbml.parseL3Formula("3"))
        event.createPriority().setMath(libsbml.parseL3Formula("x"))
        (found,) = read_sbml(built.text).events
        assert (found.id, str(found.trigger), str(found.delay), str(found.priority)) == ("event 1", "x > 2", "3", "x")
        assert {sid: str(expr) for sid, expr in found.assignments.items()} == {"x": "x / 2"}
        assert (found.initial_value, found.is_persistent, found.uses_trigger_values) == (False, False, True)

    def test_an_event_without_trigger_formula_is_not_there(self) -> None:
        model = read_sbml(Builder().parameter("x").event(None, x="2").text)
        assert model.events == ()
        assert "x" in model.constants

    def test_what_an_assignment_rule_sets_no_event_may_set(self) -> None:
        built = Builder().parameter("x").rule("Assignment", "x", "1").event("time > 1", x="2")
        with pytest.raises(SbmlError, match="'x' has an assignment rule, and an event assigns to it"):
            read_sbml(built.text)

    def test_holding_states_leaves_events_out(self) -> None:
        model = read_sbml(Builder().parameter("x").rule("Rate", "x", "1").event("x > 1", x="0").text)
        assert model.events
        assert model.restrict(["x"]).events == ()


class TestOtherLevels:
    def test_level_1_is_converted(self) -> None:
        text = """<?xml version="1.0" encoding="UTF-8"?>
            <sbml xmlns="http://www.sbml.org/sbml/level1" level="1" version="2"><model name="old">
            <listOfCompartments><compartment name="c" volume="2"/></listOfCompartments>
            <listOfSpecies><species name="S" compartment="c" initialAmount="3"/></listOfSpecies>
            <listOfReactions><reaction name="R" reversible="false">
            <listOfReactants><speciesReference species="S" stoichiometry="2"/></listOfReactants>
            <kineticLaw formula="k * S"><listOfParameters>
            <parameter name="k" value="0.5"/></listOfParameters></kineticLaw>
            </reaction></listOfReactions></model></sbml>"""
        model = read_sbml(text)
        assert model.constants["R_k"].value == 0.5
        assert dict(model.reactions["R"].stoichiometry) == {"S": -2.0}

    def test_functions_may_stand_in_any_order(self) -> None:
        built = Builder().parameter("x")
        for sid, formula in (("outer", "lambda(a, inner(a) + 1)"), ("inner", "lambda(b, b * 2)")):
            function = built.model.createFunctionDefinition()
            function.setId(sid)
            function.setMath(libsbml.parseL3Formula(formula))
        assert str(read_sbml(built.rule("Rate", "x", "outer(x)").text).rates["x"]) == "x * 2 + 1"

    def test_sub_models_are_put_together(self) -> None:
        name = "http://www.sbml.org/sbml/level3/version1/comp/version1"
        text = f"""<?xml version="1.0" encoding="UTF-8"?>
            <sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" xmlns:comp="{name}" level="3" version="1"
            comp:required="true"><model id="whole"><comp:listOfSubmodels>
            <comp:submodel comp:id="A" comp:modelRef="part"/><comp:submodel comp:id="B" comp:modelRef="part"/>
            </comp:listOfSubmodels></model><comp:listOfModelDefinitions><comp:modelDefinition id="part">
            <listOfParameters><parameter id="x" value="2" constant="true"/></listOfParameters>
            </comp:modelDefinition></comp:listOfModelDefinitions></sbml>"""
        assert set(read_sbml(text).constants) == {"A__x", "B__x"}

    def test_sub_models_elsewhere_are_refused(self) -> None:
        text = """<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"
            xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" comp:required="true"><model/>
            <comp:listOfExternalModelDefinitions><comp:externalModelDefinition comp:id="far" comp:source="other.xml"/>
            </comp:listOfExternalModelDefinitions></sbml>"""
        with pytest.raises(SbmlError, match="external model definition .* in model 'far'") as found:
            read_sbml(text)
        assert refused_feature(found.value) in FEATURES


def test_an_error_about_something_else_refuses_no_feature() -> None:
    assert refused_feature(SbmlError("no SBML")) == ""
