"""Make what one operator on Docker compose keeps secret, once, into deploy/compose/secrets."""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path

from launch.key_files import KeyFiles
from launch.plan import SERVICES
from launch.private_file import write_privately
from launch.stock_files import StockFiles

HERE = Path(__file__).parent
PORTS = {
    "accounts": 50151,
    "orders": 50152,
    "billing": 50153,
    "provisioning": 50154,
    "gateway": 50155,
    "emulator": 50156,
}
"""Where docker-compose.yml lets this machine reach each service."""


def main(rest_port: str) -> None:
    folder = HERE / "secrets"
    keys = KeyFiles.make(folder)
    passwords = {service: _password(folder, f"{service}-database") for service in SERVICES}
    _password(folder, "postgres")
    write_privately(
        folder / "databases.sql", "".join(_database(*each) for each in passwords.items())
    )
    for service, password in passwords.items():
        lines = [
            f"BOSS_DATABASE_URL=postgresql+asyncpg://{service}:{password}@postgres:5432/{service}"
        ]
        if service == "emulator":
            lines.append(f"BOSS_OPERATOR_PASSWORD={keys.element_password.read_text()}")
        write_privately(folder / f"{service}.env", "\n".join(lines) + "\n")
    _write_addresses(folder / "operator.env", keys, rest_port=rest_port)
    for file in folder.iterdir():
        # The containers' user reads them; nobody else comes through the folder.
        file.chmod(0o444 if file.suffix != ".pem" else 0o400)
    StockFiles.make(HERE / "stock")


def _password(folder: Path, name: str) -> str:
    path = folder / f"{name}-password"
    if not path.exists():
        write_privately(path, secrets.token_urlsafe(24))
    return path.read_text()


def _database(service: str, password: str) -> str:
    return (
        f"CREATE ROLE {service} LOGIN PASSWORD '{password}';\n"
        f"CREATE DATABASE {service} OWNER {service};\n"
        f"REVOKE CONNECT ON DATABASE {service} FROM PUBLIC;\n"
    )


def _write_addresses(path: Path, keys: KeyFiles, *, rest_port: str) -> None:
    """Write what bossctl on this machine needs to find the operator and to sign in."""
    said = {
        "BOSS_REST": f"http://127.0.0.1:{rest_port}",
        "BOSS_PEERS": json.dumps({name: f"127.0.0.1:{port}" for name, port in PORTS.items()}),
        "BOSS_CALL_KEY_FILE": str(keys.key("call")),
        "BOSS_TOKEN_SIGNING_KEY_FILE": str(keys.signing_key),
        "BOSS_TOKEN_KEYS_FILE": str(keys.key_set),
    }
    write_privately(path, "".join(f"export {name}='{value}'\n" for name, value in said.items()))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "8080")
