"""What the database of emulator held with release 0.1.0."""

from runtime.database.migrations.baseline import make_all_of

revision = "emulator_partial"
down_revision = None
branch_labels = ("emulator",)
depends_on = None
release = "0.1.0"
folded = (
    "emulator_begin",
    "emulator_multimedia",
    "emulator_visited",
)
"""Revisions that led here: a database that stands at one of them is brought on by that release."""


def upgrade() -> None:
    make_all_of(__file__)
