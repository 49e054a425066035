"""Conditions and effects: from the writer's words to data, and back.

    condition = both {"or" both}      both = test {"and" test}
    test   = "not" test | "("condition")" | FLAG | sum COMPARE sum | LIST ("=="|"!=") VALUE
           | LIST ["not"] "in" "["VALUE {","VALUE}"]" | seen(SCENE) | chosen(SCENE, CHOICE)
    sum    = term {("+"|"-") term}    term = INTEGER | NUMBER | times(SCENE) | "("condition")"
    effect = change ["if" condition]
    change = FLAG | "not" FLAG | LIST "=" VALUE | NUMBER ("="|"+="|"-=") INTEGER

Nothing here is ever evaluated. Length and characters are checked, the standard `ast`
parses, and only the nodes and operators named below pass.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Mapping
from typing import NoReturn, Protocol

from game.story.faults import listing, nearest
from game.story.model import (
    Both,
    Chosen,
    Compare,
    Condition,
    Effect,
    Either,
    Flag,
    Integer,
    Is,
    Not,
    Number,
    Seen,
    Sum,
    Term,
    Times,
    Truth,
    Variable,
)

LONGEST = 400  # characters in a condition; the longest anyone needs is far shorter
LARGEST = 9999  # whole numbers in conditions and effects
GRAMMAR_WORDS = frozenset({"seen", "chosen", "times", "yes", "no", "true", "false"})
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
ALLOWED = re.compile(r"[A-Za-z0-9_ \t\n()\[\],<>=!+\-]*")
CHANGE = re.compile(r"([a-z]\w*)\s*(=|\+=|-=)\s*(-?\w+)\Z")
SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


class Problem(Exception):
    """Something wrong in an expression, at an offset in characters from its beginning."""

    def __init__(self, code: str, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.offset, self.message, self.hint = code, offset, message, hint


class Scope(Protocol):
    """What an expression may name."""

    @property
    def variables(self) -> Mapping[str, Variable]: ...
    @property
    def choices(self) -> Mapping[str, Iterable[str]]:
        """Scene id -> the ids of its choices."""
        ...


def is_name(text: str) -> bool:
    """Whether the text can be the name of anything in a story."""
    return bool(NAME.match(text)) and not keyword.iskeyword(text) and text not in GRAMMAR_WORDS


# ---------------------------------------------------------------- reading conditions


def read_condition(text: str, scope: Scope) -> Condition:
    """The condition that the text says; a `Problem` when it says none."""
    check_characters(text, "condition-syntax")
    try:
        # A line break inside brackets is fine; everywhere else it is a space.
        tree = ast.parse(text.strip().replace("\n", " "), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _syntax_problem(text, error) from None
    return _Reader(text, scope).condition(tree)


def check_characters(text: str, code: str) -> None:
    """A `Problem` when the text is too long or holds what no expression holds."""
    if len(text) > LONGEST:
        raise Problem(code, 0, f"This is longer than {LONGEST} characters.", "Split it.")
    clean = ALLOWED.match(text)
    end = clean.end() if clean else 0
    if end < len(text):
        bad = text[end]
        hint = {"&": "Write and.", "|": "Write or.", "'": "Values have no quotes.", '"': "Values have no quotes."}
        raise Problem(code, end, f"{bad!r} does not belong in a condition or an effect.", hint.get(bad, ""))


def _syntax_problem(text: str, error: BaseException) -> Problem:
    offset = max((getattr(error, "offset", None) or 1) - 1, 0)
    if re.search(r"(?<![=!<>+\-])=(?!=)", text):
        return Problem("condition-syntax", text.index("="), "A condition compares with ==, not with =.", "Write ==.")
    if "!" in text.replace("!=", ""):
        return Problem("condition-syntax", text.index("!"), "! does not say not here.", "Write not.")
    return Problem(
        "condition-syntax",
        min(offset, len(text)),
        f"The condition {text.strip()!r} cannot be read.",
        "It should look like: trust == 2 and not petya_held.",
    )


class _Reader:
    """Walks the standard parser's tree and lets nothing unknown pass."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text, self.scope = text, scope
        self.shift = len(text) - len(text.lstrip())

    def fail(self, node: ast.AST, code: str, message: str, hint: str = "") -> NoReturn:
        raise Problem(code, self.shift + getattr(node, "col_offset", 0), message, hint)

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=ast.And()):
                return Both(tuple(self.condition(value) for value in node.values))
            case ast.BoolOp():
                return Either(tuple(self.condition(value) for value in node.values))
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.condition(node.operand))
            case ast.Name():
                return self.flag(node)
            case ast.Call():
                return self.call(node)
            case ast.Compare():
                return self.comparison(node)
            case _:
                self.fail(node, "condition-syntax", "This is no condition by itself.", "Compare it: trust >= 1.")

    def flag(self, node: ast.Name) -> Flag:
        variable = self.variable(node)
        if variable.kind == "number":
            self.fail(node, "condition-kind", f"{node.id} is a number, not a flag.", f"Compare it: {node.id} >= 1.")
        if variable.kind == "list":
            first = variable.values[0]
            self.fail(node, "condition-kind", f"{node.id} is one of a list.", f"Compare it: {node.id} == {first}.")
        return Flag(node.id)

    def variable(self, node: ast.Name) -> Variable:
        found = self.scope.variables.get(node.id)
        if found is None:
            hint = nearest(node.id, self.scope.variables)
            self.fail(node, "name-unknown", f"No variable is called {node.id}.", hint)
        return found

    def call(self, node: ast.Call) -> Condition:
        if not isinstance(node.func, ast.Name) or node.keywords:
            self.fail(node, "condition-syntax", "This cannot be asked.", "Only seen, chosen and times can.")
        asked = node.func.id
        if asked == "seen" and len(node.args) == 1:
            return Seen(self.scene(node.args[0]))
        if asked == "chosen" and len(node.args) == 2:
            scene = self.scene(node.args[0])
            return Chosen(scene, self.choice(scene, node.args[1]))
        if asked == "times" and len(node.args) == 1:
            self.fail(node, "condition-kind", "times(...) is a number.", "Compare it: times(scene) >= 2.")
        hint = "Write seen(scene), chosen(scene, choice) or times(scene)."
        self.fail(node, "condition-syntax", f"{asked}(...) cannot be asked so.", hint)

    def scene(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            self.fail(node, "condition-syntax", "The name of a scene should stand here.")
        if node.id not in self.scope.choices:
            hint = nearest(node.id, self.scope.choices)
            self.fail(node, "name-unknown", f"No scene is called {node.id}.", hint)
        return node.id

    def choice(self, scene: str, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            self.fail(node, "condition-syntax", "The name of a choice should stand here.")
        if node.id not in self.scope.choices[scene]:
            hint = nearest(node.id, self.scope.choices[scene])
            self.fail(node, "name-unknown", f"The scene {scene} has no choice called {node.id}.", hint)
        return node.id

    def comparison(self, node: ast.Compare) -> Condition:
        if len(node.ops) != 1:
            self.fail(node, "condition-syntax", "Two comparisons in a row.", "Join two comparisons with and.")
        left, op, right = node.left, node.ops[0], node.comparators[0]
        named = self.scope.variables.get(left.id) if isinstance(left, ast.Name) else None
        if isinstance(op, (ast.In, ast.NotIn)):
            return self.membership(left, isinstance(op, ast.NotIn), right)
        if type(op) not in SIGNS:
            self.fail(node, "condition-syntax", "This comparison is not known.", "Write == or !=.")
        sign = SIGNS[type(op)]
        if named is not None and named.kind == "list":
            if sign not in ("==", "!="):
                self.fail(node, "condition-kind", f"{named.name} is one of a list; it has no order.", "Write == or !=.")
            return Is(named.name, (self.value(named, right),), sign == "!=")
        return Compare(self.sum(left), sign, self.sum(right))

    def membership(self, left: ast.expr, negated: bool, right: ast.expr) -> Is:
        if not isinstance(left, ast.Name) or not isinstance(right, ast.List) or not right.elts:
            self.fail(left, "condition-syntax", "in wants a variable and a list.", "Write kolya in [spared, owed].")
        variable = self.variable(left)
        if variable.kind != "list":
            self.fail(left, "condition-kind", f"{left.id} is not one of a list.")
        return Is(left.id, tuple(self.value(variable, value) for value in right.elts), negated)

    def value(self, variable: Variable, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            self.fail(node, "condition-kind", f"{variable.name} is one of {listing(variable.values)}.")
        if node.id not in variable.values:
            hint = nearest(node.id, variable.values) or f"It is one of {listing(variable.values)}."
            self.fail(node, "condition-value", f"{variable.name} is never {node.id}.", hint)
        return node.id

    def sum(self, node: ast.expr) -> Sum:
        terms: list[tuple[int, Term]] = []
        # Sums lean to the left: a + b - c is ((a + b) - c).
        while isinstance(node, ast.BinOp):
            if not isinstance(node.op, (ast.Add, ast.Sub)):
                self.fail(node, "condition-syntax", "Only + and - are known here.")
            terms.append((1 if isinstance(node.op, ast.Add) else -1, self.term(node.right)))
            node = node.left
        terms.append((1, self.term(node)))
        return Sum(tuple(reversed(terms)))

    def term(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=bool()):
                self.fail(node, "condition-kind", "True and False are not numbers.")
            case ast.Constant(value=int() as value):
                return Integer(self.integer(node, value))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
                return Integer(-self.integer(node, value))
            case ast.Call(func=ast.Name(id="times"), args=[scene], keywords=[]):
                return Times(self.scene(scene))
            case ast.Name() if not self.bracketed(node):
                return self.number(node)
            case ast.BinOp():
                self.fail(node, "condition-syntax", "A sum inside a sum needs no brackets.", "Leave them out.")
            case _:
                return Truth(self.condition(node))

    def integer(self, node: ast.expr, value: int) -> int:
        if value > LARGEST:
            self.fail(node, "condition-kind", f"No number in a story goes beyond {LARGEST}.")
        return value

    def number(self, node: ast.Name) -> Number:
        variable = self.variable(node)
        if variable.kind == "flag":
            self.fail(node, "condition-kind", f"{node.id} is a flag.", f"In a sum it stands in brackets: ({node.id}).")
        if variable.kind == "list":
            hint = f"In a sum write ({node.id} == {variable.values[0]})."
            self.fail(node, "condition-kind", f"{node.id} is one of a list, not a number.", hint)
        return Number(node.id)

    def bracketed(self, node: ast.Name) -> bool:
        start = self.shift + node.col_offset
        before, after = self.text[:start].rstrip(), self.text[start + len(node.id) :].lstrip()
        return before.endswith("(") and after.startswith(")")


# ---------------------------------------------------------------- reading effects


def read_effect(text: str, scope: Scope) -> Effect:
    """The effect that the text says; a `Problem` when it says none."""
    check_characters(text, "effect-syntax")
    halves = re.split(r"\sif\s", text, maxsplit=1)
    when = None
    if len(halves) == 2:
        try:
            when = read_condition(halves[1], scope)
        except Problem as problem:
            problem.offset += len(text) - len(halves[1])
            raise
    name, sign, value = _read_change(halves[0].strip())
    variable = scope.variables.get(name)
    if variable is None:
        raise Problem("name-unknown", 0, f"No variable is called {name}.", nearest(name, scope.variables))
    return Effect(name, sign, _new_value(variable, sign, value), when)


def _read_change(change: str) -> tuple[str, str, str]:
    bare = change.removeprefix("not ").strip()
    if NAME.match(bare):
        return bare, "clear" if change != bare else "set", ""
    parts = CHANGE.match(change)
    if parts is None:
        hint = "It should look like: trust += 1, kolya = spared, petya_held or not petya_held."
        raise Problem("effect-syntax", 0, f"The effect {change!r} cannot be read.", hint)
    return parts[1], parts[2], parts[3]


def _new_value(variable: Variable, sign: str, value: str) -> str | int:
    name = variable.name
    if sign in ("set", "clear"):
        if variable.kind != "flag":
            hint = f"Write {name} = {variable.values[0]}." if variable.values else f"Write {name} += 1."
            raise Problem("effect-kind", 0, f"{name} is not a flag.", hint)
        return ""
    if variable.kind == "flag":
        raise Problem("effect-kind", 0, f"{name} is a flag.", f"Write {name} or not {name}.")
    if variable.kind == "list":
        if sign != "=":
            raise Problem("effect-kind", 0, f"{name} is one of a list; it has no order.", f"Write {name} = VALUE.")
        if value not in variable.values:
            hint = nearest(value, variable.values) or f"It is one of {listing(variable.values)}."
            raise Problem("effect-value", 0, f"{name} is never {value}.", hint)
        return value
    if not re.fullmatch(r"-?[0-9]+", value) or (number := int(value)) > LARGEST or number < -LARGEST:
        raise Problem("effect-kind", 0, f"{name} takes a whole number, not {value}.")
    if sign == "=" and not variable.lowest <= number <= variable.highest:
        bounds = f"{variable.lowest} to {variable.highest}"
        raise Problem("effect-value", 0, f"{name} goes from {bounds}; it can never be {number}.")
    if sign != "=" and number < 1:
        raise Problem("effect-value", 0, f"{name} {sign} {number} changes nothing or goes backwards.", "Use 1 or more.")
    return number


# ---------------------------------------------------------------- printing


def print_condition(condition: Condition) -> str:
    """The condition as a writer would write it; reading it again gives the same."""
    match condition:
        case Flag(name):
            return name
        case Is(name, values, negated) if len(values) == 1:
            return f"{name} {'!=' if negated else '=='} {values[0]}"
        case Is(name, values, negated):
            return f"{name} {'not in' if negated else 'in'} [{', '.join(values)}]"
        case Seen(scene):
            return f"seen({scene})"
        case Chosen(scene, choice):
            return f"chosen({scene}, {choice})"
        case Not(test):
            return f"not {_bracket(test, Both, Either)}"
        case Both(tests):
            return " and ".join(_bracket(test, Both, Either) for test in tests)
        case Either(tests):
            return " or ".join(_bracket(test, Either) for test in tests)
        case Compare(left, sign, right):
            return f"{_print_sum(left)} {sign} {_print_sum(right)}"


def _bracket(test: Condition, *loose: type) -> str:
    printed = print_condition(test)
    return f"({printed})" if isinstance(test, loose) else printed


def _print_sum(total: Sum) -> str:
    printed = ""
    for sign, term in total.terms:
        printed += (" + " if sign > 0 else " - ") if printed else ""
        match term:
            case Integer(value):
                printed += str(value)
            case Number(name):
                printed += name
            case Times(scene):
                printed += f"times({scene})"
            case Truth(test):
                printed += f"({print_condition(test)})"
    return printed


def print_effect(effect: Effect) -> str:
    """The effect as a writer would write it; reading it again gives the same."""
    change = {"set": effect.name, "clear": f"not {effect.name}"}.get(
        effect.sign, f"{effect.name} {effect.sign} {effect.value}"
    )
    return change if effect.when is None else f"{change} if {print_condition(effect.when)}"
