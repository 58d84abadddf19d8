"""Charts of a report as SVG: plain lines, bars and words, without a script, a style sheet or anything from outside.

They are read by browsers and by the smaller readers of SVG alike: every property is an attribute of its element.
"""
