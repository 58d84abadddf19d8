"""What a ticket can start from: real chains, templates that open, proposals that roll or close, and sizes."""
