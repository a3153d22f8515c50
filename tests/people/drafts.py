"""Writes docs/data-protection from the templates: `python -m tests.people.drafts` from the project's folder."""

import os

from tests.paths import PROJECT

FOLDER = PROJECT / "docs" / "data-protection"


def texts() -> dict[str, str]:
    """Each draft as it is without an organisation, by file name."""
    from manyhands.people import queries

    return {f"{name}.md": queries.draft(name) for name in queries.DOCUMENTS}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, text in texts().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
