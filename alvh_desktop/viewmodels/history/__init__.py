"""The page of what campaigns were from day to day: its chart, its words, and how it is read behind the screen."""
