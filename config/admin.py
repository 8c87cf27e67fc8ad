"""The admin site of the portal: its own index (the workbench) and no model that is not registered by name."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "config.admin_site.PortalAdminSite"
