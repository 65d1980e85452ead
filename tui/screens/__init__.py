"""Screens: they compose widgets and forward what happens; no rule of the domain lives here."""
