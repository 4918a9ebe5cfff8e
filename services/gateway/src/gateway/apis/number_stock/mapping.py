"""Grades of lucky numbers as they are shown, in fen."""

from typing import Any

from boss.billing.v1.questions_pb2 import NumberGrade


def shown_grade(grade: NumberGrade) -> dict[str, Any]:
    return {
        "code": grade.code,
        "name": grade.name,
        "prepayment": grade.prepayment.minor,
        "minimumSpend": grade.minimum_spend.minor,
        "months": grade.months,
    }
