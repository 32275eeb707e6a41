"""From published experiments to the typical values of uncertain numbers."""
