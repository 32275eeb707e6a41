"""Engines that read the document with its doses as events at explicit times: AMICI and COPASI.

AMICI translates a document to C++ and compiles it, which takes up to minutes; what it built is kept in the cache folder
under a hash of the document. Its clock is given twice: all of a run, and the part that it counts as solving itself,
without what it does around each output.
"""

from __future__ import annotations

import hashlib
import math
import time
from pathlib import Path

import libsbml
import numpy as np
from cases import Case, dosed_document
from numpy.typing import NDArray
from rivals import Solve

__all__ = ["amici", "amici_solver", "copasi"]

Floats = NDArray[np.float64]
_STEPS = 5_000_000


def amici(case: Case, cache: Path) -> Solve:
    """CVODES with sparse LU (KLU) in AMICI; events at explicit times are its faster build."""
    return _amici(case, cache, solver_alone=False)


def amici_solver(case: Case, cache: Path) -> Solve:
    """AMICI by its own clock: the solver alone."""
    return _amici(case, cache, solver_alone=True)


def _amici(case: Case, cache: Path, *, solver_alone: bool) -> Solve:
    from amici import import_model_module
    from amici.importers.sbml import SbmlImporter
    from amici.sim.sundials import run_simulation

    document = dosed_document(case)
    name = "model_" + hashlib.sha256(document.encode()).hexdigest()[:16]
    folder = cache / "amici" / name
    if not (folder / "built").is_file():
        SbmlImporter(document, from_file=False).sbml2amici(
            name, folder, generate_sensitivity_code=False, compute_conservation_laws=False
        )
        (folder / "built").touch()
    model = import_model_module(name, folder).get_model()
    model.set_timepoints(case.times)
    free = set(model.get_free_parameter_ids())
    solver = model.create_solver()
    solver.set_max_steps(_STEPS)
    volumes = [case.system.volumes(row) for row in case.members.constants]
    place = {sid: index for index, sid in enumerate(model.get_state_ids())}
    order = [place[sid] for sid in case.species]

    def solve(people: int, rtol: float) -> tuple[Floats, float]:
        solver.set_relative_tolerance(rtol)
        solver.set_absolute_tolerance(case.atol(rtol))
        found, seconds = [], 0.0
        for person in range(people):
            for sid, value in case.personal(person).items():
                if sid in free:
                    model.set_free_parameter_by_id(sid, value)
            begun = time.process_time()
            result = run_simulation(model, solver)
            states = np.asarray(result.x)
            seconds += result.cpu_time / 1e3 if solver_alone else time.process_time() - begun
            found.append(states[:, order] * volumes[person])
        return np.array(found), seconds

    return solve


def copasi(case: Case, _cache: Path) -> Solve:
    """LSODA in COPASI, through basico."""
    import basico

    document = dosed_document(case)
    volumes = [case.system.volumes(row) for row in case.members.constants]

    def solve(people: int, rtol: float) -> tuple[Floats, float]:
        found, seconds = [], 0.0
        for person in range(people):
            model = basico.load_model_from_string(_personal(document, case.personal(person)))
            parameters = set(basico.get_parameters(model=model).index)
            columns = [f"Values[{sid}]" if sid in parameters else sid for sid in case.species]
            begun = time.process_time()
            table = basico.run_time_course(
                values=case.times.tolist(), method="deterministic", r_tol=rtol, a_tol=case.atol(rtol),
                max_steps=_STEPS, use_initial_values=True, update_model=False, model=model,
            )  # fmt: skip
            seconds += time.process_time() - begun
            found.append(table[columns].to_numpy() * volumes[person])
            basico.remove_datamodel(model)
        return np.array(found), seconds

    return solve


def _personal(document: str, values: dict[str, float]) -> str:
    """Write a person's constants into the document, and take names away so that COPASI calls everything by its SId."""
    read = libsbml.readSBMLFromString(document)
    model = read.getModel()
    for parts in (model.getListOfSpecies(), model.getListOfParameters(), model.getListOfCompartments()):
        for part in parts:
            part.unsetName()
    for sid, value in values.items():
        if model.getParameter(sid) is not None and math.isfinite(value):
            model.getParameter(sid).setValue(value)
    return str(libsbml.writeSBMLToString(read))
