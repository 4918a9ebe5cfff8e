"""Answering other services."""

from runtime.rpc.answering import Answering

__all__ = ["Answering"]
