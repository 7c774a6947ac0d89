"""Measurements of time and memory beside other programs on the same invented entries; `python -m benchmarks` prints them."""
