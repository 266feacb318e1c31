"""The embedded Hub from the inside: requests come in at `app`, files live in `store` or `folder`."""
