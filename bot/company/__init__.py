"""The company that `cairn demo` starts with, on both sides: in the local workspace and in Cairn's database."""
