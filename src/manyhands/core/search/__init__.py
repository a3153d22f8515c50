"""Finding things by their words: `words` for texts, `findable` for models, `index` for putting in and asking."""
