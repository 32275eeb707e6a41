"""Reports: two editions for people as HTML and PDF, plain data and tables for programs and terminals.

The idea: everything here reads an :class:`~enterotone.assessment.result.Assessment` and computes nothing
about the gut; it chooses words, digits and pictures. Heavy libraries (Jinja2, typst, Rich, matplotlib) are
loaded by the functions that need them.
"""

from enterotone.report.editions import render_html as render_html
from enterotone.report.editions import write_editions as write_editions
from enterotone.report.plots import plot_trajectories as plot_trajectories
from enterotone.report.tables import assessment_to_dict as assessment_to_dict
from enterotone.report.tables import readout_table as readout_table

__all__ = ["assessment_to_dict", "plot_trajectories", "readout_table", "render_html", "write_editions"]
