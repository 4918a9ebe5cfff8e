"""Releases that come after this one: its own code, and a revision more in some databases.

So going back meets databases that are ahead whatever the history of this repository holds.
"""

from dataclasses import dataclass
from pathlib import Path

from harness.history import heads

ROOT = Path(__file__).parents[2]
SERVICE_IN_IMAGE = "/opt/kaitong/service"
RECIPE = "FROM {image}\nCOPY {file} {folder}/\nLABEL kaitong.inputs={name}\n"
"""With the label of its base, which it inherits, the next build would take it for that."""
REVISION = '''"""Planted by the cluster test."""

from alembic import op

revision = "{name}"
down_revision = "{follows}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("{statement}")
'''


@dataclass(frozen=True, slots=True)
class Planted:
    """One more revision of a service."""

    service: str
    name: str
    statement: str

    def write(self, folder: Path, image: str) -> None:
        """Write what an image with it is made of from one without it."""
        versions = _versions(self.service)
        (follows,) = heads(versions)
        file = f"{self.name}.py"
        text = REVISION.format(name=self.name, follows=follows, statement=self.statement)
        (folder / file).write_text(text)
        inside = f"{SERVICE_IN_IMAGE}/{versions.relative_to(_sources(self.service))}"
        recipe = RECIPE.format(image=image, file=file, folder=inside, name=self.name)
        (folder / "Dockerfile").write_text(recipe)


GROWS = (
    Planted("orders", "orders_planted", "ALTER TABLE order_history ADD COLUMN planted text"),
    Planted("billing", "billing_planted", "ALTER TABLE payment ADD COLUMN planted text"),
)
"""What the next release brings: a column more in tables that are written all the time."""
NARROWS = (Planted("orders", "orders_narrowed", "ALTER TABLE order_history DROP COLUMN step"),)
"""What no release may bring: the one before it reads that column still."""


def _versions(service: str) -> Path:
    (found,) = _sources(service).glob("*/**/migrations/versions")
    return found


def _sources(service: str) -> Path:
    return ROOT / "services" / service / "src"
