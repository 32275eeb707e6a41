"""The language of models: parts, formulas, organs as data, composition and checks. No biology."""
