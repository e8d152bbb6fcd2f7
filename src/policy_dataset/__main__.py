"""``python -m policy_dataset``: the command line."""

from policy_dataset.cli import main

main()
