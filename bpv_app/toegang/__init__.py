"""Who gets in and what they may do: accounts, sessions, personal links, page guard, audit."""

from bpv_app.toegang import audit as audit  # switches the audit listener on for everybody who knows an account
