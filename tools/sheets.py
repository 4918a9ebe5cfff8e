"""Write a sheet per process, in the five parts of the operators' manual, in Chinese and English."""

from __future__ import annotations

import sys
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from types import CodeType, FunctionType, ModuleType
from typing import Any

from boss.orders.v1.process_pb2 import FieldDescription
from orders.ordering.domain.names import VERBS as KNOWN
from orders.ordering.domain.process import AnyProcess, OnEvent, OnTimer, never
from orders.ordering.wire.forms import field_descriptions
from orders.processes import CATALOGUE
from sheet_words import CHANNELS, OWNERS, ROLES, VERBS
from tables import table
from verification import written

WORDS = {one.__name__: one for one in KNOWN.values()}
STAGES = (
    ("prepare", "准备", "is held, and taken back if the order goes no further"),
    ("network", "开通", "the network is told, and what it did is read back"),
    ("settle", "竣工", "is made so"),
)
HEAD = """# {title} ({term})

`{name}`. Generated from its form by `make docs`; never edited.
"""


def verbs_of(function: Callable[..., Any]) -> list[type[Any]]:
    """Return the verbs a part of a form may use, as its code names them, helpers of ours too."""
    return list(dict.fromkeys(_used(function, set())))


def _used(function: Any, seen: set[Any]) -> Iterator[type[Any]]:
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    names = list(_names(function.__code__))
    # A module of ours is named, then what is meant of it.
    modules = [one for one in map(function.__globals__.get, names) if isinstance(one, ModuleType)]
    ours = [vars(one) for one in modules if one.__name__.startswith("orders.")]
    known = ChainMap(function.__globals__, *ours)
    for name in names:
        named = known.get(name)
        if WORDS.get(name) is named and named is not None:
            yield named
        elif getattr(named, "__module__", "").startswith("orders."):
            yield from _used(named, seen)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _names(one)


def stages_of(form: AnyProcess) -> dict[str, list[type[Any]]]:
    """Return the verbs of each stage as the form lists them; proofs are used up first."""
    order = [*form.steps, *form.changes]
    stages = {
        stage: sorted(verbs_of(getattr(form, stage)), key=order.index) for stage, _, _ in STAGES
    }
    if any(way.proofs for way in form.ways):
        stages["prepare"] = [WORDS["UseProof"], *stages["prepare"]]
    return stages


def about(form: AnyProcess) -> str:
    """Return what the file of a process says of it, without its name."""
    said = sys.modules[form.request.__module__].__doc__ or ""
    told = said.partition("): ")[2].strip() or said.strip()
    return told[:1].upper() + told[1:]


def channels(form: AnyProcess) -> str:
    rows = [
        [
            f"{CHANNELS[way.channel]} `{way.channel}`",
            f"{ROLES[way.role]} `{way.role}`",
            f"{written(way)}: `{'`, `'.join(way.only_for)}`" if way.only_for else written(way),
        ]
        for way in form.ways
    ]
    rows = [list(row) for row in dict.fromkeys(map(tuple, rows))]
    others = "\n".join(f"* {opener}" for opener in map(_opener, form.opened_by) if opener)
    asked = table(["渠道 channel", "身份 as whom", "验证方式 checked"], rows) if rows else ""
    return "\n\n".join(part for part in (asked, others) if part)


def _opener(opener: object) -> str:
    match opener:
        case OnEvent(event=event):
            return f"系统 system: on `{event}`"
        case OnTimer(timer=timer):
            return f"系统 system: when `{timer}` is due"
        case _:
            return ""


def rules(form: AnyProcess) -> str:
    rows = [[f"`{rule.code}`", rule.zh, rule.sentence] for rule in form.rules]
    return table(["拒绝码 refused with", "规定", "rule"], rows)


def way(form: AnyProcess) -> str:
    lines = [f"1. 受理 accept: who asks is checked, the rules have their say. {fields(form)}"]
    for number, (stage, zh, says) in enumerate(STAGES, start=2):
        verbs = stages_of(form)[stage]
        done = "; ".join(_told(verb) for verb in verbs) or "无 nothing"
        lines.append(f"{number}. {zh} {stage} ({says}): {done}.")
    if form.later is not never:
        lines.append("5. 预约 appoint: a moment is noted at which something is due.")
    return "\n".join(lines)


def fields(form: AnyProcess) -> str:
    """Return what a request says, field by field, as `GET /v1/processes` tells it."""
    described = field_descriptions(form)
    told = [f"`{one.name}` ({_kind(one)})" for one in described]
    return f"字段 fields: {'; '.join(told)}." if told else "字段 fields: 无 none."


def _kind(field: FieldDescription) -> str:
    kind = ", ".join(field.choices) or field.kind
    return kind if field.required else f"{kind}; may be left out"


def _told(verb: type[Any]) -> str:
    return f"{OWNERS[verb.done_by]} {VERBS[verb.__name__]} `{verb.done_by}.{verb.__name__}`"


def chart(form: AnyProcess) -> str:
    """Return its own flow chart: stages with their owners, refusals, and the way back."""
    stages = stages_of(form)
    present = [stage for stage, _, _ in STAGES if stages[stage]]
    lines = ["flowchart TD", f'    ask(["受理 {_asked(form)}"]) --> rules{{"规定 rules"}}']
    lines.append('    rules -- "不符 refused" --> rejected(["rejected"])')
    before = "rules"
    for stage in present:
        zh = next(zh for name, zh, _ in STAGES if name == stage)
        lines += [f'    subgraph {stage}["{zh} {stage}"]', *_boxes(stage, stages[stage]), "    end"]
        lines.append(f"    {before} --> {stage}")
        before = stage
    lines += _ways_back(present, stages)
    lines.append(f'    {before} --> done(["竣工 fulfilled"])')
    return "\n".join(["```mermaid", *lines, "```"])


def _asked(form: AnyProcess) -> str:
    where = dict.fromkeys(CHANNELS[way.channel] for way in form.ways)
    return "、".join(where) or "系统"


def _boxes(stage: str, verbs: Iterable[type[Any]]) -> list[str]:
    names = [f"{stage}_{verb.__name__}" for verb in verbs]
    boxes = [
        f'        {name}["{OWNERS[verb.done_by]}: {VERBS[verb.__name__]}<br/>{verb.__name__}"]'
        for name, verb in zip(names, verbs, strict=True)
    ]
    arrows = [f"        {one} --> {other}" for one, other in pairwise(names)]
    return [*boxes, *arrows]


def _ways_back(present: list[str], stages: dict[str, list[type[Any]]]) -> list[str]:
    held = [verb for verb in stages["prepare"] if verb.can_be_taken_back]
    lines = []
    if held:
        undone = "<br/>".join(VERBS[verb.__name__] for verb in reversed(held))
        lines.append(f'    undo["撤回 taken back<br/>{undone}"] --> rejected')
    back = "undo" if held else "rejected"
    if "prepare" in present:
        lines.append(f'    prepare -- "被拒 refused" --> {back}')
    if "network" in present:
        lines.append(f'    network -- "网络拒绝 refused" --> {back}')
    if "settle" in present:
        lines.append('    settle -- "被拒 refused" --> held(["人工处理 held"])')
    return lines


def sheet(form: AnyProcess) -> str:
    """Return one process as the manual tells it: five parts, each in both languages."""
    parts = {
        "业务描述 Description": f"{form.about}\n\n{about(form)}",
        "受理渠道 Channels": channels(form),
        "相关规定 Rules": rules(form),
        "业务流程 Way": way(form),
        "业务流程图 Flow chart": chart(form),
    }
    chapters = "\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items())
    head = HEAD.format(title=form.title, term=form.term, name=form.name)
    return f"{head}\n{chapters}\n"


def documents() -> dict[str, str]:
    """Return the text of every sheet by its path below docs/catalogue."""
    return {f"processes/{name}.md": sheet(form) for name, form in CATALOGUE.items()}
