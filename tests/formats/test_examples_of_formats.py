"""Each format's example is read back, and all say the same sample."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from enterotone.formats import format_files, holds, list_samples, open_functions, open_profile, sniff_format
from enterotone.formats._community import community
from enterotone.microbiome import match, summarise

TAXA = [module for module in format_files().values() if holds(module) == "taxa"]
GENES = [module for module in format_files().values() if holds(module) == "functions"]
# These formats have no place for reads that stop at a family.
GENERA_ONLY = {"bracken"}


def write(module, folder: Path) -> list[Path]:
    """Write a format's files; those that another one needs come along."""
    paths = []
    for name, content in module.example().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        paths.append(path)
    return paths


@pytest.mark.parametrize("module", format_files().values(), ids=lambda module: module.ID)
def test_example_is_claimed_by_its_format_alone(module, tmp_path):
    path = write(module, tmp_path)[0]
    assert sniff_format(path) is module
    others = [m.ID for m in format_files().values() if m is not module and m.sniff(path.read_bytes())]
    assert set(others) <= {"genus_table"}
    assert len(list_samples(path)) == 1


@pytest.mark.parametrize("module", TAXA, ids=lambda module: module.ID)
def test_all_examples_are_the_same_community(module, tmp_path):
    total = sum(m.count for m in community() if m.genus or module.ID not in GENERA_ONLY)
    expected: dict[str, float] = {}
    for member in community():
        if member.genus:
            expected[member.genus] = expected.get(member.genus, 0.0) + member.count / total
    profile = open_profile(write(module, tmp_path)[0])
    shares = {name.replace("_", " "): share for name, share in profile.shares_at("genus").items()}
    for genus, share in expected.items():
        assert shares[genus] == pytest.approx(share, abs=2e-5), genus
    assert profile.unclassified == pytest.approx(0, abs=1e-5)


def test_formats_agree_on_the_functional_groups(tmp_path):
    found = {}
    for module in TAXA:
        if module.ID not in GENERA_ONLY:
            path = write(module, tmp_path / module.ID)[0]
            found[module.ID] = summarise(match(open_profile(path))).shares
    first = found.pop("metaphlan")
    for name, shares in found.items():
        # Without its family, Clostridium cannot be told from the Lachnospiraceae that carry the name.
        assert shares == pytest.approx(first, abs=0.02 if name == "motus" else 1e-4), name


def test_bracken_and_its_report_agree(tmp_path):
    formats = format_files()
    table = open_profile(write(formats["bracken"], tmp_path)[0])
    report = open_profile(write(formats["kraken_report"], tmp_path)[1])
    assert report.tool == table.tool == "Bracken"
    assert report.depth == table.depth
    assert table.shares_at("genus") == pytest.approx(report.shares_at("genus"))


@pytest.mark.parametrize("name", ["stool_1.ubiome.csv", "stool_1.names.csv"])
def test_other_consumer_exports(name, tmp_path):
    paths = {path.name: path for path in write(format_files()["consumer"], tmp_path)}
    json = open_profile(paths["stool_1.ubiome.json"])
    other = open_profile(paths[name])
    assert other.shares_at("genus")["Bacteroides"] == pytest.approx(json.shares_at("genus")["Bacteroides"], abs=2e-5)


@pytest.mark.parametrize("module", GENES, ids=lambda module: module.ID)
def test_examples_of_genes(module, tmp_path):
    profile = open_functions(write(module, tmp_path)[0])
    assert profile.kind in {"KO", "EC"}
    assert 30 <= max(profile.abundances.get("K01667", 0.0), profile.abundances.get("EC:4.1.99.1", 0.0)) <= 40


@pytest.mark.parametrize("module", format_files().values(), ids=lambda module: module.ID)
def test_gzip_is_read_as_it_is(module, tmp_path):
    first, *_ = write(module, tmp_path)
    plain = list_samples(first)
    first.write_bytes(gzip.compress(first.read_bytes()))
    assert list_samples(first) == plain
