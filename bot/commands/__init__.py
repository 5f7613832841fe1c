"""The commands of `cairn`, one module each. What is slow to load is loaded when a command runs, not for `--help`."""
