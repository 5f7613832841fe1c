"""What is read before the start: workspace files and manifests."""
