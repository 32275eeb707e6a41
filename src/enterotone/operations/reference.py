"""Reference pages drawn from the model itself: equations per organ, evidence, the whole system.

The pages in ``docs/reference`` are written by `write_reference` and a test keeps them current, so they cannot
say anything that the model does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from enterotone.errors import DesignError, UnknownIdError, nearest
from enterotone.evidence.citation import citation
from enterotone.evidence.table import Parameter
from enterotone.model.check import formulas
from enterotone.model.compose import INITIAL, Model
from enterotone.model.expression import Expr, names
from enterotone.model.module import OrganModule
from enterotone.organs import load_model, organ_files
from enterotone.writing import replacing

__all__ = ["explain", "organ_page", "organ_rows", "pages", "write_reference"]

_HEAD = "<!-- Generated from the model by `enterotone model --docs`; do not edit. -->\n\n"


def pages(model: Model | None = None) -> dict[str, str]:
    """Every reference page: file name -> text in Markdown.

    Parameters
    ----------
    model : composed organs; the whole model by default.
    """
    model = model or load_model()
    found = {f"organs/{module.id}.md": organ_page(model, module) for module in model.modules}
    found["system.md"] = _system_page(model)
    found["evidence.md"] = _evidence_page(model)
    return {name: _HEAD + text for name, text in found.items()}


def write_reference(folder: Path) -> list[Path]:
    """Write the reference pages.

    Parameters
    ----------
    folder : made if it is not there.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    written = []
    try:
        for name, text in pages().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part:
                part.write_text(text, encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise DesignError(f"{folder}: cannot write there ({error}). Choose another folder.") from error
    return written


def organ_rows(model: Model | None = None) -> list[dict[str, str | int]]:
    """Count what each organ holds: states, reactions, numbers, and the assumed ones among those that vary.

    Parameters
    ----------
    model : the whole model by default.
    """
    return [
        {
            "organ": module.id,
            "title": module.title,
            "states": len(module.species) + len(module.states),
            "reactions": len(module.reactions),
            "numbers": sum(not name.startswith(INITIAL) for name in module.parameters),
            "assumed": sum(row.kind == "assumed" and row.prior != "fixed" for row in module.parameters.values()),
        }
        for module in (model or load_model()).modules
    ]


def organ_page(model: Model, module: OrganModule) -> str:
    """Equations, states, units and numbers of one organ.

    Parameters
    ----------
    model : composed organs.
    module : one of them.
    """
    intro = (organ_files()[module.id].__doc__ or "").split("\n\nStates\n")[0].split("\n\nPurpose\n-------\n")
    parts = [f"# {module.title}\n", f"{intro[0]}\n", f"{intro[-1]}\n"]
    parts.append("## States\n\n" + _table(("SId", "what", "unit", "starts at"), _states(model, module)))
    if module.assignments:
        rows = [(f"`{a.id}`", a.name, a.unit, f"`{a.expr}`") for a in module.assignments]
        parts.append("## Assigned quantities\n\n" + _table(("SId", "what", "unit", "formula"), rows))
    rows = [(f"`{r.id}`", r.name, _equation(r.reactants, r.products), f"`{r.rate_expr}`") for r in module.reactions]
    parts.append("## Reactions, rates in µmol/h\n\n" + _table(("SId", "what", "conversion", "rate"), rows))
    odes = list(_odes(model, module))
    if odes:
        parts.append("## Differential equations\n\n```\n" + "\n".join(odes) + "\n```\n")
    numbers = [row for row in module.parameters.values() if not row.id.startswith(INITIAL)]
    parts.append("## Numbers\n\n" + _numbers(numbers))
    if module.ports:
        ports = [(f"`{port}`", model.owner[port], unit) for port, unit in module.ports.items()]
        parts.append("## Taken from other organs\n\n" + _table(("SId", "organ", "unit"), ports))
    return "\n".join(parts)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return "None.\n"
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _states(model: Model, module: OrganModule) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for species in module.species:
        start = model.initials.get(species.id)
        shown = "0" if start is None else f"{start.value:g} {start.unit}"
        rows.append((f"`{species.id}`", species.name + (" (ledger)" if species.is_sink else ""), "µmol/L", shown))
    for state in module.states:
        start = model.initials[state.id]
        rows.append((f"`{state.id}`", state.name, state.unit, f"{start.value:g}"))
    return rows


def _equation(reactants: Mapping[str, float], products: Mapping[str, float]) -> str:
    def side(parts: Mapping[str, float]) -> str:
        return " + ".join(f"{n:g} {sid}" if n != 1 else sid for sid, n in parts.items()) or "∅"

    return f"{side(reactants)} → {side(products)}"


def _odes(model: Model, module: OrganModule) -> Iterator[str]:
    for species in module.species:
        terms = []
        for reaction in model.reactions.values():
            n = reaction.stoichiometry.get(species.id, 0.0)
            if n:
                sign = "-" if n < 0 else "+"
                terms.append(f"{sign} {'' if abs(n) == 1 else f'{abs(n):g} * '}{reaction.id}")
        right = " ".join(terms).removeprefix("+ ") or "0"
        yield f"d {species.id} / dt = ({right}) / {species.compartment}"
    for state in module.states:
        yield f"d {state.id} / dt = {state.rate_expr}"


def _numbers(rows: list[Parameter]) -> str:
    cells = [
        (
            f"`{row.id}`",
            row.name,
            f"{row.value:g} {row.unit}",
            f"{row.low:g} to {row.high:g}",
            f"{row.kind}, {row.organism}" + ("" if row.verified == "yes" else ", recalled"),
            citation(row.source_id).text + (f": {row.note}" if row.note else ""),
        )
        for row in rows
    ]
    return _table(("id", "what", "value", "range", "kind", "source and note"), cells)


def _system_page(model: Model) -> str:
    """Organs as boxes; an arrow for each pair of organs between which molecules move."""
    edges: Counter[tuple[str, str]] = Counter()
    for reaction in model.reactions.values():
        for source in reaction.reactants:
            for target in reaction.products:
                ends = _place(model, source), _place(model, target)
                if ends[0] != ends[1]:
                    edges[ends] += 1
    lines = ["flowchart LR"]
    lines += [f'  {module.id}["{module.title}"]' for module in model.modules]
    lines += ['  out(["left the body"])']
    lines += [f"  {source} -->|{count}| {target}" for (source, target), count in sorted(edges.items())]
    counts = (
        f"{len(model.modules)} organs, {len(model.species) + len(model.states)} states of which "
        f"{sum(s.is_sink for s in model.species.values())} only collect what leaves (ledger), "
        f"{len(model.reactions)} reactions, {len(model.parameters)} parameters."
    )
    return (
        f"# The whole system\n\n{counts} An arrow's number counts the reactions that move molecules that way.\n\n"
        "```mermaid\n" + "\n".join(lines) + "\n```\n"
    )


def _place(model: Model, sid: str) -> str:
    return "out" if model.species[sid].is_sink else model.owner[sid]


def _evidence_page(model: Model) -> str:
    """Counts by grade and species, then every assumed number."""
    rows = [row for row in model.parameters.values() if row.prior != "fixed" or row.kind != "assumed"]
    by_kind = Counter(f"{row.kind}, {row.grade}" for row in rows)
    by_organism = Counter(row.organism for row in rows)
    recalled = sum(row.verified == "memory" for row in rows)
    assumed = [row for row in rows if row.kind == "assumed"]
    return "\n".join(
        [
            "# Evidence behind the numbers\n",
            f"{len(rows)} numbers that carry information (switches left out); {recalled} of them recalled and only "
            "checked for plausibility.\n",
            "## By kind and grade\n\n" + _table(("kind, grade", "count"), _counted(by_kind)),
            "## By organism\n\n" + _table(("organism", "count"), _counted(by_organism)),
            f"## Assumed first: {len(assumed)} numbers nobody measured\n\n" + _numbers(assumed),
        ]
    )


def _counted(counts: Counter[str]) -> list[tuple[str, ...]]:
    return [(name, str(count)) for name, count in counts.most_common()]


def explain(sid: str, model: Model | None = None) -> dict[str, object]:
    """Explain one name: what it is, where it comes from, where it goes, which numbers act.

    Parameters
    ----------
    sid : SId of a species, state, reaction, assigned quantity or parameter.
    model : composed organs; the whole model by default.

    Raises
    ------
    UnknownIdError
        If the model has no such name; names the three nearest.
    """
    model = model or load_model()
    if sid not in model.owner:
        raise UnknownIdError(f"The model has no '{sid}'. {nearest(sid, model.owner)}")
    found: dict[str, object] = {"id": sid, "organ": model.owner[sid], "unit": str(model.dimension(sid))}
    trees = {name: tree for module in model.modules for name, tree in formulas(module)}
    if sid in model.species:
        found["name"] = model.species[sid].name
        found["comes_from"] = _flows(model, sid, 1)
        found["goes_to"] = _flows(model, sid, -1)
    elif sid in trees:
        part = model.states.get(sid) or model.reactions.get(sid) or model.assignments.get(sid)
        found["name"] = part.name if part else sid
        found["formula"] = str(trees[sid])
    if sid in model.parameters:
        row = model.parameters[sid]
        found["name"] = row.name
        found["value"] = f"{row.value:g} {row.unit} ({row.low:g} to {row.high:g}), {row.kind}, {row.organism}"
        found["source"] = citation(row.source_id).text + (f". {row.note}" if row.note else "")
    found["used_by"] = [name for name, tree in trees.items() if sid in set(names(tree))]
    found["numbers"] = _acting(model, sid, trees)
    return found


def _flows(model: Model, sid: str, sign: int) -> list[str]:
    return [
        f"{reaction.id}: {reaction.name}"
        for reaction in model.reactions.values()
        if reaction.stoichiometry.get(sid, 0.0) * sign > 0
    ]


def _acting(model: Model, sid: str, trees: Mapping[str, Expr]) -> list[str]:
    """Parameters in the formulas that make the thing, one line each."""
    own = [sid] if sid in trees else [r.id for r in model.reactions.values() if sid in r.stoichiometry]
    used = dict.fromkeys(name for rule in own for name in names(trees[rule]) if name in model.parameters)
    return [f"{name} = {model.parameters[name].value:g} {model.parameters[name].unit}" for name in used]
