"""Conversations during a placement: when, with whom, held or not; who comes next; one begeleider for another."""
