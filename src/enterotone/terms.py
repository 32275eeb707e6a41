"""Terms of public vocabularies, each written once: compounds, organs, proteins, taxa, SBO classes.

Keys are the names that organ files use; values are compact identifiers (CURIEs) that identifiers.org
resolves. A key of the form ``sbo:...`` stands for a class of the Systems Biology Ontology.
"""

from __future__ import annotations

from enterotone.errors import UnknownIdError, nearest

__all__ = ["SBO", "TERMS", "curie", "sbo"]

TERMS: dict[str, str] = {
    # compounds
    "tryptophan": "CHEBI:16828",
    "5-hydroxytryptophan": "CHEBI:17780",
    "serotonin": "CHEBI:28790",
    "5-HIAA": "CHEBI:27823",
    "kynurenine": "CHEBI:16946",
    "kynurenic acid": "CHEBI:18344",
    "3-hydroxykynurenine": "CHEBI:17380",
    "xanthurenic acid": "CHEBI:10072",
    "anthranilic acid": "CHEBI:30754",
    "3-hydroxyanthranilic acid": "CHEBI:15793",
    "quinolinic acid": "CHEBI:16675",
    "NAD": "CHEBI:15846",
    "melatonin": "CHEBI:16796",
    "cortisol": "CHEBI:17650",
    "acetate": "CHEBI:30089",
    "propionate": "CHEBI:17272",
    "butyrate": "CHEBI:17968",
    "lactate": "CHEBI:24996",
    "indole": "CHEBI:16881",
    "succinate": "CHEBI:30031",
    "formate": "CHEBI:15740",
    "branched-chain fatty acid": "CHEBI:35819",
    "hydrogen": "CHEBI:18276",
    "methane": "CHEBI:16183",
    "tryptamine": "CHEBI:16765",
    "bile acid": "CHEBI:3098",
    "hexose": "CHEBI:18133",
    "starch": "CHEBI:28017",
    "polysaccharide": "CHEBI:18154",
    "protein": "CHEBI:36080",
    "amino acid": "CHEBI:33709",
    "carbon dioxide": "CHEBI:16526",
    "carbon": "CHEBI:27594",
    "lipopolysaccharide": "CHEBI:16412",
    "conjugate": "CHEBI:24400",
    "drug": "CHEBI:23888",
    # anatomy and cells
    "blood plasma": "UBERON:0001969",
    "stomach": "UBERON:0000945",
    "small intestine": "UBERON:0002108",
    "colon": "UBERON:0001155",
    "ascending colon": "UBERON:0001156",
    "transverse colon": "UBERON:0001157",
    "descending colon": "UBERON:0001158",
    "small intestine mucosa": "UBERON:0001204",
    "colonic mucosa": "UBERON:0000317",
    "portal vein": "UBERON:0001639",
    "liver": "UBERON:0002107",
    "lung": "UBERON:0002048",
    "kidney": "UBERON:0002113",
    "skeletal muscle": "UBERON:0001134",
    "brain": "UBERON:0000955",
    "cerebrospinal fluid": "UBERON:0001359",
    "extracellular fluid": "UBERON:0006314",
    "enteric nervous system": "UBERON:0002005",
    "immune system": "UBERON:0002405",
    "body": "UBERON:0000468",
    "endocrine system": "UBERON:0000949",
    "intestinal epithelium": "UBERON:0001277",
    "vagus nerve": "UBERON:0001759",
    "platelet": "CL:0000233",
    "enterochromaffin cell": "CL:0000577",
    "serotonergic neuron": "CL:0000850",
    "glial cell": "CL:0000125",
    "leukocyte": "CL:0000738",
    # taxa
    "bacteria": "taxonomy:2",
    "Bacteroidales": "taxonomy:171549",
    "Clostridia": "taxonomy:186801",
    "Bifidobacteriaceae": "taxonomy:31953",
    "Veillonellaceae": "taxonomy:31977",
    "Enterobacteriaceae": "taxonomy:543",
    "Desulfovibrionaceae": "taxonomy:194924",
    "Methanobacteriaceae": "taxonomy:2159",
    # processes, by the SBO class of a reaction
    "sbo:transport": "GO:0006810",
    "sbo:degradation": "GO:0009056",
    "sbo:conversion": "GO:0008152",
    "sbo:biochemical reaction": "GO:0008152",
    # proteins (human)
    "TPH1": "uniprot:P17752",
    "TPH2": "uniprot:Q8IWU9",
    "AADC": "uniprot:P20711",
    "SERT": "uniprot:P31645",
    "PMAT": "uniprot:Q7RTT9",
    "MAOA": "uniprot:P21397",
    "VMAT2": "uniprot:Q05940",
    "TDO2": "uniprot:P48775",
    "IDO1": "uniprot:P14902",
    "KYAT1": "uniprot:Q16773",
    "AADAT": "uniprot:Q8N5Z0",
    "KMO": "uniprot:O15229",
    "KYNU": "uniprot:Q16719",
    "HAAO": "uniprot:P46952",
    "QPRT": "uniprot:Q15274",
    "AANAT": "uniprot:Q16613",
    "LAT1": "uniprot:Q01650",
    "B0AT1": "uniprot:Q695T7",
}

SBO: dict[str, str] = {
    "sbo:simple chemical": "SBO:0000247",
    "sbo:macromolecule": "SBO:0000245",
    "sbo:physical compartment": "SBO:0000290",
    "sbo:biochemical reaction": "SBO:0000176",
    "sbo:transport": "SBO:0000655",
    "sbo:degradation": "SBO:0000179",
    "sbo:conversion": "SBO:0000182",
    "sbo:quantitative parameter": "SBO:0000002",
    "sbo:michaelis constant": "SBO:0000027",
    "sbo:maximal velocity": "SBO:0000186",
    "sbo:modifier": "SBO:0000019",
    "sbo:reactant": "SBO:0000010",
    "sbo:product": "SBO:0000011",
}


def curie(term: str) -> str:
    """Give the compact identifier of a term.

    Raises
    ------
    UnknownIdError
        If the term is not listed; names the three nearest.
    """
    if term in TERMS:
        return TERMS[term]
    raise UnknownIdError(f"No term '{term}' in terms.py; add it with its identifier. {nearest(term, TERMS)}")


def sbo(term: str) -> str:
    """Give the SBO identifier of a class.

    Raises
    ------
    UnknownIdError
        If the class is not listed; names the three nearest.
    """
    if term in SBO:
        return SBO[term]
    raise UnknownIdError(f"No SBO class '{term}' in terms.py; add it. {nearest(term, SBO)}")
