"""Virtual individuals: person files, diets, draws from priors, plausibility, resting baselines."""
