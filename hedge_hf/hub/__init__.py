"""Publishing to the Hub, and a Hub of one's own: the same clients, a folder on this machine."""
