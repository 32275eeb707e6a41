"""Reports: one self-contained HTML file for people, plain data and tables for programs and terminals.

The idea: everything here reads an :class:`~enterotone.assessment.result.Assessment` and computes nothing
about the gut; it chooses words, digits and pictures. Heavy libraries (Jinja2, Rich, matplotlib) are
loaded by the functions that need them.
"""

from enterotone.report.document import render_report as render_report
from enterotone.report.document import write_report as write_report
from enterotone.report.plots import plot_trajectories as plot_trajectories
from enterotone.report.tables import assessment_to_dict as assessment_to_dict
from enterotone.report.tables import readout_table as readout_table

__all__ = ["assessment_to_dict", "plot_trajectories", "readout_table", "render_report", "write_report"]
