"""BPV-app: work placements (beroepspraktijkvorming) for Dutch vocational schools."""
