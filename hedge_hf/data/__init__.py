"""HedgeTriple: schema, views, splits, the shipped rows and the `datasets` builder."""
