"""What hypothesis draws from to try the measures."""

import numpy as np
from hypothesis import strategies as st

counts = st.lists(st.integers(1, 1000), min_size=1, max_size=40).map(lambda values: np.array(values, dtype=np.int64))
several = counts.filter(lambda values: len(values) >= 2)
rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8), st.integers(1, 50)), max_size=60)
