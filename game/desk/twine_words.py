"""The expressions of Twine's story formats: what SugarCube and Harlowe say in the same or nearly the
same words. What is not understood is refused with `NotSaid`; nothing is ever evaluated.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class NotSaid(Exception):
    """This story's format has no words for the expression."""


class Var(NamedTuple):
    """A variable by its name in Twine, sign and all."""

    name: str


class Value(NamedTuple):
    value: bool | int | str


class Visited(NamedTuple):
    """How often the passage was visited, this time included; None is the one that asks."""

    passage: str | None


class Plus(NamedTuple):
    """Terms with their signs, +1 or -1."""

    terms: tuple[tuple[int, Expression], ...]


class Test(NamedTuple):
    left: Expression
    sign: str  # == != < <= > >=
    right: Expression


class No(NamedTuple):
    test: Expression


class All(NamedTuple):
    tests: tuple[Expression, ...]


class Any(NamedTuple):
    tests: tuple[Expression, ...]


class Raw(NamedTuple):
    """A condition that was not understood, as it stood."""

    text: str


class Change(NamedTuple):
    """A variable becomes a value ("="), or grows or shrinks by a number ("+=", "-="), perhaps
    within `bounds`."""

    name: str
    sign: str
    value: bool | int | str
    bounds: tuple[int, int] | None = None


Expression = Var | Value | Visited | Plus | Test | No | All | Any | Raw

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<var>[$_][A-Za-z_]\w*)|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<word>[A-Za-z][\w-]*)|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||\+\+|--|\+=|-=|[-+<>!=(),;:]))"""
)
SIGNS = {"is": "==", "eq": "==", "==": "==", "===": "==", "isnot": "!=", "neq": "!=", "!=": "!=", "!==": "!="}
SIGNS |= {"gt": ">", ">": ">", "gte": ">=", ">=": ">=", "lt": "<", "<": "<", "lte": "<=", "<=": "<="}
PLAIN = {"&&": "and", "||": "or", "!": "not", "=": "to"}
KNOWN = frozenset([*SIGNS, "and", "or", "not", "to", "into", "true", "false", "it", "clamp"])


def read_test(text: str) -> Expression:
    """The condition that the text says."""
    reader = _Reader(text)
    found = reader.any()
    reader.end()
    return found


def test_or_raw(text: str) -> Expression:
    """The condition that the text says, or the text itself."""
    try:
        return read_test(text)
    except NotSaid:
        return Raw(text)


def read_value(text: str) -> Expression:
    """The value or variable that the text says."""
    reader = _Reader(text)
    found = reader.sum()
    reader.end()
    return found


def read_changes(text: str) -> list[Change]:
    """The changes that `set` makes: $a to 1, $b += 2, $c++, $d to it + 1."""
    # The bounds of a number, as SugarCube and as Harlowe write them.
    reader = _Reader(re.sub(r"\bMath\.clamp\s*\(|\(\s*clamp\s*:", "clamp (", text))
    found = [reader.change()]
    while reader.take(",", ";"):
        if reader.at < len(reader.tokens):
            found.append(reader.change())
    reader.end()
    return found


def read_put(text: str) -> list[Change]:
    """The changes that Harlowe's `put` makes: 1 into $a, 2 into $b."""
    found = []
    for part in re.split(r",(?=[^,]*\binto\b)", text):
        value, into, name = part.rpartition(" into ")
        if not into:
            raise NotSaid(text)
        found += read_changes(f"{name} to {value}")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        place = 0
        while text[place:].strip():
            match = TOKEN.match(text, place)
            if match is None:
                raise NotSaid(text)
            kind = match.lastgroup or ""
            token = match[kind]
            if kind == "word":
                token = token.lower() if token.lower() in KNOWN else token
            self.tokens.append((kind, PLAIN.get(token, token) if kind == "sign" else token))
            place = match.end()

    def take(self, *tokens: str) -> str:
        """The next token when it is one of these signs or words, else nothing."""
        if self.at < len(self.tokens):
            kind, token = self.tokens[self.at]
            if kind in ("sign", "word") and token in tokens:
                self.at += 1
                return token
        return ""

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise NotSaid(self.text)

    def any(self) -> Expression:
        tests = [self.all()]
        while self.take("or"):
            tests.append(self.all())
        return tests[0] if len(tests) == 1 else Any(tuple(tests))

    def all(self) -> Expression:
        tests = [self.one()]
        while self.take("and"):
            tests.append(self.one())
        return tests[0] if len(tests) == 1 else All(tuple(tests))

    def one(self) -> Expression:
        if self.take("not"):
            return No(self.one())
        left = self.sum()
        sign = self.take(*SIGNS)
        if not sign:
            return left
        compared = SIGNS[sign]
        if compared == "==" and self.take("not"):
            compared = "!="
        if sign == "is" and (other := self.take("<", "<=", ">", ">=")):
            compared = other  # Harlowe lets one write: is < 4
        return Test(left, compared, self.sum())

    def sum(self) -> Expression:
        terms = [(-1 if self.take("-") else 1, self.term())]
        while sign := self.take("+", "-"):
            terms.append((1 if sign == "+" else -1, self.term()))
        if len(terms) > 1:
            return Plus(tuple(terms))
        way, only = terms[0]
        if way < 0:
            if not isinstance(only, Value) or isinstance(only.value, bool | str):
                raise NotSaid(self.text)
            return Value(-only.value)
        return only

    def term(self) -> Expression:
        if self.take("("):
            if self.take("visited") and self.take(":"):
                found: Expression = self.visited(")")
                return found
            found = self.any()
            if not self.take(")"):
                raise NotSaid(self.text)
            return found
        if self.at >= len(self.tokens):
            raise NotSaid(self.text)
        kind, token = self.tokens[self.at]
        self.at += 1
        match kind, token:
            case "text", _:
                return Value(re.sub(r"\\(.)", r"\1", token[1:-1]))
            case "var", _:
                return Var(token)
            case "number", _ if "." not in token:
                return Value(int(token))
            case "word", "true" | "false":
                return Value(token == "true")
            case "word", "visits" | "visit":
                return Visited(None)
            case "word", "it":
                return Var("it")
            case "word", "visited" | "hasVisited" if self.take("("):
                return self.visited(")")
            case _:
                raise NotSaid(self.text)

    def visited(self, closer: str) -> Visited:
        passage = None
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "text":
            passage = self.tokens[self.at][1][1:-1]
            self.at += 1
        if not self.take(closer):
            raise NotSaid(self.text)
        return Visited(passage)

    def change(self) -> Change:
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "var":
            raise NotSaid(self.text)
        name = self.tokens[self.at][1]
        self.at += 1
        sign = self.take("to", "+=", "-=", "++", "--")
        if sign in ("++", "--"):
            return Change(name, f"{sign[0]}=", 1)
        if sign == "to" and self.take("clamp"):
            return self.clamped(name)
        value = self.one() if sign == "to" else self.sum()
        match sign, value:
            case "to", Value(new):
                return Change(name, "=", new)
            case "to", Plus(((1, Var(same)), (way, Value(int() as number)))) if same in (name, "it"):
                return self.grown(name, way * number)
            case "+=" | "-=", Value(int() as number):
                return self.grown(name, number if sign == "+=" else -number)
            case _:
                raise NotSaid(self.text)

    def clamped(self, name: str) -> Change:
        """Behind `$x to clamp`: the sum and its two bounds, as ($x + 1, 0, 2)."""
        self.take("(")
        sums = [self.sum()]
        while self.take(","):
            sums.append(self.sum())
        match self.take(")"), sums:
            case ")", [
                Plus(((1, Var(same)), (way, Value(int() as number)))),
                Value(int() as low),
                Value(int() as high),
            ]:
                if same in (name, "it"):
                    return self.grown(name, way * number)._replace(bounds=(low, high))
        raise NotSaid(self.text)

    @staticmethod
    def grown(name: str, by: int) -> Change:
        return Change(name, "+=" if by >= 0 else "-=", abs(by))


def variables_in(expression: Expression) -> set[str]:
    """The variables that the expression names."""
    match expression:
        case Var(name):
            return {name}
        case Test(left, _, right):
            return variables_in(left) | variables_in(right)
        case No(test):
            return variables_in(test)
        case All(tests) | Any(tests):
            return {name for test in tests for name in variables_in(test)}
        case Plus(terms):
            return {name for _, term in terms for name in variables_in(term)}
        case _:
            return set()
