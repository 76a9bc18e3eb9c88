"""Reflex's own settings. Everything a school sets is in bpv_app/config.py."""

import reflex as rx

config = rx.Config(
    app_name="bpv_app",
    plugins=[rx.plugins.TailwindV4Plugin(config={"darkMode": "class", "theme": {}, "plugins": ["daisyui@5"]})],
    disable_plugins=[rx.plugins.SitemapPlugin],
    show_built_with_reflex=False,
    telemetry_enabled=False,
)
