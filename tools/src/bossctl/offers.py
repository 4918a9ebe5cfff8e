"""What can be asked for: `processes`."""

from boss.orders.v1.process_pb2 import OpenerDescription
from boss.orders.v1.questions_pb2 import DescribeProcessesRequest
from boss.orders.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.words import Arguments, Parsers, command


def add_words(parsers: Parsers) -> None:
    command(parsers, "processes", about="list what can be asked for", run=run)


async def run(arguments: Arguments, client: Client) -> int:
    """Print every process with who opens it and what it asks for."""
    del arguments
    stub = QuestionServiceStub(client.channels["orders"])
    answer = await client.ask("orders", stub.DescribeProcesses, DescribeProcessesRequest())
    rows = [
        (
            one.name,
            one.term,
            ", ".join(f"{field.name}{'' if field.required else '?'}" for field in one.fields),
            "; ".join(_opener(opener) for opener in one.opened_by),
            len(one.rules),
        )
        for one in answer.processes
    ]
    show_table(("process", "term", "fields", "opened by", "rules"), rows)
    return DONE


def _opener(opener: OpenerDescription) -> str:
    if opener.channel:
        return " + ".join((opener.channel, *opener.proofs))
    return opener.event.rpartition(".")[2] or opener.timer
