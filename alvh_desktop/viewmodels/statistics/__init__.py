"""What closed campaigns taught: filters, figures, tables and charts as values made off the screen's thread."""
