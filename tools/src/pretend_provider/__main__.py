"""`python -m pretend_provider`: a payment provider as a process; nothing of it is real."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from pretend_provider.application import application
from pretend_provider.signing import Secret
from pretend_provider.transactions import Teller


def main(arguments: Sequence[str]) -> int:
    if os.environ.get("BOSS_ENVIRONMENT") == "production":
        print("A provider that only pretends is not started in production.", file=sys.stderr)
        return 2
    given = options(arguments)
    secret = Secret(bytes.fromhex(given.key_file.read_text().strip()))
    served = application(Teller(notify=given.notify, secret=secret), secret=secret)
    uvicorn.run(served, host=given.host, port=given.port, log_level="warning")
    return 0


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pretend_provider", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key-file", type=Path, required=True, help="shared with the operator")
    parser.add_argument("--notify", required=True, help="URL of the operator's notifications")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
