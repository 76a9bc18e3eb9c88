"""The dossier set-up (template) and the BPV-dossier of one student."""
