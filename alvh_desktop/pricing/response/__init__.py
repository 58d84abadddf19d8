"""What VIX, its futures and the smiles do when SPX moves: presets, the answer, and how far it scatters.

Fitted on daily closes, VIX from 1990 to 2026 and VX futures from 2008 to 2021. No constant is truth: they are data
the user can change, and the chart draws the band. `presets` comes without numpy.
"""
