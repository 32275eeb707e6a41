# Routine commands. `just` lists them.
default:
    @just --list

# lint, types, layers
check:
    ruff check src tests examples
    ruff format --check src tests examples
    mypy
    lint-imports

# the tests, or those of one folder: just test organs
test folder="":
    python -m pytest tests/{{folder}}

# everything that continuous integration runs
ci:
    bash .ci/run
