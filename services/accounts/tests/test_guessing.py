"""Guessing papers: counted by who shows them and for whom, told to the audit; a right one works."""

import grpc
from test_program import ANNA, Program, program, registers

from boss.accounts.v1 import commands_pb2, questions_pb2
from kernel.caller import Caller
from kernel.errors import TryLater
from kernel.ids import new_id

__all__ = ["program"]


def clerk(name: str) -> Caller:
    return Caller(name, frozenset({"clerk"}), "hall", staff=True)


def showing(customer: str, number: str) -> commands_pb2.RecordProofRequest:
    return commands_pb2.RecordProofRequest(
        request_id=new_id(), customer_id=customer, kinds=["id_seen"],
        paper_type="passport" if number.startswith("E") else "id_card", paper_number=number,
    )  # fmt: skip


def wrong(place: int) -> str:
    return f"E{place:08}"


def test_who_shows_wrong_papers_waits_and_the_right_paper_works_elsewhere(
    program: Program,
) -> None:
    customer, guesser = registers(program), clerk("guesser")
    for place in range(5):
        _, refusal = program.refuses(
            "RecordProof", showing(customer.id, wrong(place)), actor=guesser
        )
        assert refusal.code == "VERIFICATION_FAILED"

    status, refusal = program.refuses(
        "RecordProof", showing(customer.id, ANNA["paper_number"]), actor=guesser
    )
    elsewhere = program.ask(
        "RecordProof", showing(customer.id, ANNA["paper_number"]), actor=clerk("another")
    )

    assert status is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(refusal, TryLater)
    assert (refusal.code, refusal.field) == ("PROOF_LOCKED", "paper_number")
    assert 3500 < refusal.seconds <= 3600
    assert elsewhere.proof.id
    said = program.sql("SELECT payload::text FROM outbox WHERE topic = 'boss.audit.v1'")
    assert b"proof_locked".hex() in said
    assert b"E00000004".hex() not in said


def test_who_goes_on_with_the_next_customer_waits_too(program: Program) -> None:
    strangers = [f"somebody {place}" for place in range(30)]
    guesser, codes = clerk("patient guesser"), []
    for place, stranger in enumerate(strangers):
        _, refusal = program.refuses("RecordProof", showing(stranger, wrong(place)), actor=guesser)
        codes.append(refusal.code)

    assert codes == ["NO_SUCH_CUSTOMER"] * 20 + ["PROOF_LOCKED"] * 10


def test_what_is_refused_for_another_reason_is_no_wrong_paper(program: Program) -> None:
    customer = registers(program)
    for _ in range(30):
        request = showing(customer.id, ANNA["paper_number"])
        request.kinds[:] = ["hearsay"]
        _, refusal = program.refuses("RecordProof", request, actor=clerk("hasty"))
        assert refusal.code == "FIELD_NOT_VALID"

    right = program.ask(
        "RecordProof", showing(customer.id, ANNA["paper_number"]), actor=clerk("hasty")
    )

    assert right.proof.id


def test_searching_for_papers_in_vain_has_an_end(program: Program) -> None:
    registers(program)
    known = questions_pb2.ListCustomersRequest(
        paper_type="id_card", paper_number=ANNA["paper_number"]
    )
    for place in range(200):
        vain = questions_pb2.ListCustomersRequest(
            paper_type="passport", paper_number=f"E{place:08}"
        )
        assert not program.ask("ListCustomers", vain, actor=clerk("searcher")).customers
        if place % 50 == 0:
            assert program.ask("ListCustomers", known, actor=clerk("searcher")).customers

    _, refusal = program.refuses("ListCustomers", known, actor=clerk("searcher"))

    assert refusal.code == "PAPER_LOCKED"
    assert program.ask("ListCustomers", known, actor=clerk("another")).customers


def test_who_may_look_nobody_up_has_tried_nothing(program: Program) -> None:
    customer = registers(program)
    herself = Caller("app of anna", frozenset({"customer"}), "app", customer_id=customer.id)
    known = questions_pb2.ListCustomersRequest(
        paper_type="id_card", paper_number=ANNA["paper_number"]
    )

    codes = {program.refuses("ListCustomers", known, actor=herself)[1].code for _ in range(201)}

    assert codes == {"STAFF_ONLY"}


def registering(name: str) -> commands_pb2.RegisterCustomerRequest:
    return commands_pb2.RegisterCustomerRequest(request_id=new_id(), **{**ANNA, "name": name})


def test_whose_a_paper_is_cannot_be_guessed_by_registering_it(program: Program) -> None:
    registers(program)
    guesser, codes = clerk("namer"), []
    for place in range(8):
        request = registering("Nobody " + "x" * place)
        _, refusal = program.refuses("RegisterCustomer", request, actor=guesser)
        codes.append((refusal.code, refusal.field))

    _, right = program.refuses("RegisterCustomer", registering(ANNA["name"]), actor=guesser)
    elsewhere = program.ask("RegisterCustomer", registering(ANNA["name"]), actor=clerk("other"))

    assert codes == [("ID_MISMATCH", "name")] * 5 + [("REGISTRATION_LOCKED", "name")] * 3
    assert right.code == "REGISTRATION_LOCKED"
    assert elsewhere.customer.id
    said = program.sql("SELECT payload::text FROM outbox WHERE topic = 'boss.audit.v1'")
    assert b"registration_locked".hex() in said


def test_who_registers_a_known_paper_rightly_has_guessed_nothing(program: Program) -> None:
    registers(program)
    hasty = {**ANNA, "captured_by": "hearsay"}
    for _ in range(25):
        program.ask("RegisterCustomer", registering(ANNA["name"]), actor=clerk("busy"))
        request = commands_pb2.RegisterCustomerRequest(request_id=new_id(), **hasty)
        _, refusal = program.refuses("RegisterCustomer", request, actor=clerk("busy"))
        assert refusal.code == "FIELD_NOT_VALID"


def test_a_request_said_again_is_one_guess(program: Program) -> None:
    registers(program)
    request = registering(ANNA["name"])

    answers = [program.ask("RegisterCustomer", request, actor=clerk("twice")) for _ in range(9)]

    assert len({one.customer.id for one in answers}) == 1
