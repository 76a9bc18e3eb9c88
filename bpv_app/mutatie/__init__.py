"""Amendments as guided steps: what changes, what it will be, confirm; and a replacement place after an early end."""
