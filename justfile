# Routine commands. `just` lists them.
default:
    @just --list

# lint, types, layers
check:
    ruff check src tests examples benchmarks
    ruff format --check src tests examples benchmarks
    mypy
    lint-imports

# the tests, or those of one folder: just test organs
test folder="":
    python -m pytest tests/{{folder}}

# everything that continuous integration runs
ci:
    bash .ci/run

# published experiments against the model, and the page of failed rows
qualify:
    enterotone qualify -o enterotone-qualification --page docs/explanation/what-it-gets-wrong.md
