"""The market dock: its pages, and the one chart widget that draws them all."""
