"""SBML: write the composed model, check it, read any model. libSBML is used here and nowhere else."""
