"""Long work beside the request: progress, stopping, going on after a crash, and a report (ui.md, house rules)."""
