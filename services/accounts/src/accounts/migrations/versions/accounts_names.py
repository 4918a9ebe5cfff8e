"""What the database of accounts held with release 0.1.0."""

from runtime.database.migrations.baseline import make_all_of

revision = "accounts_names"
down_revision = None
branch_labels = ("accounts",)
depends_on = None
release = "0.1.0"
folded = (
    "accounts_begin",
    "accounts_markets",
    "accounts_audit_text",
)
"""Revisions that led here: a database that stands at one of them is brought on by that release."""


def upgrade() -> None:
    make_all_of(__file__)
