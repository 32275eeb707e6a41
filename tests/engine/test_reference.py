"""The compiled engine and libRoadRunner agree on the whole model with meals."""

from __future__ import annotations

import numpy as np
import pytest
from enterotone.engine import Settings, simulate
from enterotone.engine.evaluate import evaluate
from enterotone.model.expression import names as expression_names
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.diet import meals
from enterotone.sbml.write import write_sbml

#: Time of the meals of the first day, and the end [h].
MOMENTS = (0.0, 8.0, 13.0, 19.0, 24.0)


def test_agrees_with_libroadrunner_with_meals():
    roadrunner = pytest.importorskip("roadrunner")
    system = compiled_model()
    ours = simulate(
        system, {"feeding_continuous": 0.0}, MOMENTS, list(system.state_ids), meals(), settings=Settings(1e-10, 1e-13)
    )
    other = roadrunner.RoadRunner(write_sbml(load_model()))
    other.integrator.relative_tolerance, other.integrator.absolute_tolerance = 1e-11, 1e-14
    other.integrator.setValue("maximum_num_steps", 1_000_000)
    other["feeding_continuous"] = 0.0
    selections = [f"[{s.id}]" if s.is_concentration else s.id for s in system.model.states]
    for index, (begin, end) in enumerate(zip(MOMENTS, MOMENTS[1:], strict=False)):
        other.simulate(begin, end, 2)
        for dose in meals().doses:
            if abs(dose.time_h - end) < 1e-9:
                names = {n: other[n] for n in set(expression_names(dose.amount_expr))}
                other[dose.target] = other[dose.target] + evaluate(dose.amount_expr, names.__getitem__)
        found = np.array([other[name] for name in selections])
        error = np.abs(ours.values[0, index + 1] - found) / (np.abs(found) + 1e-3)
        assert error.max() < 1e-6
