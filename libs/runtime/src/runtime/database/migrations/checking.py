"""Before an upgrade: what this image would do to a database, and whether it knows what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from alembic.script import ScriptDirectory

from runtime.database.database import Database
from runtime.database.migrations import config_of, present_revisions
from runtime.database.migrations.baseline import folded_in, refuse_what_is_older
from runtime.database.migrations.statements import Step, judged


@dataclass(frozen=True, slots=True)
class Outlook:
    """What stands between a database and this image."""

    present: Sequence[str]
    pending: Sequence[Step]
    ahead: Sequence[str]
    """Revisions of newer code; then nothing is done."""

    @property
    def only_expands(self) -> bool:
        return not any(step.breaks for step in self.pending)

    def as_json(self) -> dict[str, object]:
        return {
            "present": list(self.present),
            "pending": [
                {"revision": step.revision, "breaks": list(step.breaks)} for step in self.pending
            ],
            "ahead": list(self.ahead),
            "only_expands": self.only_expands,
        }


async def outlook(database: Database, package: str) -> Outlook:
    """Compare a database with the revisions of the runtime and of `package`; changes nothing.

    Raises Misconfigured where the database stands before the baseline.
    """
    scripts = ScriptDirectory.from_config(config_of(package, ""))
    present = await present_revisions(database)
    refuse_what_is_older(present, folded_in(scripts))
    known = {each.revision for each in scripts.walk_revisions()}
    done = {
        each.revision
        for head in present & known
        for each in scripts.iterate_revisions(head, "base", inclusive=True)
    }
    ahead = present - known
    walked = [] if ahead else reversed(list(scripts.walk_revisions()))
    pending = [judged(each) for each in walked if each.revision not in done]
    return Outlook(sorted(present), pending, sorted(ahead))
