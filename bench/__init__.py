"""Benchmarks: Polity beside what a user would otherwise take, in one run. See docs/developers/benchmarks.md.

Every contender works in a process of its own, so that its memory is its own and nothing is warm that should not be.
Nothing here is imported by the program, and what is compared with is never imported by Polity either.
"""
