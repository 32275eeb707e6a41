"""Enterotone: the gut-serotonin system as an executable model."""
