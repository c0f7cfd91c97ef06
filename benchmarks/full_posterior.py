"""The interest model's posterior without approximations, by Hamiltonian Monte Carlo (numpyro).

Not a part of the product: `pip install numpyro` for the benchmark that compares with it.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

from hageplan.interest.model.design import COLUMNS, OUTBOUND, ROWS, Floats, Priors, logistic
from hageplan.interest.model.draws import draw_count
from hageplan.interest.model.table import AnswerTable

WARM_UP, DRAWS = 500, 2000

jax.config.update("jax_enable_x64", True)


def full_totals(table: AnswerTable, priors: Priors, seed: int, scale: float) -> Floats:
    """Return draws of the number of interested companies, (DRAWS, J).

    `scale` is that of the half-normal prior of the spread between municipalities, of which the
    product has a grid.
    """
    said = table.answers

    def model() -> None:
        raw = numpyro.sample("raw", dist.Normal(0, 1).expand([len(priors.mean)]))
        b = numpyro.deterministic("b", priors.mean + priors.sd * raw)
        sigma = numpyro.sample("sigma", dist.HalfNormal(scale))
        z = numpyro.sample("z", dist.Normal(0, 1).expand([table.kommuner]))
        u = numpyro.deterministic("u", sigma * z)
        eta = said.rows @ b + u[said.kommune]
        likelihood = (said.interested * eta - said.known * jnp.logaddexp(0, eta)).sum()
        numpyro.factor("answers", likelihood)

    chain = MCMC(NUTS(model), num_warmup=WARM_UP, num_samples=DRAWS, progress_bar=False)
    chain.run(jax.random.PRNGKey(seed))
    drawn = chain.get_samples()
    b, u = np.asarray(drawn["b"])[:, :COLUMNS], np.asarray(drawn["u"])
    rng = np.random.default_rng(seed)
    totals = [
        table.yes[j] + draw_count(left, logistic(b @ ROWS[:OUTBOUND].T + u[:, [j]]), rng)
        for j, left in enumerate(table.unanswered)
    ]
    return np.stack(totals, axis=1)
