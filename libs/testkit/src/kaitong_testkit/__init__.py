"""A whole operator in containers, for integration tests: `with Operator() as operator: …`."""

from kaitong_testkit.errors import CannotStart, EngineMissing, ImagesMissing
from kaitong_testkit.images import Images
from kaitong_testkit.operator import Operator

__all__ = ["CannotStart", "EngineMissing", "Images", "ImagesMissing", "Operator"]
