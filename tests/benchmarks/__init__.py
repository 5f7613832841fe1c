"""Speed and memory: `make bench`. Nothing here is asserted by the test suite, and pytest collects none of it."""
