"""Simulated trials: the same individuals with and without, over weeks, and what differs between them."""
