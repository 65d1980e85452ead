"""Everything that is tested, and how."""

import os
import sys

# Whatever the environment says: hundreds of programs are started, each of which would compile
# every module anew, and so would each run the modules with the tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
