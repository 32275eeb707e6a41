"""Examine an installation: libraries, compiler, tables, document, a short run."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from enterotone.errors import EnterotoneError

__all__ = ["Finding", "examine"]

_NEEDED = {
    "numpy": "numpy",
    "scipy": "scipy",
    "threadpoolctl": "threadpoolctl",
    "pandas": "pandas",
    "xarray": "xarray",
    "pyarrow": "pyarrow",
    "libsbml": "python-libsbml",
    "pint": "pint",
    "pydantic": "pydantic",
    "yaml": "pyyaml",
    "jinja2": "jinja2",
    "matplotlib": "matplotlib",
}
_OPTIONAL = {"roadrunner": ("libroadrunner", "reference engine; pip install 'enterotone[reference]'")}


@dataclass(frozen=True)
class Finding:
    """One check.

    Parameters
    ----------
    check : what was looked at.
    ok : whether it is as it should be.
    found : what was found.
    remedy : what to do when it is not.
    """

    check: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> tuple[Finding, ...]:
    """Run every check; a failed check never stops the others."""
    findings = [
        Finding(
            "Python",
            sys.version_info >= (3, 11),
            f"{platform.python_version()} on {platform.system()} {platform.machine()}",
            "Install Python 3.11 or newer.",
        )
    ]
    findings += [_library(module, package) for module, package in _NEEDED.items()]
    findings += [_optional(module, package, hint) for module, (package, hint) in _OPTIONAL.items()]
    for check, work in (
        ("Tables and model", _model),
        ("SBML document", _document),
        ("Compiler and a short run", _run),
        ("Example profile", _profile),
        ("Writing files", _write),
    ):
        findings.append(_attempt(check, work))
    return tuple(findings)


def _library(module: str, package: str) -> Finding:
    try:
        import_module(module)
        return Finding(package, True, version(package))
    except (ImportError, PackageNotFoundError) as error:
        return Finding(package, False, str(error), f"pip install --force-reinstall {package}")


def _optional(module: str, package: str, hint: str) -> Finding:
    try:
        import_module(module)
        return Finding(f"{package} (optional)", True, version(package))
    except (ImportError, PackageNotFoundError):
        return Finding(f"{package} (optional)", True, f"not installed: {hint}")


def _attempt(check: str, work: Callable[[], str]) -> Finding:
    try:
        return Finding(check, True, work())
    except (EnterotoneError, ImportError, OSError) as error:
        return Finding(check, False, str(error), "Reinstall Enterotone; if it stays, report this text.")


def _model() -> str:
    from enterotone.model.check import check_model
    from enterotone.organs import load_model

    model = load_model()
    check_model(model)
    return f"{len(model.modules)} organs, {len(model.parameters)} numbers, units and ledger balance"


def _document() -> str:
    from enterotone.organs import load_model
    from enterotone.sbml.validate import validate_sbml
    from enterotone.sbml.write import write_sbml

    findings = validate_sbml(write_sbml(load_model()))
    return "valid, no warnings" if not findings else f"{len(findings)} findings, first: {findings[0].message}"


def _run() -> str:
    from enterotone.operations.simulate import SimulateRequest, run

    found = run(SimulateRequest(days=0.5, step_h=1.0, observables=("plasma__tryptophan",)))
    low, high = found.values.min(), found.values.max()
    return f"half a day of plasma tryptophan, {low:.0f} to {high:.0f} umol/L"


def _profile() -> str:
    from enterotone.microbiome import resolve
    from enterotone.operations.assess import AssessRequest, profile_of

    resolved = resolve(profile_of(AssessRequest()))
    return f"{len(resolved.profile.taxa)} taxa, {resolved.recognised:.0%} recognised"


def _write() -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test").write_text("x", encoding="utf-8")
        return f"to {Path(folder).parent}"
