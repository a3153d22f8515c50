"""Reading what people were told. Other rooms import from here, not from the modules inside."""

from .ways import default_way, own_ways, way_of, ways

__all__ = ["default_way", "own_ways", "way_of", "ways"]
