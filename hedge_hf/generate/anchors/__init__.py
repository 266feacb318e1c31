"""Where anchors come from: corpora are read, flaws and near duplicates passed over, the rest drawn by hash."""
