"""The sizing worksheet: how large the hedge is to be, step by step, and what that means in contracts."""
