"""Logs: one structured line per event, with the order it is about and no personal data."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from runtime.telemetry.tracing import current_order, current_traceparent, trace_id_of

_SECRET = frozenset(
    {
        "password", "code", "pin", "ki", "opc", "key", "token", "secret", "name", "id_number",
        "paper", "paper_number", "address", "call_key", "database_url", "authorization",
    }
)  # fmt: skip
# An 18-character identity number, and a Chinese mobile number (E.164 or national).
_ID_NUMBER = re.compile(r"(?<!\d)(\d{4})\d{10}(\d{3}[\dXx])(?![\dA-Za-z])")
_MSISDN = re.compile(r"(?<!\d)((?:86)?1[3-9]\d)\d{4}(\d{4})(?!\d)")
_HEX_KEY = re.compile(r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{32}(?![0-9A-Fa-f-])")
# Fields that hold identifiers of ours: never masked, so that they can be searched for.
_OURS = frozenset({"order_id", "trace_id", "span_id", "request_id", "message_id"})


def logger(name: str) -> Any:
    """Answer a logger whose lines carry `part=name`."""
    return structlog.get_logger(part=name)


def mask(text: str) -> str:
    """Mask identity numbers, mobile numbers and keys wherever they stand in a text."""
    return _MSISDN.sub(r"\1****\2", _ID_NUMBER.sub(r"\1**********\2", _HEX_KEY.sub("***", text)))


def mask_event(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Mask every field of a log line; those that must never be logged are left out."""
    for name, value in event.items():
        if name in _SECRET:
            event[name] = "***"
        elif name not in _OURS and isinstance(value, str):
            event[name] = mask(value)
    return event


def name_order(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Give a log line the order its task works on, and the trace that is kept of it."""
    order_id = current_order()
    if order_id:
        event.setdefault("order_id", order_id)
    if trace_id := trace_id_of(current_traceparent(order_id)):
        event.setdefault("trace_id", trace_id)
    return event


def configure(*, service: str, level: str, form: str) -> None:
    """Set up this process's logs on standard error; `form` is json or console."""
    final: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if form == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            name_order,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask_event,
            final,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(level=logging.WARNING, handlers=[_Bridge()], force=True)


class _Bridge(logging.Handler):
    """Carries what libraries log into our lines."""

    def emit(self, record: logging.LogRecord) -> None:
        line = structlog.get_logger(part=record.name)
        level = record.levelname.lower()
        write = getattr(line, level, line.warning)
        write(record.getMessage(), exc_info=record.exc_info or None)
