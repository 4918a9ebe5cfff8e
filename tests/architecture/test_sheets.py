"""Every process has a sheet that tells all it does, in Chinese and English."""

import re

import pytest
from sheet_words import CHANNELS, OWNERS, ROLES, VERBS
from sheets import chart, documents, stages_of

from orders.ordering.domain import names
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.steps import UseProof
from orders.ordering.domain.values import Channel, Role
from orders.processes import CATALOGUE

every_process = pytest.mark.parametrize("form", CATALOGUE.values(), ids=CATALOGUE)
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_word_has_its_chinese() -> None:
    verbs = {verb.__name__: verb.done_by for verb in names.VERBS.values()}

    assert set(VERBS) == set(verbs)
    assert set(OWNERS) == set(verbs.values())
    assert (set(CHANNELS), set(ROLES)) == (set(Channel), set(Role))


@every_process
def test_says_what_it_is_and_every_rule_in_chinese_too(form: AnyProcess) -> None:
    said = [form.about, *(rule.zh for rule in form.rules)]

    assert [one for one in said if not CHINESE.search(one)] == []


@every_process
def test_every_verb_of_the_form_stands_in_a_stage(form: AnyProcess) -> None:
    """Read from the code of the form: what it declares and what it uses are the same."""
    used = {verb for verbs in stages_of(form).values() for verb in verbs}

    assert used - {UseProof} == {*form.steps, *form.changes} - {UseProof}


@every_process
def test_chart_shows_every_step_with_its_owner(form: AnyProcess) -> None:
    drawn = chart(form)

    for stage, verbs in stages_of(form).items():
        for verb in verbs:
            assert f'{stage}_{verb.__name__}["{OWNERS[verb.done_by]}: ' in drawn


def test_there_is_a_sheet_of_five_parts_for_each() -> None:
    sheets = documents()

    assert set(sheets) == {f"processes/{name}.md" for name in CATALOGUE}
    assert {text.count("\n## ") for text in sheets.values()} == {5}
