"""Published experiments, run on a virtual population and judged by one rule; failed rows stay visible."""
