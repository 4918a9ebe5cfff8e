"""What waits for a second person, as any endpoint that asked for it answers."""

from starlette.responses import JSONResponse, Response

from boss.billing.v1.questions_pb2 import Adjustment


def waits(adjustment: Adjustment) -> Response:
    """Tell that a second person decides, and about what."""
    return JSONResponse({"approval": {"id": adjustment.id, "status": "created"}}, 202)
