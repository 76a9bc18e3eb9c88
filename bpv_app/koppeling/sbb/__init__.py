"""The link with SBB's accreditation service: questions out, answers and withdrawals in, a simulator."""
