"""Which lines of the law the program answers for, by which tests, with which result.

Three things that do not know one another: the law (`law.toml`), the tests that carry its ids, and the record of their
last run. A result counts only for the very files that were tested: of any other state nothing is known.
"""
