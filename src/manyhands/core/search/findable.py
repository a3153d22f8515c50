"""What a model says of itself so that it is found."""

from typing import NamedTuple

from modelsearch.index import AutocompleteField, Indexed, SearchField

from .words import words_of


class FoundBy(NamedTuple):
    """By what a thing is found: its title, its text, and marks by which a search can be narrowed to it."""

    title: str
    text: str = ""
    marks: tuple[str, ...] = ()  # small letters and digits alone


class Findable(Indexed):
    """A model whose actions call `index.put` when what it says changes, and `index.take` when it goes.

    It says `found_by`, and in `get_indexed_objects` which of its rows belong into the index.
    """

    search_auto_update = False  # a signal would do it later, in a job
    search_fields = [SearchField("title"), SearchField("body"), AutocompleteField("marks")]

    def found_by(self) -> FoundBy:
        raise NotImplementedError

    # The three columns of the index. The body has the title's words too, so that one column says whether all are there.

    def title(self) -> str:
        return " ".join(words_of(self.found_by().title))

    def body(self) -> str:
        title, text, _marks = self.found_by()
        return " ".join(words_of(f"{title} {text}"))

    def marks(self) -> str:
        return " ".join(self.found_by().marks)
