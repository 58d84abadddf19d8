"""The preview of a broker's statement: what its rows would become, and what a person changes before booking."""
