"""Every figure has a definition, in words and in docs/measures.md."""

import dataclasses

import numpy as np
import pytest

from manyhands.measures import queries as measures
from tests.paths import PROJECT

DOCS = PROJECT / "docs" / "measures.md"


def sections() -> dict[str, str]:
    """The second-level sections of the docs by heading."""
    parts = DOCS.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.partition("\n")[0].strip(): part for part in parts}


@pytest.mark.parametrize("definition", measures.DEFINITIONS.values(), ids=measures.DEFINITIONS)
def test_docs_say_what_the_screen_says(definition):
    section = " ".join(sections()[definition.title].split())
    assert f"`{definition.key}`" in section
    for text in (definition.definition, definition.formula, definition.denominator, definition.limits):
        assert " ".join(text.split()) in section
    for source in definition.sources:
        assert source.url in section
    assert "Checked against" in section


def test_docs_describe_no_measure_that_is_gone():
    titles = {definition.title for definition in measures.DEFINITIONS.values()}
    assert {heading for heading, text in sections().items() if "**Formula.**" in text} == titles


def test_every_figure_of_the_interface_is_defined():
    names = {field.name for field in dataclasses.fields(measures.figures(np.array([1]), 1))}
    assert names <= measures.DEFINITIONS.keys()


def test_definitions_are_whole_sentences():
    for definition in measures.DEFINITIONS.values():
        assert definition.definition.endswith(".") or definition.definition.endswith("”.")
        assert definition.limits.endswith(".")
        assert definition.sources
        assert all(source.url.startswith("https://") for source in definition.sources)
