"""Measures Sidelight against its budgets, each beside a floor or a peer in the same run."""
