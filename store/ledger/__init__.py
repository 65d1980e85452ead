"""How annotations are kept: the journal, the TinyDB files, the lock. Only here is TinyDB used."""
