"""The file the templates are read from."""

from pathlib import Path

from provisioning.texts.domain.template import Templates
from provisioning.texts.wire.templates import BadTemplates, templates_of
from runtime.errors import Misconfigured

OURS = Path(__file__).parent / "templates.yaml"


def read_templates(path: Path | None) -> Templates:
    """Read the operator's own templates, or ours. Raises Misconfigured."""
    file = path or OURS
    try:
        return templates_of(file.read_text("utf-8"))
    except OSError as problem:
        raise Misconfigured(f"BOSS_TEXT_TEMPLATES cannot be read: {problem}.") from problem
    except BadTemplates as problem:
        raise Misconfigured(f"BOSS_TEXT_TEMPLATES cannot be used:\n{problem}") from problem
