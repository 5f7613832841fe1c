"""What goes over the wires: payloads and events on their way to apps, faults that befall them, limits, and what was seen."""
