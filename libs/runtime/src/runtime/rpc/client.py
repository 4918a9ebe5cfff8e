"""What a client of another service needs: its channel, and what a failed call means."""

from runtime.rpc.caller import Channels
from runtime.rpc.refusals import answered, problem_of, refusal_of

__all__ = ["Channels", "answered", "problem_of", "refusal_of"]
