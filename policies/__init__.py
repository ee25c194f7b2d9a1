"""What is demanded of a plan: three packs of rules, and the two hosts that run them."""
