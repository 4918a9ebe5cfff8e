"""What the database of runtime held with release 0.1.0."""

from runtime.database.migrations.baseline import make_all_of

revision = "runtime_appointments"
down_revision = None
branch_labels = ("runtime",)
depends_on = None
release = "0.1.0"
folded = (
    "runtime_begin",
    "runtime_packs",
    "runtime_retention",
    "runtime_wrong_tries",
    "runtime_typed_text",
    "runtime_newest_fact",
)
"""Revisions that led here: a database that stands at one of them is brought on by that release."""


def upgrade() -> None:
    make_all_of(__file__)
