"""`python -m bench`, which `make bench` calls."""

from bench.run import main

main()
