"""exp, log, pow and square root over four lanes, written in LLVM IR.

exp: x = k ln 2 + r with |r| <= ln(2) / 2 (ln 2 in two parts, Cody and Waite), e^r by its Taylor series to degree 13,
then a scaling by 2^k in two halves, so that results below the normal range come out right.

log: x = 2^e m with m in [sqrt(1/2), sqrt(2)), f = (m - 1) / (m + 1), log m = 2 artanh f. The result is kept as a
sum hi + lo, with the rounding errors of the quotient and of m + 1 in lo; pow needs the extra digits.

pow: x^y = exp(y log x) with y log x as hi + lo. A base at or below zero: with a whole exponent the power has its
usual value, else it counts as zero. Solvers step a little below zero, where such a power has no value.
"""

from __future__ import annotations

import math
import struct

__all__ = ["LANES", "MATH_IR", "VECTOR", "constant"]

LANES = 4
VECTOR = "<4 x double>"
_INT = "<4 x i64>"


def constant(value: float) -> str:
    """A number in all lanes, as LLVM writes it."""
    bits = struct.unpack("<Q", struct.pack("<d", value))[0]
    return f"<{', '.join([f'double 0x{bits:016X}'] * LANES)}>"


def _whole(value: int) -> str:
    return f"<{', '.join([f'i64 {value}'] * LANES)}>"


class _Text:
    """Lines of one function; each method gives the name of its result."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def put(self, text: str) -> str:
        name = f"%v{len(self.lines)}"
        self.lines.append(f"  {name} = {text}")
        return name

    def fma(self, a: str, b: str, c: str) -> str:
        return self.put(f"call {VECTOR} @llvm.fma.v4f64({VECTOR} {a}, {VECTOR} {b}, {VECTOR} {c})")

    def op(self, name: str, a: str, b: str, kind: str = VECTOR) -> str:
        return self.put(f"{name} {kind} {a}, {b}")

    def cmp(self, how: str, a: str, b: str) -> str:
        return self.put(f"fcmp {how} {VECTOR} {a}, {b}")

    def select(self, condition: str, a: str, b: str) -> str:
        return self.put(f"select <4 x i1> {condition}, {VECTOR} {a}, {VECTOR} {b}")

    def cast(self, a: str, to_whole: bool) -> str:
        return self.put(f"bitcast {VECTOR} {a} to {_INT}" if to_whole else f"bitcast {_INT} {a} to {VECTOR}")


_MAGIC = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number that stands in the low bits
_LN2_HI, _LN2_LO = float.fromhex("0x1.62e42fefa3800p-1"), float.fromhex("0x1.ef35793c76730p-45")


def _exp_body(t: _Text, x: str, extra: str | None) -> str:
    """e^(x + extra), for a tiny extra."""
    low, high = constant(-746.0), constant(710.0)
    y = t.select(t.cmp("olt", x, low), low, x)
    y = t.select(t.cmp("ogt", y, high), high, y)
    shifted = t.fma(y, constant(1 / math.log(2)), constant(_MAGIC))
    k = t.op("fsub", shifted, constant(_MAGIC))
    r = t.fma(k, constant(-_LN2_HI), y)
    r = t.fma(k, constant(-_LN2_LO), r)
    if extra is not None:
        r = t.op("fadd", r, extra)
    p = constant(1 / math.factorial(13))
    for n in range(12, 1, -1):
        p = t.fma(p, r, constant(1 / math.factorial(n)))
    p = t.op("fadd", t.fma(t.op("fmul", r, r), p, r), constant(1.0))
    # Sign-extend the whole number in the low bits, then halve it.
    bits = t.op("sub", t.cast(shifted, True), _whole(struct.unpack("<q", struct.pack("<d", _MAGIC))[0]), _INT)
    half = t.op("ashr", bits, _whole(1), _INT)
    rest = t.op("sub", bits, half, _INT)
    for part in (half, rest):
        scale = t.op("shl", t.op("add", part, _whole(1023), _INT), _whole(52), _INT)
        p = t.op("fmul", p, t.cast(scale, False))
    return p


def _log_parts(t: _Text, x: str) -> tuple[str, str]:
    """Log x as hi + lo, for finite x above zero."""
    tiny = t.cmp("olt", x, constant(2.0**-1022))
    x = t.select(tiny, t.op("fmul", x, constant(2.0**54)), x)
    offset = t.select(tiny, constant(-54.0), constant(0.0))
    bits = t.cast(x, True)
    # Take the exponent such that the mantissa lies in [sqrt(1/2), sqrt(2)).
    root = 0x3FE6A09E667F3BCD
    moved = t.op("sub", bits, _whole(root), _INT)
    e = t.op("ashr", moved, _whole(52), _INT)
    m = t.cast(t.op("sub", bits, t.op("shl", e, _whole(52), _INT), _INT), False)
    magic = struct.unpack("<q", struct.pack("<d", _MAGIC))[0]
    e = t.op("fsub", t.cast(t.op("add", e, _whole(magic), _INT), False), constant(_MAGIC))
    e = t.op("fadd", e, offset)
    above, below = t.op("fsub", m, constant(1.0)), t.op("fadd", m, constant(1.0))
    lost = t.op("fsub", m, t.op("fsub", below, constant(1.0)))
    f = t.op("fdiv", above, below)
    minus_f = t.op("fsub", constant(-0.0), f)
    remainder = t.fma(minus_f, lost, t.fma(minus_f, below, above))
    f_low = t.op("fdiv", remainder, below)
    s = t.op("fmul", f, f)
    p = constant(2 / 23)
    for n in range(21, 2, -2):
        p = t.fma(p, s, constant(2 / n))
    tail = t.op("fmul", t.op("fmul", f, s), p)
    tail = t.op("fadd", tail, t.op("fadd", f_low, f_low))
    tail = t.fma(e, constant(_LN2_LO), tail)
    big = t.op("fmul", e, constant(_LN2_HI))
    twice = t.op("fadd", f, f)
    hi = t.op("fadd", big, twice)
    # |big| >= |twice| or big is zero, so this is the rounding error of hi.
    lo = t.op("fadd", t.op("fsub", twice, t.op("fsub", hi, big)), tail)
    total = t.op("fadd", hi, lo)
    return total, t.op("fadd", t.op("fsub", hi, total), lo)


def _exp() -> str:
    t = _Text()
    result = _exp_body(t, "%x", None)
    return _function("vexp", "%x", t, result)


def _log() -> str:
    t = _Text()
    hi, _ = _log_parts(t, "%x")
    hi = t.select(t.cmp("oeq", "%x", constant(math.inf)), constant(math.inf), hi)
    hi = t.select(t.cmp("oeq", "%x", constant(0.0)), constant(-math.inf), hi)
    hi = t.select(t.cmp("ult", "%x", constant(0.0)), constant(math.nan), hi)
    return _function("vlog", "%x", t, hi)


def _pow() -> str:
    t = _Text()
    size = t.put(f"call {VECTOR} @llvm.fabs.v4f64({VECTOR} %x)")
    hi, lo = _log_parts(t, size)
    p = t.op("fmul", "%y", hi)
    low = t.fma("%y", hi, t.op("fsub", constant(-0.0), p))
    low = t.fma("%y", lo, low)
    result = _exp_body(t, p, low)
    zero, one = constant(0.0), constant(1.0)
    falls = t.cmp("olt", "%y", zero)
    result = t.select(t.cmp("oeq", size, zero), t.select(falls, constant(math.inf), zero), result)
    result = t.select(t.cmp("oeq", size, constant(math.inf)), t.select(falls, zero, constant(math.inf)), result)
    result = t.select(t.cmp("oeq", "%y", zero), one, result)
    half = t.op("fmul", "%y", constant(0.5))
    floor = t.put(f"call {VECTOR} @llvm.floor.v4f64({VECTOR} %y)")
    half_floor = t.put(f"call {VECTOR} @llvm.floor.v4f64({VECTOR} {half})")
    is_whole, is_even = t.cmp("oeq", floor, "%y"), t.cmp("oeq", half_floor, half)
    signed = t.select(is_even, result, t.op("fsub", constant(-0.0), result))
    below = t.select(is_whole, signed, zero)
    result = t.select(t.cmp("olt", "%x", zero), below, result)
    result = t.select(t.cmp("oeq", "%x", zero), t.select(is_whole, result, zero), result)
    result = t.select(t.cmp("uno", "%x", "%y"), constant(math.nan), result)
    return _function("vpow", "%x, %y", t, result)


def _function(name: str, arguments: str, t: _Text, result: str) -> str:
    listed = ", ".join(f"{VECTOR} {a.strip()}" for a in arguments.split(","))
    return "\n".join([f"define {VECTOR} @{name}({listed}) noinline {{", *t.lines, f"  ret {VECTOR} {result}", "}"])


def _declarations() -> str:
    one = ["floor", "ceil", "fabs", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"]
    lines = [f"declare {VECTOR} @llvm.{name}.v4f64({VECTOR})" for name in one]
    return "\n".join([*lines, f"declare {VECTOR} @llvm.fma.v4f64({VECTOR}, {VECTOR}, {VECTOR})"])


def _root() -> str:
    t = _Text()
    root = t.put(f"call {VECTOR} @llvm.sqrt.v4f64({VECTOR} %x)")
    return _function("vroot", "%x", t, t.select(t.cmp("olt", "%x", constant(0.0)), constant(0.0), root))


def _factorial() -> str:
    """Gamma(x + 1), one lane after the other; few models use it."""
    t = _Text()
    moved = t.op("fadd", "%x", constant(1.0))
    result = moved
    for lane in range(LANES):
        one = t.put(f"extractelement {VECTOR} {moved}, i32 {lane}")
        gamma = t.put(f"call double @tgamma(double {one})")
        result = t.put(f"insertelement {VECTOR} {result}, double {gamma}, i32 {lane}")
    return "\n".join(["declare double @tgamma(double)", _function("vfactorial", "%x", t, result)])


def MATH_IR(text: str = "") -> str:
    """The functions and the intrinsics that emitted code calls.

    Parameters
    ----------
    text : the code that calls; what is rarely used is given only where it is.
    """
    rare = [_factorial()] if "@vfactorial" in text else []
    return "\n".join([_declarations(), _exp(), _log(), _pow(), _root(), *rare])
