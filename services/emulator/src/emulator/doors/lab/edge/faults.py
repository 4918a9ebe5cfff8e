"""The door that makes elements misbehave."""

from typing import Any

import grpc
from typing_extensions import override

from boss.emulator.v1 import faults_pb2, faults_pb2_grpc
from emulator.doors.lab.wire import element_of, fault_message, fault_of
from emulator.faults.domain.fault import FaultBoard

Context = grpc.aio.ServicerContext[Any, Any]


class FaultServicer(faults_pb2_grpc.FaultServiceServicer):
    """Answers boss.emulator.v1.FaultService."""

    def __init__(self, faults: FaultBoard) -> None:
        self._faults = faults

    @override
    async def SetFault(
        self, request: faults_pb2.SetFaultRequest, context: Context
    ) -> faults_pb2.SetFaultResponse:
        self._faults.set(fault_of(request.fault))
        return faults_pb2.SetFaultResponse()

    @override
    async def ListFaults(
        self, request: faults_pb2.ListFaultsRequest, context: Context
    ) -> faults_pb2.ListFaultsResponse:
        return faults_pb2.ListFaultsResponse(
            faults=[fault_message(fault) for fault in self._faults.all()]
        )

    @override
    async def ClearFaults(
        self, request: faults_pb2.ClearFaultsRequest, context: Context
    ) -> faults_pb2.ClearFaultsResponse:
        if request.element:
            self._faults.clear([element_of(request.element)])
        else:
            self._faults.clear()
        return faults_pb2.ClearFaultsResponse()
