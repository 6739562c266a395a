#!/usr/bin/env python3
"""check_papers.py finds what it is for: each planted fault is told, and a sound tree is not."""
import contextlib
import io
import pathlib
import tempfile
import unittest

import check_papers


class PapersTest(unittest.TestCase):
    def faults(self, text):
        with tempfile.TemporaryDirectory() as directory:
            project = pathlib.Path(directory)
            (project / "daemon").mkdir()
            (project / "daemon/ingest.cpp").write_text("void commit() {}\n")
            (project / "other.md").write_text("# Two words\n")
            (project / "page.md").write_text(text)
            told = io.StringIO()
            with contextlib.redirect_stdout(told):
                status = check_papers.main(project)
            return status, told.getvalue()

    def test_what_stands_is_not_told(self):
        text = "# A page\n[other](other.md#two-words) [here](#a-page) [out](https://example.com/x)\n`daemon/ingest.cpp` `commit`\n"
        self.assertEqual(self.faults(text), (0, "2 papers\n"))

    def test_a_link_to_nothing_is_told(self):
        self.assertIn("gone.md leads nowhere", self.faults("[x](gone.md)")[1])

    def test_a_missing_heading_is_told(self):
        self.assertIn("names no heading", self.faults("[x](other.md#three-words)")[1])

    def test_a_file_that_is_gone_is_told(self):
        self.assertIn("there is no daemon/gone.cpp", self.faults("`daemon/gone.cpp` `commit`")[1])

    def test_a_name_that_is_gone_is_told(self):
        self.assertIn("does not hold recommit", self.faults("`daemon/ingest.cpp` `recommit`")[1])


if __name__ == "__main__":
    unittest.main()
