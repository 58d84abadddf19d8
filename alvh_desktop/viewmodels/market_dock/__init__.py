"""What the market dock shows: the curve of VX futures, a smile, a series with an indicator, the regime values."""
