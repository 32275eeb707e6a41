"""Command line: one file per command; each parses, calls one operation, prints, and sets the exit code.

Exit codes: 0 done, 2 bad or unsupported input, 3 too few individuals could be simulated, 1 a bug of ours.
"""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    from enterotone.cli.app import app

    app()
