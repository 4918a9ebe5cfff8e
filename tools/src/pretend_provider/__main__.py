"""`python -m pretend_provider`: a payment provider as a process; nothing of it is real."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from pretend_provider.application import application
from pretend_provider.signing import Secret
from pretend_provider.transactions import Teller
from runtime.http.connections import guarded


@dataclass(frozen=True, slots=True)
class Patience:
    """Bounds of its connections, as every web door has; seconds."""

    http_connections: int = 200
    http_connections_of_address: int = 200
    http_header_seconds: float = 10.0
    http_body_seconds: float = 10.0
    http_write_seconds: float = 10.0
    http_crowded_seconds: float = 1.0


def main(arguments: Sequence[str]) -> int:
    if os.environ.get("BOSS_ENVIRONMENT") == "production":
        print("A provider that only pretends is not started in production.", file=sys.stderr)
        return 2
    given = options(arguments)
    secret = Secret(bytes.fromhex(given.key_file.read_text().strip()))
    served = application(Teller(notify=given.notify, secret=secret), secret=secret)
    kept = guarded(Patience())
    uvicorn.run(served, host=given.host, port=given.port, http=kept, log_level="warning")
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
