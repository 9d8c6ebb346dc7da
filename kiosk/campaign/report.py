"""What a coordinator should know about a campaign's content before it goes to a stall."""

from __future__ import annotations

from urllib.parse import urlsplit

from kiosk.campaign.model import Campaign
from kiosk.campaign.palette import corrections


def content_report(campaign: Campaign) -> list[str]:
    """Plain sentences on what is missing or not ready; empty when there is nothing to say."""
    first = campaign.languages[0]
    report = [
        f"{missing.language}/{missing.file}{f' lacks {missing.key!r}' if missing.key else ' is missing'}: "
        f"shown in {first} instead, marked."
        for missing in campaign.missing
    ]
    report += [
        f"The colour {fix.role!r} = {fix.given} cannot be read where it stands: the screens use {fix.used}. "
        "Choose one with more contrast."
        for fix in corrections(campaign.colours)
    ]
    for link in campaign.texts[first].links:
        if _is_placeholder(urlsplit(link.url).hostname or ""):
            report.append(
                f"The link {link.id!r} leads to {link.url}, which is a placeholder: put the real address."
            )
    if _is_placeholder(campaign.contact.email.rpartition("@")[2]):
        report.append(f"The contact address {campaign.contact.email} is a placeholder: put the real one.")
    return report


def _is_placeholder(host: str) -> bool:
    """RFC 2606 keeps these names for examples."""
    return (
        host == "example" or host.endswith((".example", ".test", ".invalid")) or host.startswith("example.")
    )
