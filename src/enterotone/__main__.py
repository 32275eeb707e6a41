"""``python -m enterotone``: the command line."""

from enterotone.cli import main

if __name__ == "__main__":
    main()
