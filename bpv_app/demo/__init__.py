"""A deterministic demo school: every role, a POK in every status, dates counted from today."""

from bpv_app.demo.laden import Geladen as Geladen
from bpv_app.demo.laden import NietLeeg as NietLeeg
from bpv_app.demo.laden import is_demo as is_demo
from bpv_app.demo.laden import is_leeg as is_leeg
from bpv_app.demo.laden import laad_demo as laad_demo
