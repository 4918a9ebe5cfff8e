"""`make run`: bring the whole operator up, tell one customer's story, and keep running.

A second start finds its data, finishes what was in flight, and tells the story again
only when asked (--story).
"""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from launch.counter import Counter
from launch.handsets import Handsets
from launch.issuer import issue_to_customer
from launch.operations import load, token, write_addresses
from launch.operator import Operator
from launch.plan import Plan
from launch.progress import Progress
from launch.running_list import must_be_free
from launch.self_service import SelfService
from launch.stock_files import StockFiles
from launch.story import Scene, tell

REST_PORT = 8080
HIGHEST_PORT = (1 << 16) - 1


def main(arguments: Sequence[str]) -> int:
    given = options(arguments)
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, interrupt)
    progress = Progress()
    try:
        run(given, progress)
    except KeyboardInterrupt:
        return 0
    except (RuntimeError, OSError) as error:
        progress.say(f"\n  {error}")
        return 1
    return 0


def run(given: argparse.Namespace, progress: Progress) -> None:
    """Run an operator as wanted until SIGINT or SIGTERM."""
    data_dir = given.data or folder_of(given.port)
    plan = Plan(data_dir=data_dir, rest_port=given.port, clock=given.clock)
    must_be_free(data_dir.absolute())
    is_loaded = (plan.data_dir / "loaded").exists()
    progress.say(f"\nKaitong, data in {plan.data_dir.absolute()}")
    if is_loaded:
        progress.say("Its data is found again: what was in flight goes on.")
    with Operator.running(plan, progress=progress) as operator:
        stock = StockFiles.make(plan.data_dir / "stock")
        if not is_loaded:
            with progress.step("Numbers, cards, keys and catalogue loaded"):
                load(operator, stock)
            (plan.data_dir / "loaded").touch()
        if given.story or not is_loaded:
            tell_story(operator, stock, progress)
        if given.once:
            progress.say(f"\n  It ends now (--once); its data stay in {plan.data_dir.absolute()}.")
            return
        say_where(operator, progress)
        signal.pause()


def folder_of(port: int) -> Path:
    """Return where the data of an operator at `port` are: two at once have nothing in common."""
    return Path("run" if port == REST_PORT else f"run-{port}")


def tell_story(operator: Operator, stock: StockFiles, progress: Progress) -> None:
    """Tell one customer's story through the REST door."""
    # A supervisor, who sees a balance without the holder having to show a paper each time.
    counter = Counter(operator.rest, token=token(operator, role="supervisor"))
    key = operator.surroundings.keys.key("call")
    with Handsets(operator.grpc["emulator"], call_key_file=key) as handsets:
        tell(Scene(counter, handsets, stock, progress, apps_of(operator)))


def apps_of(operator: Operator) -> Callable[[str], SelfService]:
    """Return what opens the app of a customer, by their id."""
    keys = operator.surroundings.keys
    return lambda customer: SelfService(operator.rest, token=issue_to_customer(keys, customer))


def say_where(operator: Operator, progress: Progress) -> None:
    """Say where everything is, and how to place the next order."""
    data_dir = operator.surroundings.plan.data_dir
    addresses = write_addresses(operator)
    progress.say("")
    for what, where in (
        ("REST", operator.rest),
        ("API", f"{operator.rest}/docs (read it), {operator.rest}/openapi.json"),
        ("Payments", f"{operator.surroundings.provider} (a provider that only pretends)"),
        ("Broker", f"{operator.kafka} (Kafka's protocol, in memory)"),
        ("Data", str(data_dir)),
        ("Logs", str(data_dir / "logs")),
        ("bossctl", f"source {addresses}; .venv/bin/bossctl --help"),
    ):
        progress.say(f"  {what:<9}{where}")
    progress.say("\n  Try it:")
    progress.say(f"    curl -H 'Authorization: Bearer {token(operator)}' \\")
    progress.say(f"      '{operator.rest}/v1/stock/numbers?state=available&limit=3'")
    progress.say("\n  It runs until Ctrl-C.")


def interrupt(number: int, frame: object) -> None:
    """Turn the first signal into an orderly end; a second one does not disturb that."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_IGN)
    raise KeyboardInterrupt


def port(said: str) -> int:
    """Return a port, 0 standing for any; raises ArgumentTypeError for what is none."""
    is_number = said.isascii() and said.isdecimal() and len(said) <= len(str(HIGHEST_PORT))
    if not is_number or int(said) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(
            f"{said} is no port: say a whole number from 1 to {HIGHEST_PORT}, or 0 for any"
        )
    return int(said)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m launch.run", description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder (run, or run-PORT with a --port)")
    parser.add_argument(
        "--port", type=port, default=REST_PORT, help=f"of the REST door ({REST_PORT}); 0: any"
    )
    parser.add_argument("--clock", choices=("system", "settable"), default="settable")
    parser.add_argument("--story", action="store_true", help="tell the story (again)")
    parser.add_argument("--once", action="store_true", help="end when all is told")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
