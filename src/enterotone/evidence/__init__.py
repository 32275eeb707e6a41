"""Evidence: tables of numbers with unit, source and range, and the sources themselves."""
