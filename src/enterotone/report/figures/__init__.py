"""Pictures of the report: SVG made by hand from a few elements.

The idea: no plotting library. The pictures stay light, sharp at any size, take their colours from the
page's style sheet (light, dark, print) and carry a description for screen readers. Row pictures place
their marks in per cent of the width, so that lettering keeps its size when the page gets narrow.
"""
