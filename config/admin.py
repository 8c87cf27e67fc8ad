"""The admin site of the portal: its own index (the workbench) and no model that is not registered by name."""

from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import autodiscover_modules


class PortalAdminConfig(SimpleAdminConfig):
    """Registers what our own apps list in `admin/registry.py`; nothing that a third-party app would bring along."""

    default_site = "config.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("admin.registry")
