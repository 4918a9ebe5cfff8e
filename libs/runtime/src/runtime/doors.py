"""The doors of a service: api, listen, relay, work, all, migrate."""

from runtime.service import Parts, Plumbing, Service

__all__ = ["Parts", "Plumbing", "Service", "main"]


def main(service: Service, argv: list[str]) -> int:
    """Open a door."""
    raise SystemExit(f"{service.name}: {argv}")
