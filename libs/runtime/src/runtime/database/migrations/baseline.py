"""The first revision of a database: its schema as the release before made it, as SQL beside it.

The revisions that once led there are folded into it. A database at the baseline has all of it
already; one that stands before it is brought on by the release before, whose revisions they were.
"""

from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from alembic import op
from alembic.script import ScriptDirectory
from sqlalchemy import text

from runtime.errors import Misconfigured


def make_all_of(module: str) -> None:
    """Carry out the statements of the `.sql` beside a revision, which blank lines part."""
    for statement in Path(module).with_suffix(".sql").read_text(encoding="utf-8").split("\n\n"):
        # A colon begins no parameter here.
        op.execute(text(statement.strip().removesuffix(";").replace(":", r"\:")))


def folded_in(scripts: ScriptDirectory) -> Mapping[str, str]:
    """Return each revision a baseline stands for, and the release that had them all."""
    return dict(_folded_in(scripts))


def refuse_what_is_older(present: Set[str], folded: Mapping[str, str]) -> None:
    """Raise Misconfigured where a database stands before the baseline."""
    for revision in sorted(present & folded.keys()):
        raise Misconfigured(
            f"The database stands at {revision}, before release {folded[revision]}:"
            f" bring it there with the images of {folded[revision]} first, then come back."
        )


def _folded_in(scripts: ScriptDirectory) -> Iterator[tuple[str, str]]:
    for script in scripts.walk_revisions():
        for revision in getattr(script.module, "folded", ()):
            yield revision, script.module.release
