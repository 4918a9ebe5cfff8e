"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

OF_A_TEXT: Mapping[str, str] = {"text_id": "id"}
