"""Delivering mail: over SMTP, or in demo mode to the mailbox page."""
