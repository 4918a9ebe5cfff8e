"""What a service tells about itself: spans, metrics and logs."""

from runtime.telemetry.logs import logger, mask
from runtime.telemetry.tracing import (
    about_order,
    current_order,
    current_traceparent,
    name_order,
    span,
    tracer,
)

__all__ = [
    "about_order",
    "current_order",
    "current_traceparent",
    "logger",
    "mask",
    "name_order",
    "span",
    "tracer",
]
