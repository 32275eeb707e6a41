"""Two editions of one assessment: for professionals and for consumers, each as HTML and as PDF."""

from enterotone.report.editions.write import EDITIONS as EDITIONS
from enterotone.report.editions.write import FORMATS as FORMATS
from enterotone.report.editions.write import document_of as document_of
from enterotone.report.editions.write import render_html as render_html
from enterotone.report.editions.write import write_editions as write_editions

__all__ = ["EDITIONS", "FORMATS", "document_of", "render_html", "write_editions"]
