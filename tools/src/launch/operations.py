"""Work an operator needs before its first customer: stock, keys and catalogue, by bossctl."""

import json
import subprocess
import sys
from pathlib import Path

from launch.issuer import issue
from launch.operator import Operator
from launch.plan import REPOSITORY
from launch.private_file import write_privately
from launch.stock_files import StockFiles

PATIENCE = 120.0
"""Seconds one command may take."""


class BossctlFailed(RuntimeError):
    """A command of bossctl did not succeed."""


def bossctl(operator: Operator, *words: str) -> str:
    """Run bossctl against this operator; return what it printed."""
    asked = subprocess.run(
        [sys.executable, "-m", "bossctl", *words],
        env={**operator.surroundings.plan.inherited, **tool_environment(operator)},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    if asked.returncode != 0:
        said = (asked.stderr or asked.stdout).strip()
        raise BossctlFailed(f"bossctl {' '.join(words)} failed: {said}")
    return asked.stdout.strip()


def tool_environment(operator: Operator) -> dict[str, str]:
    """Return what bossctl needs to find this operator and to sign in."""
    surroundings = operator.surroundings
    return {
        "BOSS_REST": operator.rest,
        "BOSS_PRETEND_PROVIDER": operator.surroundings.provider,
        "BOSS_KAFKA": operator.kafka,
        "BOSS_STOCK_DIR": str(surroundings.plan.data_dir / "stock"),
        "BOSS_PEERS": json.dumps(dict(operator.grpc)),
        "BOSS_CALL_KEY_FILE": str(surroundings.keys.key("call")),
        "BOSS_TOKEN_SIGNING_KEY_FILE": str(surroundings.keys.signing_key),
        "BOSS_TOKEN_KEYS_FILE": str(surroundings.keys.key_set),
    }


def write_addresses(operator: Operator) -> Path:
    """Write a shell file that lets bossctl in another terminal find this operator."""
    path = operator.surroundings.plan.data_dir / "operator.env"
    lines = (f"export {name}='{said}'" for name, said in tool_environment(operator).items())
    write_privately(path, "\n".join(lines) + "\n")
    return path


def load(operator: Operator, stock: StockFiles, *, catalogue: Path | None = None) -> None:
    """Load numbers, cards, their keys and the catalogue; what is there already stays.

    `catalogue` is another folder than ours.
    """
    bossctl(operator, "stock", "load", "--numbers", str(stock.numbers), "--cards", str(stock.cards))
    bossctl(operator, "vault", "load", str(stock.keys))
    bossctl(operator, "catalogue", "load", *([str(catalogue)] if catalogue else []))


def token(operator: Operator, *, role: str = "clerk") -> str:
    """Return a token for somebody with `role` who stands in a hall of the operator."""
    keys = operator.surroundings.keys
    return issue(keys, subject=f"{role}-of-the-story", roles=(role,))
