"""The link with the student register (KRD): messages out, answers in, differences, and a simulator of the register."""
