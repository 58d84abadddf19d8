"""What is said of Cboe's delayed quotes before they are fetched; loads nothing that fetches."""

SOURCE = "Cboe delayed feed"
"""Not that of saved pages: what was imported stays when the feed keeps only its newest of a day."""
TERMS = (
    "The address of these delayed quotes is unofficial: nobody promises that it works or stays. The quotes belong to"
    " Cboe Global Markets, and its terms of use for the delayed-quotes website hold for whoever fetches them"
)
