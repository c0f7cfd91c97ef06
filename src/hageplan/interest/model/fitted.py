"""The model, fitted to the records: what `score` and `suggest` start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.interest.model.conversion import Conversion, conversion_of
from hageplan.interest.model.model import Posterior, fit
from hageplan.interest.model.population import Population, population_of
from hageplan.interest.model.priors import Priors, priors_of
from hageplan.interest.model.table import Table, tabulate
from hageplan.records.workspace import Workspace


@dataclass(frozen=True)
class Fitted:
    """Companies, what is assumed of them, what they answered, and what follows from both."""

    population: Population
    priors: Priors
    table: Table
    posterior: Posterior
    conversion: Conversion


def fit_records(workspace: Workspace, kommuner: Sequence[str], today: date) -> Fitted:
    """Return the model fitted to what was known of `kommuner` (numbers) at the end of `today`."""
    settings = workspace.oppsett.interesse
    population = population_of(workspace, kommuner, today)
    priors = priors_of(settings.modell)
    table = tabulate(population.companies, len(kommuner))
    conversion = conversion_of(population, workspace.dekker, settings.konvertering, today)
    return Fitted(population, priors, table, fit(table, priors), conversion)
