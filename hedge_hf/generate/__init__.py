"""Writes HedgeTriple from any corpus: anchors, a back-end that writes variants, filters, an audit."""
