"""A table of genes beside the profile of taxa."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from enterotone.errors import FormatError
from enterotone.operations.assess import AssessRequest, assess_files
from enterotone.operations.examples import write_examples
from enterotone.operations.genes import genes_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("examples")
    write_examples(made)
    return made


def test_no_table_and_no_genes() -> None:
    assert genes_of(None, "stool_1") is None


def test_a_table_of_taxa_is_no_table_of_genes(folder: Path) -> None:
    with pytest.raises(FormatError):
        genes_of(folder / "stool_1.bracken.tsv", None)


def test_genes_move_the_capacities_of_an_assessment(folder: Path) -> None:
    taxa = folder / "stool_1.bracken.tsv"
    plain = assess_files(AssessRequest(taxa, n_individuals=8, workers=1))
    told = assess_files(AssessRequest(taxa, n_individuals=8, workers=1, functions=folder / "stool_1.ec.tsv"))
    assert any("stool_1.ec.tsv" in warning for warning in told.warnings)
    before, after = (answer.individuals.parameters["capacity_indole"] for answer in (plain, told))
    assert not np.allclose(before, after)
