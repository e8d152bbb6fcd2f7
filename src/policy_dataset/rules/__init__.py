"""What can be wrong with a dataset, one module a fault, and the runner that finds it."""
