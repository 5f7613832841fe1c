"""What answers at the addresses: requests, responses, the page's files, and who may ask."""
