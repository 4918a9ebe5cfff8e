"""A service that only says it is ready, and writes down what it was told."""

import json
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc


def main() -> None:
    told = Path(os.environ["BOSS_TOLD_DIR"]) / f"{os.environ['BOSS_SERVICE']}.{sys.argv[1]}.json"
    half = told.with_suffix(".half")
    half.write_text(json.dumps({"pid": os.getpid(), **os.environ}))
    half.rename(told)
    if sys.argv[1] == "migrate":
        time.sleep(float(os.environ.get("BOSS_MIGRATION_TAKES", "0")))
        sys.exit(int(os.environ.get("BOSS_MIGRATION_ENDS_WITH", "0")))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    server = grpc.server(ThreadPoolExecutor(1))
    servicer = health.HealthServicer()
    servicer.set("ready", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    server.add_insecure_port(f"{os.environ['BOSS_HOST']}:{os.environ['BOSS_HEALTH_PORT']}")
    server.start()
    print("ready to serve", flush=True)
    signal.sigwait([signal.SIGTERM])
    print("ended cleanly", flush=True)
    server.stop(None)
