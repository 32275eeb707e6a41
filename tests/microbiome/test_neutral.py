"""Expected diversity of a neutral community, against limits in closed form, an urn, and SciPy."""

import numpy as np
import pytest
from scipy.special import digamma

from enterotone.errors import DesignError
from enterotone.microbiome import neutral
from enterotone.microbiome.neutral import neutral_diversity, neutral_table
from enterotone.population.sampling import quantile

READS = 2000


def one(theta: float, immigration: float, reads: int = READS) -> tuple[float, float, float]:
    found = neutral_diversity(np.array([theta]), np.array([immigration]), reads)
    return float(found.richness[0]), float(found.shannon[0]), float(found.effective[0])


def test_with_free_immigration_it_is_ewens_sampling_formula() -> None:
    # I without end: richness theta (psi(theta + N) - psi(theta)), Shannon psi(theta + 1) - psi(1), 1/F = theta + 1.
    richness, shannon, effective = one(30.0, 1e7)
    assert richness == pytest.approx(30 * (digamma(30 + READS) - digamma(30)), rel=2e-3)
    assert shannon == pytest.approx(digamma(31) - digamma(1), rel=1e-4)
    assert effective == pytest.approx(31, rel=1e-4)


def test_without_immigration_one_species_is_left() -> None:
    richness, shannon, effective = one(30.0, 1e-6)
    assert richness == pytest.approx(1, abs=1e-3)
    assert shannon == pytest.approx(0, abs=1e-3)
    assert effective == pytest.approx(1, abs=1e-3)


def test_it_agrees_with_an_urn() -> None:
    # A cell is a newcomer with I / (I + n), else offspring of one before it; newcomers draw species likewise by theta.
    theta, immigration, size, repeats = 20.0, 10.0, 400, 400
    rng = np.random.default_rng(5)
    richness, same = np.empty(repeats), np.empty(repeats)
    for repeat in range(repeats):
        newcomers: list[int] = []
        cells: list[int] = []
        species = 0
        for n in range(size):
            if rng.random() * (immigration + n) < immigration:
                k = len(newcomers)
                if rng.random() * (theta + k) < theta:
                    newcomers.append(species)
                    species += 1
                else:
                    newcomers.append(newcomers[rng.integers(k)])
                cells.append(newcomers[-1])
            else:
                cells.append(cells[rng.integers(n)])
        counts = np.bincount(cells)
        richness[repeat] = np.count_nonzero(counts)
        same[repeat] = (counts * (counts - 1)).sum() / (size * (size - 1))
    expected = one(theta, immigration, size)
    error = richness.std() / np.sqrt(repeats), same.std() / np.sqrt(repeats)
    # Four standard errors: once in fifteen thousand seeds.
    assert richness.mean() == pytest.approx(expected[0], abs=4 * error[0])
    assert same.mean() == pytest.approx(1 / expected[2], abs=4 * error[1])


def test_own_digamma_is_the_known_one() -> None:
    x = np.geomspace(1e-3, 1e6, 60)
    assert neutral._digamma(x) == pytest.approx(digamma(x), rel=1e-9, abs=1e-9)


def test_six_servings_may_raise_diversity_or_not() -> None:
    rows = neutral_table()
    rng = np.random.default_rng(2)
    theta, immigration, gain = (
        quantile(rows[name], rng.standard_normal(400))
        for name in ("theta_neutral", "immigration_neutral", "gain_fermented")
    )
    before = neutral_diversity(theta, immigration, 10_000)
    after = neutral_diversity(theta, immigration * (1 + gain / 24 * 6), 10_000)
    rise = after.shannon - before.shannon
    assert np.quantile(rise, 0.02) == pytest.approx(0, abs=1e-12)
    assert np.median(rise) > 0
    # The interval is wide: that is the finding.
    assert np.quantile(rise, 0.95) > 3 * np.median(rise)


@pytest.mark.parametrize(("theta", "immigration", "reads"), [(0.0, 1.0, 10), (1.0, -1.0, 10), (1.0, 1.0, 0)])
def test_what_makes_no_sense_is_refused(theta: float, immigration: float, reads: int) -> None:
    with pytest.raises(DesignError, match="must be above 0"):
        one(theta, immigration, reads)
