"""Runs one command: `python -m bossctl <command>`; `--help` tells which there are."""

import asyncio
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from bossctl import tokens
from bossctl.arguments import parser
from bossctl.desk import Desk, settings_from_environment, somebody
from bossctl.outcome import MISUSED, UNSUCCESSFUL, Misused, Unsuccessful
from bossctl.words import Arguments, Run
from kernel.errors import Refusal
from runtime.actor import acting
from runtime.errors import Misconfigured


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 where it was not done, or 2 where it was asked wrongly."""
    arguments = parser().parse_args(argv)
    try:
        if arguments.command == "token":
            return tokens.run(arguments)
        return asyncio.run(_carried_out(arguments))
    except (Unsuccessful, Refusal) as problem:
        return _told(_said(problem), UNSUCCESSFUL)
    except (Misused, Misconfigured, ValidationError) as problem:
        return _told(_said(problem), MISUSED)
    except KeyboardInterrupt:
        return _told("Interrupted; asking again is harmless.", UNSUCCESSFUL)


async def _carried_out(arguments: Arguments) -> int:
    desk = Desk.open(settings_from_environment())
    run: Run = arguments.run
    try:
        with acting(somebody(arguments.acting_as)):
            return await run(arguments, desk)
    finally:
        await desk.close()


def _said(problem: Exception) -> str:
    match problem:
        case Refusal(code=code, field=field, sentence=sentence):
            where = f" (field {field})" if field else ""
            return f"Refused with {code}{where}: {sentence}"
        case ValidationError():
            return _missing(problem)
    return str(problem)


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


def _told(sentence: str, code: int) -> int:
    print(f"bossctl: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
