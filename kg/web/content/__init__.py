"""What pages are made of: addresses, statements, stances, texts with their marks, the table of positions, time axes."""
