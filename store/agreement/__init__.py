"""How far several people agree: figures on values, without a story being opened for writing."""
