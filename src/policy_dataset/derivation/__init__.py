"""What follows from authored cells: figures, periods and anchors as the columns that are published."""
