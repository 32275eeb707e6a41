"""Names of taxa as tools write them, taken apart into ranks.

Four habits are read: prefixes (``k__Bacteria|p__Firmicutes``, ``d__Bacteria;p__Bacillota``), SILVA's numbered
prefixes (``D_0__Bacteria;D_1__Firmicutes``), bare lineages in the order kingdom to species
(``Bacteria;Bacteroidota;...;Bacteroides``), and a single name, whose rank follows from its ending.

Arrays name groups by a member (``Faecalibacterium prausnitzii et rel.``): they are read as that member.

A bare name may hide its rank in a placeholder (``uc_f_Lachnospiraceae``, ``Lachnospiraceae_unclassified``): it is
read as the taxon inside. Placeholders say that a rank is unknown (``g__``, ``uncultured``, ``GGB25847``); they are
kept as written and skipped when names are resolved. What a name means is the business of
`enterotone.microbiome.taxonomy`; nothing is looked up here.
"""

from __future__ import annotations

import re

__all__ = ["RANKS", "binomial", "clean", "gtdb_base", "is_placeholder", "parse_lineage", "rank_of_name"]

RANKS = ("kingdom", "phylum", "class", "order", "family", "genus", "species", "strain")

_PREFIX = {
    "d": "kingdom",
    "k": "kingdom",
    "sk": "kingdom",
    "p": "phylum",
    "c": "class",
    "o": "order",
    "f": "family",
    "g": "genus",
    "s": "species",
    "t": "strain",
}
_PREFIXED = re.compile(r"^(d|k|sk|p|c|o|f|g|s|t)__(.*)$", re.DOTALL)
_NUMBERED = re.compile(r"^D_(\d+)__(.*)$", re.DOTALL)
_SEPARATOR = re.compile(r"[|;]")
_PLACEHOLDER = re.compile(
    r"""^(?:
        | _+ | n/?a | nan | none | null | other | others
        | (?:.*[\s_])?(?:unclassified|noname|unassigned|unknown|unidentified|uncultured|ambiguous[\s_]taxa)(?:[\s_].*)?
        | incertae[\s_]sedis
        | (?:human[\s_])?gut[\s_](?:metagenome|bacterium) | metagenome
        | uc[\s_][a-z][\s_].*
        | [cof]{0,3}[fg]gb\d+ | ggb\d+.* | sgb\d+.*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_INNER = re.compile(
    r"^(?:(?:uc[\s_][a-z]|unclassified|uncultured)[\s_](\S.*)|(.*\S)[\s_](?:unclassified|noname|unidentified))$",
    re.IGNORECASE,
)
_RELATIVES = re.compile(r"\s+[ea]t\s+rel\.?$", re.IGNORECASE)
_NO_SPECIES = re.compile(
    r"^(?:sp\.?|sp\d+|bacterium|cf\.?|unclassified|noname|sgb\d+|genomosp\.?|\d.*)$", re.IGNORECASE
)
_GTDB = re.compile(r"^(.+)_([A-Z]{1,2})$")


def parse_lineage(text: str) -> tuple[tuple[str, str], ...]:
    """Take a written lineage apart.

    Parameters
    ----------
    text : a cell of a profile, for example ``k__Bacteria|p__Firmicutes`` or ``Bacteroides``.

    Returns
    -------
    tuple of (rank, name)
        From the highest rank down, names as written without their prefix; empty levels at the end are left out.
    """
    parts = [part.strip() for part in _SEPARATOR.split(text.strip())]
    levels: list[tuple[str, str]] = []
    for place, part in enumerate(parts):
        if match := _PREFIXED.match(part):
            levels.append((_PREFIX[match[1]], match[2].strip()))
        elif match := _NUMBERED.match(part):
            levels.append((RANKS[min(int(match[1]), 7)], match[2].strip()))
        elif len(parts) > 1:
            levels.append((RANKS[min(place, 7)], part))
        elif _RELATIVES.search(part):
            part = _RELATIVES.sub("", part)
            levels.append((rank_of_name(part), part))
        elif match := _INNER.match(part):
            inner = match[1] or match[2]
            levels.append((rank_of_name(inner), inner))
        else:
            levels.append((rank_of_name(part), part))
    while levels and not levels[-1][1].strip("_ "):
        levels.pop()
    return tuple(levels)


def rank_of_name(name: str) -> str:
    """Guess the rank of a single bare name from its ending: family, order, species, kingdom or genus."""
    word = clean(name)
    if word in {"Bacteria", "Archaea", "Eukaryota", "Eukarya", "Viruses", "Fungi"}:
        return "kingdom"
    if re.search(r"aceae\]?( \d+)?$", word):
        return "family"
    if re.search(r"[a-z]{3}ales$", word):
        return "order"
    if re.match(r"^\[?[A-Z][a-z]+\]? [a-z][a-z-]+$", word) and not word.endswith(" group"):
        return "species"
    return "genus"


def is_placeholder(name: str) -> bool:
    """Whether a name only says that the taxon is unknown at this rank."""
    return bool(_PLACEHOLDER.match(name.strip()))


def clean(name: str) -> str:
    """Write a name with single blanks for underscores, keeping brackets, suffixes and case."""
    return re.sub(r"[\s_]+", " ", name.strip().strip("'\"")).strip()


def gtdb_base(name: str) -> str | None:
    """Give the name without a GTDB suffix or square brackets, or None where it has neither.

    ``Blautia_A`` becomes ``Blautia``, ``[Ruminococcus]`` becomes ``Ruminococcus``. GTDB marks with such a suffix
    that the organisms do not belong with the type of the name, so the caller must check the family.
    """
    bare = name.strip().replace("[", "").replace("]", "")
    if match := _GTDB.match(bare):
        bare = match[1]
    bare = clean(bare)
    return bare if bare and bare != clean(name) else None


def binomial(genus: str, species: str) -> str | None:
    """Join a species level and its genus to ``Genus epithet``, or give None where the species is not named.

    Greengenes writes the epithet alone, the others repeat the genus; GTDB adds suffixes to both.
    """
    words = [gtdb_base(word) or word for word in re.split(r"[\s_](?![A-Z]{1,2}(?:[\s_]|$))", species.strip()) if word]
    if not words or is_placeholder(species):
        return None
    if len(words) == 1 or not re.match(r"^[A-Z]", words[0]):
        words = [gtdb_base(genus) or clean(genus), *words]
    if words[0] == "Candidatus":
        words = [" ".join(words[:2]), *words[2:]]
    if len(words) < 2 or is_placeholder(words[0]) or _NO_SPECIES.match(words[1]):
        return None
    return f"{words[0]} {words[1]}" if re.match(r"^[a-z-]+$", words[1]) else None
