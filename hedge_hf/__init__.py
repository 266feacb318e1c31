"""hedge_hf: data, training and evaluation that teach models what "not" and "maybe" mean.

Importing the package makes `datasets.load_dataset("hedgetriple")` work. It imports no torch.
"""

from hedge_hf.data.registration import register
from hedge_hf.version import __version__

register()

__all__ = ["__version__"]
