"""All tests of the images in one process, so that the images are built once."""
import shutil
import sys
import unittest

import image_test

modules = [image_test]
if shutil.which("kubectl"):
    import rehearsal_test
    modules.append(rehearsal_test)
else:
    print("SKIPPED: the rehearsal: kubectl is not installed")

suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromModule(module) for module in modules)
sys.exit(0 if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else 1)
