"""NNStudio: a lecture room for neural networks.

Importing the package caps the BLAS at one thread, which is what small layers train fastest with;
this works only if it happens before NumPy is imported. A value set by the user is respected.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = "0.1.0"
