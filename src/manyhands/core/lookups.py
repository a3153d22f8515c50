"""A lookup that Django lacks."""

import json

from django.db.models import Field, ForeignKey, Lookup


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`id__among=values`: as `in`, for any number of values: they travel as one parameter, not one each."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        field = self.lhs.output_field
        return "", [[field.get_db_prep_value(one, connection) for one in value]]

    def as_sqlite(self, compiler, connection):
        left, params = self.process_lhs(compiler, connection)
        _, (values,) = self.get_db_prep_lookup(self.rhs, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(values)]

    def as_postgresql(self, compiler, connection):
        left, params = self.process_lhs(compiler, connection)
        _, (values,) = self.get_db_prep_lookup(self.rhs, connection)
        return f"{left} = ANY(%s)", [*params, values]
