"""Mail: templates, what was sent to whom, and how it went."""
