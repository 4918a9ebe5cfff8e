"""Turns telemetry on for a process: where its spans go and how its logs look."""

from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from runtime.database.database import Database
from runtime.operations.kept_spans import KeptSpans
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import logs, tracing


class Telemetry:
    """The spans and logs of one process."""

    def __init__(self, settings: ServiceSettings, database: Database) -> None:
        logs.configure(service=settings.service, level=settings.log_level, form=settings.log_format)
        resource = Resource.create({"service.name": f"kaitong-{settings.service}"})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.kept = KeptSpans(database)
        self._provider.add_span_processor(tracing.OrderNaming())
        self._provider.add_span_processor(self.kept)
        if settings.otlp_endpoint:
            exporter = OTLPSpanExporter(endpoint=settings.otlp_endpoint)
            self._provider.add_span_processor(BatchSpanProcessor(exporter))
        tracing.use(self._provider, keeps_all=bool(settings.otlp_endpoint))

    def stop(self) -> None:
        """Send what is left to the collector and trace nothing more."""
        tracing.use(None)
        self._provider.shutdown()
