"""What the workspace remembers: people, channels, messages, views, files, and what each of them may become."""
