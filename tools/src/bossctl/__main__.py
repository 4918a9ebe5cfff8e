"""Runs one command: `bossctl <command>`; `--help` tells which there are."""

import asyncio
import os
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from bossctl import completion, tokens
from bossctl.arguments import parser
from bossctl.client import Client, settings_from_environment, somebody
from bossctl.outcome import DONE, MISUSED, UNSUCCESSFUL, Misused, Unsuccessful
from bossctl.output import answering, complain
from bossctl.words import Arguments, Run
from kernel.errors import Refusal
from runtime.errors import Misconfigured
from runtime.rpc.calling import acting


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 where it was not done, or 2 where it was asked wrongly."""
    try:
        code = _run(parser().parse_args(argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has read enough (`| head`); what Python flushes at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def _run(arguments: Arguments) -> int:
    with answering(as_json=getattr(arguments, "json", False)):
        try:
            return _carried_out(arguments)
        except Refusal as refusal:
            complain(_refused(refusal), code=refusal.code, field=refusal.field or "")
            return UNSUCCESSFUL
        except Unsuccessful as problem:
            complain(str(problem))
            return UNSUCCESSFUL
        except (Misused, Misconfigured, ValidationError) as problem:
            complain(_missing(problem) if isinstance(problem, ValidationError) else str(problem))
            return MISUSED
        except KeyboardInterrupt:
            complain("Interrupted; asking again is harmless.")
            return UNSUCCESSFUL


def _carried_out(arguments: Arguments) -> int:
    match arguments.command:
        case "token":
            return tokens.run(arguments)
        case "completion":
            return completion.run(arguments, parser())
    if run_here := getattr(arguments, "run_here", None):
        done: int = run_here(arguments)
        return done
    return asyncio.run(_asked(arguments))


async def _asked(arguments: Arguments) -> int:
    client = Client.open(settings_from_environment())
    run: Run = arguments.run
    try:
        with acting(somebody(arguments.acting_as)):
            return await run(arguments, client)
    finally:
        await client.close()


def _refused(refusal: Refusal) -> str:
    where = f" (field {refusal.field})" if refusal.field else ""
    return f"Refused with {refusal.code}{where}: {refusal.sentence}"


def _missing(problem: ValidationError) -> str:
    lines = [
        f"BOSS_{'_'.join(str(part) for part in one['loc']).upper()}: {one['msg']}"
        for one in problem.errors()
    ]
    told = "; ".join(lines)
    return (
        f"The environment does not tell how to reach the operator: {told}. Source the file "
        "operator.env of a running operator, or set BOSS_PEERS and BOSS_CALL_KEY_FILE."
    )


if __name__ == "__main__":
    sys.exit(main())
