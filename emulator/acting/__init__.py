"""What people do: commands, clicks, forms, and what they see of the answers."""
