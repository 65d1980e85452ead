"""Drawing as functions of values: text to rows, annotations to marks, rows to strips."""
