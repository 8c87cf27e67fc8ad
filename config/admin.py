"""The admin site of the portal: its own index (the workbench) and no model that is not registered by name."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig

REGISTRIES = ("clusters.admin.registry", "clusters.applications.admin.registry", "assessment.admin.registry")


class PortalAdminConfig(SimpleAdminConfig):
    """Registers what our own apps list; looking for admin modules everywhere would bring in those of other packages."""

    default_site = "config.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        for name in REGISTRIES:
            import_module(name)
