"""Remember: the database and the questions one may ask it. Rows never leave; methods take and return domain values."""
