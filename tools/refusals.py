"""Read from the sources which codes the business says no with, of what kind, and in which words."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stages import ROOT

CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
KINDS = {
    "Invalid": "a field is wrong: the request must be changed",
    "NotFound": "what was asked about is not there",
    "NotAllowed": "its state or its owner does not allow it",
    "Stale": "somebody else was first: read again",
    "TryLater": "too much at once: the same again after some seconds",
    "Refusal": "the business says no",
}
RULE = "rule"
HEAD = """# Refusals

Generated from the sources by `make docs`; never edited. A refusal changes nothing, and names its
code and, where one is to blame, the field. Codes are never given another meaning. In gRPC the code
is `ErrorInfo.reason`, in REST `code` of the answer's body. What a field is called wrong for is in
[one name for a bad field](../decisions/one-name-for-a-bad-field.md).

"""


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One place where a code is refused with."""

    code: str
    kind: str
    sentence: str
    service: str


def sources(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Return every source of ours with the name of its package."""
    for pattern in (
        "services/*/src/**/*.py",
        "libs/kernel/src/**/*.py",
        "libs/runtime/src/**/*.py",
    ):
        for path in sorted(root.glob(pattern)):
            yield path.relative_to(root).parts[1], path


def refusals(package: str, module: ast.Module) -> Iterator[Said]:
    """Return what this module refuses with, where code and kind stand in the call."""
    constants = assigned(module.body)
    makers = {**dict.fromkeys(KINDS), **made_here(module)}
    for function in [module, *functions(module)]:
        known = constants | assigned(ast.walk(function))
        for call in own_calls(function):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name not in makers and name != RULE:
                continue
            code, sentence = (*(words(one, known) for one in call.args[:2]), "", "")[:2]
            if CODE.fullmatch(code):
                yield Said(code, makers.get(name) or name, sentence, package)


def functions(module: ast.Module) -> list[ast.AST]:
    return [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def own_calls(scope: ast.AST) -> Iterator[ast.Call]:
    """Return the calls of this scope, those of the functions in it left to them."""
    inside = ast.iter_child_nodes(scope)
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        inside = iter(scope.body)
    for node in inside:
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from own_calls(node)
        else:
            yield from (one for one in node.decorator_list if isinstance(one, ast.Call))


def made_here(module: ast.Module) -> dict[str, str]:
    """Return the functions that answer a refusal, and of which kind."""
    kinds = {}
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name, returns=ast.Name(id=kind)) if kind in KINDS:
                kinds[name] = kind
            case ast.ClassDef(name=name, bases=[ast.Name(id=kind)]) if kind in KINDS:
                kinds[name] = kind
    return kinds


def assigned(nodes: Iterable[ast.AST]) -> dict[str, ast.expr]:
    values: dict[str, ast.expr] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values[name] = value
    return values


def words(node: ast.expr, known: Mapping[str, ast.expr]) -> str:
    """Return a text as it will read; what is only known then is an ellipsis."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(words(part, known) for part in parts)
        case ast.Name(id=name) if name in known and not isinstance(known[name], ast.Name):
            return words(known[name], known)
        case _:
            return "…"


def all_refusals(root: Path = ROOT) -> list[Said]:
    every = {
        said
        for package, path in sources(root)
        for said in refusals(package, ast.parse(path.read_text()))
    }
    return sorted(every)


def document(root: Path = ROOT) -> str:
    """Return the page: kinds, then one row per code."""
    by_code: dict[str, list[Said]] = defaultdict(list)
    for said in all_refusals(root):
        by_code[said.code].append(said)
    kinds = [f"| `{kind}` | {means} |" for kind, means in KINDS.items()]
    kinds.append(f"| `{RULE}` | a rule of a process does not hold: the order is rejected |")
    rows = [row(code, places) for code, places in sorted(by_code.items())]
    return (
        HEAD
        + "\n".join(["| Kind | Means |", "| --- | --- |", *kinds])
        + "\n\n"
        + "\n".join(["| Code | Kind | Sentence | From |", "| --- | --- | --- | --- |", *rows])
        + "\n"
    )


def row(code: str, places: Iterable[Said]) -> str:
    said = list(places)
    kinds = ", ".join(sorted({f"`{one.kind}`" for one in said}))
    known = {one.sentence for one in said if one.sentence.strip("… .")}
    sentences = sorted(known, key=lambda sentence: (len(sentence), sentence))
    shown = sentences[0].replace("|", "\\|") if sentences else ""
    packages = ", ".join(sorted({one.service for one in said}))
    return f"| `{code}` | {kinds} | {shown} | {packages} |"
