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
from game.story.grammar import (
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
)
from game.story.keys import LARGEST
from game.story.model import Variable
from game.story.printing import print_condition, print_effect

__all__ = [
    "Problem",
    "Scope",
    "is_name",
    "one_of",
    "print_condition",
    "print_effect",
    "read_condition",
    "read_effect",
]

LONGEST = 400  # characters in a condition; the longest anyone needs is far shorter
GRAMMAR_WORDS = frozenset({"seen", "chosen", "times", "yes", "no", "true", "false"})
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
ALLOWED = re.compile(r"[A-Za-z0-9_ \t\n()\[\],<>=!+\-]*")
CHANGE = re.compile(r"([a-z]\w*)\s*(=|\+=|-=)\s*(-?\w+)\Z")
MIXED = re.compile(r"\b[0-9]+[A-Za-z_]\w*")
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


def one_of(name: str, names: Iterable[str]) -> str:
    """A hint for a name that is nobody's: the nearest, or all of a few."""
    known = list(names)
    return nearest(name, known) or (f"There is {listing(known)}." if known else "There is none at all.")


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
        raise Problem(code, 0, f"This is longer than {LONGEST} characters.", "Split it, or make a variable for it.")
    clean = ALLOWED.match(text)
    end = clean.end() if clean else 0
    if end < len(text):
        bad = text[end]
        hint = {"&": "Write and.", "|": "Write or.", "'": "Values have no quotes.", '"': "Values have no quotes."}
        wanted = hint.get(bad, "Write it with names, numbers and the words and, or, not.")
        raise Problem(code, end, f"The sign {bad} does not belong in a condition or an effect.", wanted)
    if mixed := MIXED.search(text):
        message = f"{mixed[0]} is neither a number nor a name."
        raise Problem(code, mixed.start(), message, "A name begins with a small letter; a number is digits alone.")


def _syntax_problem(text: str, error: BaseException) -> Problem:
    if alone := re.search(r"(?<![=!<>+\-])=(?![=])", text):
        return Problem("condition-syntax", alone.start(), "A condition compares with ==, not with =.", "Write ==.")
    if alone := re.search("!(?!=)", text):
        return Problem("condition-syntax", alone.start(), "! does not say not here.", "Write not.")
    if capital := re.search(r"\b(AND|OR|NOT|IN|And|Or|Not|In)\b", text):
        message = f"{capital[0]} is written small."
        return Problem("condition-syntax", capital.start(), message, f"Write {capital[0].lower()}.")
    # Where it breaks off before its end, the parser names no place: then it is the last word.
    last = max(text.rstrip().rfind(" "), -1) + 1
    offset = len(text) - len(text.lstrip()) + (getattr(error, "offset", None) or LONGEST + 1) - 1
    return Problem(
        "condition-syntax",
        offset if offset < len(text.rstrip()) else last,
        f"The condition {text.strip()!r} cannot be read from here on.",
        "It should look like: flag and number >= 2 or not list == value, with your own names.",
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
            self.fail(node, "name-unknown", f"No variable is called {node.id}.", one_of(node.id, self.scope.variables))
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
            self.fail(
                node, "condition-kind", "times counts: it is a number, not a flag.", "Compare it: times(scene) >= 2."
            )
        hint = "Write seen(scene), chosen(scene, choice) or times(scene)."
        self.fail(node, "condition-syntax", f"{asked}(...) cannot be asked so.", hint)

    def scene(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            self.fail(
                node, "condition-syntax", "The name of a scene should stand here.", "Write seen(winch_house), say."
            )
        if node.id not in self.scope.choices:
            self.fail(node, "name-unknown", f"No scene is called {node.id}.", one_of(node.id, self.scope.choices))
        return node.id

    def choice(self, scene: str, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            self.fail(
                node, "condition-syntax", "The name of a choice should stand here.", f"Write chosen({scene}, choice)."
            )
        if node.id not in self.scope.choices[scene]:
            hint = one_of(node.id, self.scope.choices[scene])
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
            hint = f"Compare it: {left.id} >= 1." if variable.kind == "number" else f"Write {left.id} or not {left.id}."
            self.fail(left, "condition-kind", f"{left.id} is not one of a list, so it is not in one.", hint)
        return Is(left.id, tuple(self.value(variable, value) for value in right.elts), negated)

    def value(self, variable: Variable, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            self.fail(
                node,
                "condition-kind",
                f"{variable.name} cannot be compared with this.",
                f"It is one of {listing(variable.values)}.",
            )
        if node.id not in variable.values:
            hint = nearest(node.id, variable.values) or f"It is one of {listing(variable.values)}."
            self.fail(node, "condition-value", f"{variable.name} is never {node.id}.", hint)
        return node.id

    def sum(self, node: ast.expr) -> Sum:
        terms: list[tuple[int, Term]] = []
        # Sums lean to the left: a + b - c is ((a + b) - c).
        while isinstance(node, ast.BinOp):
            if not isinstance(node.op, (ast.Add, ast.Sub)):
                self.fail(node, "condition-syntax", "Only + and - are known here.", "Write it with + or -.")
            terms.append((1 if isinstance(node.op, ast.Add) else -1, self.term(node.right)))
            node = node.left
        terms.append((1, self.term(node)))
        return Sum(tuple(reversed(terms)))

    def term(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=bool()):
                self.fail(
                    node,
                    "condition-kind",
                    "True and False are not numbers.",
                    "Write a flag alone: jammed, or not jammed.",
                )
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
            self.fail(node, "condition-kind", f"{value} is beyond any number of a story.", f"The largest is {LARGEST}.")
        return value

    def number(self, node: ast.Name) -> Number:
        variable = self.variable(node)
        if variable.kind == "flag":
            hint = f"Write {node.id} alone, or not {node.id}; in a sum it stands in brackets: ({node.id})."
            self.fail(node, "condition-kind", f"{node.id} is a flag, which is not compared.", hint)
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
    margin = len(text) - len(text.lstrip())
    halves = re.split(r"\sif\s", text, maxsplit=1)
    when = None
    if len(halves) == 2:
        try:
            when = read_condition(halves[1], scope)
        except Problem as problem:
            problem.offset += len(text) - len(halves[1])
            raise
    change = halves[0].strip()
    try:
        name, sign, value = _read_change(change)
        variable = scope.variables.get(name)
        if variable is None:
            at = change.index(name, 4) if sign == "clear" else 0
            raise Problem("name-unknown", at, f"No variable is called {name}.", one_of(name, scope.variables))
        return Effect(name, sign, _new_value(variable, sign, value, change.rfind(value)), when)
    except Problem as problem:
        problem.offset += margin
        raise


def _read_change(change: str) -> tuple[str, str, str]:
    bare = re.sub(r"^not\s+", "", change)
    if NAME.match(bare):
        return bare, "clear" if change != bare else "set", ""
    parts = CHANGE.match(change)
    if parts is None:
        if double := re.search(r"==|=\+|=-(?!\s*\d)|\+\+|--", change):
            right = {"==": "=", "=+": "+=", "=-": "-=", "++": "+= 1", "--": "-= 1"}[double[0]]
            message = f"An effect does not change anything with {double[0]}."
            raise Problem("effect-syntax", double.start(), message, f"Write {right}.")
        hint = "It should look like: flag, not flag, list = value, number = 2 or number += 1, with your own names."
        raise Problem("effect-syntax", 0, f"The effect {change!r} cannot be read.", hint)
    return parts[1], parts[2], parts[3]


def _new_value(variable: Variable, sign: str, value: str, at: int) -> str | int:
    """What the variable becomes, or is changed by; `at` is the value's place."""
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
            raise Problem(
                "effect-kind", 0, f"{name} is one of a list; it has no order.", f"Write {name} = {variable.values[0]}."
            )
        if value not in variable.values:
            hint = nearest(value, variable.values) or f"It is one of {listing(variable.values)}."
            raise Problem("effect-value", at, f"{name} is never {value}.", hint)
        return value
    if not re.fullmatch(r"-?[0-9]+", value) or (number := int(value)) > LARGEST or number < -LARGEST:
        raise Problem(
            "effect-kind", at, f"{name} is a number; {value} is none it can take.", f"Write {name} += 1, say."
        )
    if sign == "=" and not variable.lowest <= number <= variable.highest:
        bounds = f"{variable.lowest} to {variable.highest}"
        raise Problem("effect-value", at, f"{name} can never be {number}.", f"It goes from {bounds}.")
    if sign != "=" and number < 1:
        raise Problem(
            "effect-value", at, f"{name} {sign} {number} changes nothing or goes backwards.", "Use 1 or more."
        )
    return number
