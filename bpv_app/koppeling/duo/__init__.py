"""The national record layout of DUO (RO file): reading it leniently and taking over what it says."""
