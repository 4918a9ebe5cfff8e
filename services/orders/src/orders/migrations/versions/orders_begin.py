"""What the database of orders held with release 0.1.0."""

from runtime.database.migrations.baseline import make_all_of

revision = "orders_begin"
down_revision = None
branch_labels = ("orders",)
depends_on = None
release = "0.1.0"
folded = ()
"""Revisions that led here: a database that stands at one of them is brought on by that release."""


def upgrade() -> None:
    make_all_of(__file__)
