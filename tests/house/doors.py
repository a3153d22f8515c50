"""A contract for import-linter: rooms enter one another by their doors only."""

from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """What one room may import of another is its doors, such as `manyhands.people.queries`; never what is inside.

    `rooms` are named below the root package; core, ui and config are not rooms in this sense and stay out of it.
    """

    type_name = "doors"
    rooms = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph, verbose):
        (root,) = self.session_options["root_packages"]
        rooms = {f"{root}.{room}" for room in self.rooms}
        wrong = []
        for importer in sorted(graph.modules):
            own = ".".join(importer.split(".")[:2])
            if own not in rooms:
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                other, door = ".".join(imported.split(".")[:2]), "".join(imported.split(".")[2:3])
                if other in rooms and other != own and door not in self.doors:
                    wrong += graph.get_import_details(importer=importer, imported=imported)
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check):
        for found in check.metadata["wrong"]:
            output.print_error(f"{found['importer']} -> {found['imported']} (l. {found['line_number']})", bold=False)
        output.new_line()
