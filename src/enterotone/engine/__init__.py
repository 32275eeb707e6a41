"""The engine: an SBML document becomes machine code, and an ensemble of members runs on it.

``compile_system`` compiles a document, ``simulate`` runs members over time under a schedule of doses,
``steady_states`` finds where they settle, ``periodic_states`` the day that returns to itself, ``observe`` reads
quantities off given states; ``simulate_cohort`` runs cohorts of any size to disk. Each member ends with a `Status`;
one that fails never stops the others.
"""

from enterotone.engine.cohort import Cohort as Cohort
from enterotone.engine.cohort import simulate_cohort as simulate_cohort
from enterotone.engine.compile import System as System
from enterotone.engine.compile import compile_system as compile_system
from enterotone.engine.ensemble import observe as observe
from enterotone.engine.ensemble import simulate as simulate
from enterotone.engine.members import initial_states as initial_states
from enterotone.engine.object_cache import cache_folder as cache_folder
from enterotone.engine.one_thread import one_thread as one_thread
from enterotone.engine.periodic import periodic_states as periodic_states
from enterotone.engine.pool import Workers as Workers
from enterotone.engine.pool import core_count as core_count
from enterotone.engine.pool import run_members as run_members
from enterotone.engine.result import Trajectories as Trajectories
from enterotone.engine.settings import Settings as Settings
from enterotone.engine.status import Status as Status
from enterotone.engine.steady import SteadyStates as SteadyStates
from enterotone.engine.steady import steady_states as steady_states
