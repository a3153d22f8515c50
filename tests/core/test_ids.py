"""Ids that follow from what they name."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.ids import ledger_id, ledger_ids


@given(st.uuids(), st.uuids(), st.text())
def test_a_ledger_id_is_what_the_standard_says(organisation: UUID, source: UUID, source_id: str):
    expected = uuid5(uuid5(organisation, source.hex), source_id)
    assert ledger_id(organisation, source, source_id) == expected
    assert ledger_ids(organisation, source)(source_id) == expected.hex
