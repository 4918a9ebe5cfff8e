"""Grades of lucky numbers, in the catalogue's files and as messages."""

from typing import Annotated

from pydantic import Field

from billing.accounts.wire.values import money_message
from billing.catalogue.domain.number_grade import NumberGrade
from billing.catalogue.wire.forms import Code, Fen, Form
from boss.billing.v1 import questions_pb2
from kernel.money import fen


class NumberGradeForm(Form):
    """What a lucky number asks for; amounts in fen, minimum_spend a month."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=64)]
    prepayment: Fen = 0
    minimum_spend: Fen = 0
    months: Annotated[int, Field(ge=0, le=240)] = 0


def number_grade_of(form: NumberGradeForm) -> NumberGrade:
    return NumberGrade(
        code=form.code,
        name=form.name,
        prepayment=fen(form.prepayment),
        minimum_spend=fen(form.minimum_spend),
        months=form.months,
    )


def number_grade_message(grade: NumberGrade) -> questions_pb2.NumberGrade:
    return questions_pb2.NumberGrade(
        code=grade.code,
        name=grade.name,
        prepayment=money_message(grade.prepayment),
        minimum_spend=money_message(grade.minimum_spend),
        months=grade.months,
    )
