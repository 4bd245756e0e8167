"""NNStudio: a lecture room for neural networks.

Importing the package caps the BLAS at one thread: small layers train fastest with one, the window
keeps the other cores, and the same experiment gives the same bits on every machine's core count. A
number of threads that the user set in the environment is respected.
"""

import os
import sys

_VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")

if not any(variable in os.environ for variable in _VARIABLES):
    if "numpy" in sys.modules:
        # The BLAS has read its environment already and must be told.
        from threadpoolctl import threadpool_limits

        threadpool_limits(1, "blas")
    os.environ.update(dict.fromkeys(_VARIABLES, "1"))

__version__ = "0.1.0"
