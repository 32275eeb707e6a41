"""The stepper: Rodas5P on four members at once, each lane with its own time and step.

A lane takes a member, steps it to its end, and takes the next one. A step is accepted when the weighted root mean
square of the error estimate is at most 1; states that nothing depends on (sinks) and the time carry no weight. The next
step follows a PI controller (Hairer and Wanner II, IV.2): h * 0.9 * e^(-0.7/5) * e_before^(0.4/5). Steps end exactly at
doses. The step that worked after a dose is remembered for the next dose of its kind. Outputs between come from the
dense output; at a dose the value after it counts.

`cohort` is text for `enterotone.engine.lower`: it becomes machine code as a whole, so that threads can run it side by
side without Python. ``W`` stands for the lanes, ``N`` for states, ``CONSTANTS`` for constants.

References
----------
Steinebach 2023, doi:10.1007/s10543-023-00967-x.
Hairer and Wanner 1996, Solving Ordinary Differential Equations II, doi:10.1007/978-3-642-05221-7.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from enterotone.engine.emit_math import LANES, VECTOR, constant
from enterotone.engine.lower import lower
from enterotone.engine.status import NEGATIVE_ATOL, NEGATIVE_SHARE
from enterotone.engine.tableau import DENSE, GAMMA, STAGES, A, C
from enterotone.errors import ModelError

__all__ = [
    "BUDGET",
    "IS_NEGATIVE",
    "LOOP_SOURCES",
    "NOT_FINITE",
    "OK",
    "PAUSED",
    "TOO_SMALL",
    "stepper_ir",
    "work_size",
]

#: What the stepper writes as the end of a member; `PAUSED` where an event may happen, which is for Python to see.
OK = 0
BUDGET = 1
NOT_FINITE = 2
IS_NEGATIVE = 3
PAUSED = 4
TOO_SMALL = 5

#: Files of the text that becomes machine code.
LOOP_SOURCES = ("cohort_loop", "cohort_parts")

#: Numbers per lane that the control flow keeps.
_LANE_NUMBERS = 24
#: Looks at conditions in each step, its end included.
_LOOKS = 8
#: A pivot that is a smaller share of its terms has lost too many digits.
_WEAKEST = 1e-12
#: A stretch before a switch this narrow, as a share of the run, is crossed with rates of both sides.
_NARROW = 1e-9
#: Steps in a row that a switching rate may cut short before one is taken as it is.
_STUBBORN = 30


class _Loop:
    """A function that does the same for each state, four lanes at a time."""

    def __init__(self, name: str, arguments: str, n: int) -> None:
        self._arguments, self._count, self._n = arguments.split(), 0, n
        listed = ", ".join(f"ptr noalias %{a}" for a in self._arguments)
        self._head = f"define void @{name}({listed}) noinline {{"
        self._before: list[str] = []
        self._lines: list[str] = []

    def put(self, text: str) -> str:
        self._count += 1
        self._lines.append(f"  %v{self._count} = {text}")
        return f"%v{self._count}"

    def once(self, array: str) -> str:
        """Load before the loop."""
        self._before.append(f"  %{array}.0 = load {VECTOR}, ptr %{array}, align 32")
        return f"%{array}.0"

    def load(self, array: str, row: int = 0) -> str:
        return self.put(f"load {VECTOR}, ptr {self._address(array, row)}, align 32")

    def store(self, array: str, value: str, row: int = 0) -> None:
        self._lines.append(f"  store {VECTOR} {value}, ptr {self._address(array, row)}, align 32")

    def _address(self, array: str, row: int) -> str:
        index = self.put(f"add i64 %at, {row * self._n * LANES}")
        return self.put(f"getelementptr double, ptr %{array}, i64 {index}")

    def op(self, name: str, a: str, b: str) -> str:
        return self.put(f"{name} contract {VECTOR} {a}, {b}")

    def sum(self, start: str | None, terms: Iterable[tuple[float, str]]) -> str:
        total = start
        for factor, value in terms:
            scaled = self.op("fmul", value, constant(factor))
            total = scaled if total is None else self.op("fadd", total, scaled)
        if total is None:
            raise ModelError("A sum of no terms cannot be emitted.")
        return total

    def end(self) -> str:
        size = self._n * LANES
        loop = ["  br label %loop", "loop:", "  %at = phi i64 [0, %start], [%next, %loop]", *self._lines]
        close = [f"  %next = add i64 %at, {LANES}", f"  %more = icmp slt i64 %next, {size}"]
        close += ["  br i1 %more, label %loop, label %end", "end:", "  ret void", "}"]
        return "\n".join([self._head, "start:", *self._before, *loop, *close])


def _argument(stage: int, n: int) -> str:
    """Argument of the rates at a stage, into u."""
    f = _Loop(f"argument{stage}", "y u k", n)
    if stage < len(A):
        f.store("u", f.sum(f.load("y"), [(a, f.load("k", j)) for j, a in enumerate(A[stage])]))
    else:
        f.store("u", f.op("fadd", f.load("u"), f.load("k", stage - 1)))
    return f.end()


def _right_side(stage: int, n: int) -> str:
    """Add sum_j C_ij u_j / h to the rates."""
    f = _Loop(f"right{stage}", "k hinv", n)
    total = f.sum(None, [(c, f.load("k", j)) for j, c in enumerate(C[stage])])
    f.store("k", f.op("fadd", f.load("k", stage), f.op("fmul", f.once("hinv"), total)), stage)
    return f.end()


def _dense(n: int) -> str:
    f = _Loop("dense", "k d", n)
    stages = [f.load("k", j) for j in range(STAGES)]
    for row, factors in enumerate(DENSE):
        f.store("d", f.sum(None, [(c, u) for c, u in zip(factors, stages, strict=True) if c]), row)
    return f.end()


def _new_state(n: int) -> str:
    f = _Loop("new_state", "u k y1", n)
    f.store("y1", f.op("fadd", f.load("u"), f.load("k", STAGES - 1)))
    return f.end()


def _error(n: int) -> str:
    """Weighted sum of squares of the error estimate, lane by lane; weight holds one number a state and lane."""
    f = _Loop("error", "y y1 k weight atol rtol sum", n)
    sizes = [f.put(f"call {VECTOR} @llvm.fabs.v4f64({VECTOR} {f.load(a)})") for a in ("y", "y1")]
    is_more = f.put(f"fcmp ogt {VECTOR} {sizes[0]}, {sizes[1]}")
    size = f.put(f"select <4 x i1> {is_more}, {VECTOR} {sizes[0]}, {VECTOR} {sizes[1]}")
    scale = f.op("fadd", f.once("atol"), f.op("fmul", f.once("rtol"), size))
    e = f.op("fdiv", f.load("k", STAGES - 1), scale)
    before = f.put(f"load {VECTOR}, ptr %sum, align 32")
    total = f.op("fadd", before, f.op("fmul", f.op("fmul", e, e), f.load("weight")))
    f._lines.append(f"  store {VECTOR} {total}, ptr %sum, align 32")
    return f.end()


def _step() -> str:
    """One step of all lanes from y to y1; stages stay in k."""
    arguments = ["y", "y1", "u", "k", "a", "c", "fx", "hinv", "shift", "weak"]
    lines = [f"define void @step({', '.join(f'ptr %{a}' for a in arguments)}, i64 %n) {{"]
    lines += ["  call void @jacobian(ptr %y, ptr %c, ptr %fx, ptr %shift, ptr %a)"]
    lines += ["  call void @lu(ptr %a, ptr %weak)"]
    for stage in range(STAGES):
        lines.append(f"  %o{stage} = mul i64 %n, {stage * LANES}")
        lines.append(f"  %k{stage} = getelementptr double, ptr %k, i64 %o{stage}")
        if stage:
            lines.append(f"  call void @argument{stage}(ptr %y, ptr %u, ptr %k)")
        lines.append(f"  call void @rhs(ptr {'%u' if stage else '%y'}, ptr %c, ptr %fx, ptr %k{stage})")
        if stage:
            lines.append(f"  call void @right{stage}(ptr %k, ptr %hinv)")
        lines.append(f"  call void @solve(ptr %a, ptr %k{stage})")
    lines += ["  call void @new_state(ptr %u, ptr %k, ptr %y1)", "  ret void", "}"]
    return "\n".join(lines)


def _extremes(n: int) -> str:
    """Lowest and highest value of each state so far, lane by lane."""
    f = _Loop("extremes", "y lowest highest", n)
    value = f.load("y")
    for array, how in (("lowest", "olt"), ("highest", "ogt")):
        before = f.load(array)
        is_new = f.put(f"fcmp {how} {VECTOR} {value}, {before}")
        f.store(array, f.put(f"select <4 x i1> {is_new}, {VECTOR} {value}, {VECTOR} {before}"))
    return f.end()


def _sizes(n: int, n_constants: int, n_fixed: int, n_entries: int) -> list[tuple[str, int]]:
    vectors = [(name, n) for name in ("Y", "Y1", "U", "YO", "LOWEST", "HIGHEST")]
    vectors += [("K", STAGES * n), ("D", len(DENSE) * n), ("JA", n_entries)]
    vectors += [("CO", max(n_constants, 1)), ("FX", max(n_fixed, 1)), ("LANE", _LANE_NUMBERS), ("REST", 0)]
    return vectors


def work_size(n: int, n_constants: int, n_fixed: int, n_entries: int, n_rest: int) -> int:
    """Numbers that one thread needs as working memory; `n_rest` counts vectors whose number the call decides."""
    return LANES * (n_rest + sum(size for _, size in _sizes(n, n_constants, n_fixed, n_entries)))


def stepper_ir(n: int, n_constants: int, n_fixed: int, n_entries: int, time_at: int) -> str:
    """Text of the step and of `cohort`.

    Parameters
    ----------
    n, n_constants, n_fixed, n_entries : sizes of the model; entries are those of L + U.
    time_at : place of the time among the states; -1 where it is none.
    """
    constants: dict[str, float] = {"W": LANES, "N": n, "CONSTANTS": n_constants, "GAMMA": GAMMA, "TIME": time_at}
    constants |= {"OK": OK, "BUDGET": BUDGET, "NOT_FINITE": NOT_FINITE, "IS_NEGATIVE": IS_NEGATIVE, "PAUSED": PAUSED}
    constants |= {"TOO_SMALL": TOO_SMALL}
    constants |= {"LOOKS": _LOOKS, "WEAKEST": _WEAKEST, "NEGATIVE_ATOL": NEGATIVE_ATOL}
    constants |= {"NEGATIVE_SHARE": NEGATIVE_SHARE, "STUBBORN": _STUBBORN, "NARROW": _NARROW}
    at = 0
    for name, size in _sizes(n, n_constants, n_fixed, n_entries):
        constants[name] = at
        at += size * LANES
    parts = [_dense(n), _new_state(n), _error(n), _extremes(n), _step()]
    parts += [_argument(stage, n) for stage in range(1, STAGES)] + [_right_side(stage, n) for stage in range(1, STAGES)]
    one = [f"declare double @llvm.{name}.f64(double)" for name in ("sqrt", "fabs")]
    two = [f"declare double @llvm.{name}.f64(double, double)" for name in ("maxnum", "minnum", "pow")]
    source = "".join((files("enterotone.engine") / f"{name}.py").read_text(encoding="utf-8") for name in LOOP_SOURCES)
    return "\n".join([*one, *two, *parts, lower(source, constants)])
