"""Watch public places for adverts that recruit foreigners into Russia's war, and warn."""

__version__ = "0.1.0"
