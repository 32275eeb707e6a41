"""Translate a small part of Python to LLVM IR, so that the stepper's control flow reads like a program.

Known: functions whose arguments are annotated ``int``, ``float``, ``Floats`` or ``Ints`` (pointers) or ``Code`` (a
function that takes pointers); local numbers, whose type is that of their first value; assignment to names and elements;
arithmetic, comparison, ``and``, ``or``, ``not``; ``if``, ``while``, ``for ... in range(...)``, ``return``; pointer +
int; calls of `_INTRINSICS`, ``int``, ``float``, ``take`` (atomic fetch and add of one), of each other and of emitted
functions, which take pointers. Names in capitals are constants of the model, filled in. The functions are never run as
Python.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Callable, Mapping

from enterotone.errors import ModelError

__all__ = ["lower"]

_TYPES = {"int": "i64", "float": "double", "Floats": "Floats", "Ints": "Ints", "Code": "Code"}
_WRITTEN = {"i64": "i64", "double": "double", "Floats": "ptr", "Ints": "ptr", "Code": "ptr", "i1": "i1"}
_ELEMENT = {"Floats": "double", "Ints": "i64"}
_INTRINSICS = {"sqrt": "sqrt", "fabs": "fabs", "fmax": "maxnum", "fmin": "minnum", "pow": "pow"}
_ARITHMETIC = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Mod: "srem"}
_COMPARE = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}

Value = tuple[str, str]


def lower(source: str, constants: Mapping[str, float]) -> str:
    """Translate every function of a text.

    Parameters
    ----------
    source : Python text that holds functions.
    constants : value of each name in capitals; a whole number is an ``int``.
    """
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return "\n".join(_Function(function, constants).text for function in functions)


class _Function:
    def __init__(self, node: ast.FunctionDef, constants: Mapping[str, float]) -> None:
        self._constants = constants
        self._types: dict[str, str] = {}
        self._lines: list[str] = []
        self._locals: list[str] = []
        self._count = 0
        arguments = []
        for argument in node.args.args:
            kind = _TYPES[ast.unparse(argument.annotation or ast.Name("?"))]
            arguments.append(f"{_WRITTEN[kind]} %{argument.arg}.in")
            self._declare(argument.arg, kind)
            self._line(f"store {_WRITTEN[kind]} %{argument.arg}.in, ptr %{argument.arg}")
        self._block(node.body)
        head = f"define void @{node.name}({', '.join(arguments)}) {{"
        self.text = "\n".join([head, *self._locals, *self._lines, "  ret void", "}"])

    def _line(self, text: str) -> None:
        self._lines.append(f"  {text}")

    def _put(self, text: str) -> str:
        self._count += 1
        self._line(f"%x{self._count} = {text}")
        return f"%x{self._count}"

    def _label(self) -> str:
        self._count += 1
        return f"b{self._count}"

    def _start(self, label: str) -> None:
        self._lines.append(f"{label}:")

    def _declare(self, name: str, kind: str) -> None:
        if name not in self._types:
            self._types[name] = kind
            self._locals.append(f"  %{name} = alloca {_WRITTEN[kind]}")

    def _block(self, body: list[ast.stmt]) -> None:
        handlers: dict[type, Callable[..., None]] = {
            ast.Assign: self._assign,
            ast.AugAssign: self._augment,
            ast.If: self._if,
            ast.While: self._while,
            ast.For: self._for,
            ast.Expr: self._call_statement,
        }
        for statement in body:
            if isinstance(statement, ast.Return):
                self._line("ret void")
                self._start(self._label())
                continue
            handlers[type(statement)](statement)

    def _set(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Subscript):
            kind, address = self._element(target)
            self._line(f"store {kind} {self._as(value, kind)}, ptr {address}")
        elif isinstance(target, ast.Name):
            self._declare(target.id, "i64" if value[1] == "i1" else value[1])
            kind = self._types[target.id]
            self._line(f"store {_WRITTEN[kind]} {self._as(value, kind)}, ptr %{target.id}")

    def _assign(self, node: ast.Assign) -> None:
        self._set(node.targets[0], self._value(node.value))

    def _augment(self, node: ast.AugAssign) -> None:
        self._set(node.target, self._value(ast.BinOp(node.target, node.op, node.value)))

    def _call_statement(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            arguments = [self._value(argument) for argument in node.value.args]
            listed = ", ".join(f"{_WRITTEN[kind]} {name}" for name, kind in arguments)
            called = ast.unparse(node.value.func)
            where = self._value(node.value.func)[0] if self._types.get(called) == "Code" else f"@{called}"
            self._line(f"call void {where}({listed})")

    def _branch(self, test: ast.expr, yes: str, no: str) -> None:
        self._line(f"br i1 {self._as(self._value(test), 'i1')}, label %{yes}, label %{no}")

    def _if(self, node: ast.If) -> None:
        yes, no, end = self._label(), self._label(), self._label()
        self._branch(node.test, yes, no)
        for label, body in ((yes, node.body), (no, node.orelse)):
            self._start(label)
            self._block(body)
            self._line(f"br label %{end}")
        self._start(end)

    def _while(self, node: ast.While) -> None:
        head, body, end = self._label(), self._label(), self._label()
        self._line(f"br label %{head}")
        self._start(head)
        self._branch(node.test, body, end)
        self._start(body)
        self._block(node.body)
        self._line(f"br label %{head}")
        self._start(end)

    def _for(self, node: ast.For) -> None:
        if not isinstance(node.iter, ast.Call):
            raise ModelError(f"Only range(...) can be looped over, not {ast.dump(node.iter)[:40]}.")
        bounds = node.iter.args
        first = bounds[0] if len(bounds) == 2 else ast.Constant(0)
        self._set(node.target, self._value(first))
        step = ast.AugAssign(node.target, ast.Add(), ast.Constant(1))  # type: ignore[arg-type]
        test = ast.Compare(node.target, [ast.Lt()], [bounds[-1]])
        self._while(ast.While(test, [*node.body, step], []))

    def _as(self, value: Value, kind: str) -> str:
        name, given = value
        if given == kind:
            return name
        if (given, kind) == ("i64", "double"):
            return self._put(f"sitofp i64 {name} to double")
        if (given, kind) == ("double", "i64"):
            return self._put(f"fptosi double {name} to i64")
        if (given, kind) == ("i1", "i64"):
            return self._put(f"zext i1 {name} to i64")
        if (given, kind) == ("i64", "i1"):
            return self._put(f"icmp ne i64 {name}, 0")
        raise ModelError(f"The stepper's text mixes {given} and {kind}.")

    def _element(self, node: ast.Subscript) -> Value:
        base, kind = self._value(node.value)
        index = self._as(self._value(node.slice), "i64")
        element = _ELEMENT[kind]
        return element, self._put(f"getelementptr {element}, ptr {base}, i64 {index}")

    def _value(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Constant):
            return _number(node.value)
        if isinstance(node, ast.Name):
            if node.id in self._constants:
                return _number(self._constants[node.id])
            kind = self._types[node.id]
            return self._put(f"load {_WRITTEN[kind]}, ptr %{node.id}"), kind
        if isinstance(node, ast.Subscript):
            kind, address = self._element(node)
            return self._put(f"load {kind}, ptr {address}"), kind
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.BoolOp):
            return self._logic(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        raise ModelError(f"The stepper's text holds {ast.unparse(node)}, which cannot be translated.")

    def _arithmetic(self, node: ast.BinOp) -> Value:
        left, right = self._value(node.left), self._value(node.right)
        if left[1] in _ELEMENT:
            element = _ELEMENT[left[1]]
            return self._put(f"getelementptr {element}, ptr {left[0]}, i64 {right[0]}"), left[1]
        kind = "double" if "double" in (left[1], right[1]) or isinstance(node.op, ast.Div) else "i64"
        name = ("f" if kind == "double" else "") + _ARITHMETIC[type(node.op)]
        return self._put(f"{name} {kind} {self._as(left, kind)}, {self._as(right, kind)}"), kind

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self._value(node.operand)
        if isinstance(node.op, ast.Not):
            return self._put(f"xor i1 {self._as(value, 'i1')}, true"), "i1"
        if value[1] == "double":
            return self._put(f"fneg double {value[0]}"), "double"
        return self._put(f"sub i64 0, {value[0]}"), "i64"

    def _compare(self, node: ast.Compare) -> Value:
        left, right = self._value(node.left), self._value(node.comparators[0])
        how = _COMPARE[type(node.ops[0])]
        if "double" in (left[1], right[1]):
            a, b = self._as(left, "double"), self._as(right, "double")
            return self._put(f"fcmp {'une' if how == 'ne' else 'o' + how} double {a}, {b}"), "i1"
        how = how if how in {"eq", "ne"} else "s" + how
        return self._put(f"icmp {how} i64 {self._as(left, 'i64')}, {self._as(right, 'i64')}"), "i1"

    def _logic(self, node: ast.BoolOp) -> Value:
        """Later operands are worked out only where they matter, as in Python."""
        self._count += 1
        place, end = f"t{self._count}", self._label()
        self._declare(place, "i1")
        for operand in node.values:
            value = self._as(self._value(operand), "i1")
            self._line(f"store i1 {value}, ptr %{place}")
            more = self._label()
            yes, no = (more, end) if isinstance(node.op, ast.And) else (end, more)
            self._line(f"br i1 {value}, label %{yes}, label %{no}")
            self._start(more)
        self._line(f"br label %{end}")
        self._start(end)
        return self._put(f"load i1, ptr %{place}"), "i1"

    def _call(self, node: ast.Call) -> Value:
        name = ast.unparse(node.func)
        arguments = [self._value(argument) for argument in node.args]
        if name == "take":
            return self._put(f"atomicrmw add ptr {arguments[0][0]}, i64 1 seq_cst"), "i64"
        if name in {"int", "float"}:
            kind = _TYPES[name]
            return self._as(arguments[0], kind), kind
        listed = ", ".join(f"double {self._as(argument, 'double')}" for argument in arguments)
        return self._put(f"call double @llvm.{_INTRINSICS[name]}.f64({listed})"), "double"


def _number(value: object) -> Value:
    if isinstance(value, int):
        return str(int(value)), "i64"
    bits = struct.unpack("<Q", struct.pack("<d", value))[0]
    return f"0x{bits:016X}", "double"
