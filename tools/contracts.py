"""A contract of import-linter on modules by what their names say, such as `hageplan.*.commands`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class NamedContract(Contract):
    """Modules whose names match a pattern import none that match another.

    Of `modules` (patterns of whole names) those in `but` are free; `allowed` is allowed. `*` stands
    for any signs, dots included. Only direct imports count: what stands between holds its own
    contract.
    """

    type_name = "named"
    modules = fields.ListField(subfield=fields.StringField())
    but = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    forbidden = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        """Return the imports that should not be."""
        broken = [
            (module, imported)
            for module in sorted(graph.modules)
            if _matches(module, self.modules) and not _matches(module, self.but)
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if _matches(imported, self.forbidden) and not _matches(imported, self.allowed)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that should not be."""
        for module, imported in check.metadata["broken"]:
            output.print_error(f"{module} imports {imported}")


def _matches(name: str, patterns: Any) -> bool:  # noqa: ANN401  (a field stands for its value)
    return any(fnmatchcase(name, pattern) for pattern in patterns)
