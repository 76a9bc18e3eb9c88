"""The verbs of assessing and evaluating that other parts use; the rest is in `service_oordeel`, `service_evaluatie`
and `service_inrichten`."""

from bpv_app.beoordeling.service_evaluatie import vraag_evaluatie

__all__ = ["vraag_evaluatie"]
