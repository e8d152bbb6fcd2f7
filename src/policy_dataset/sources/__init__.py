"""Source texts, their digests, and the anchors that point into them."""
