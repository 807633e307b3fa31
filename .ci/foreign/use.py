from typing import Optional

from crm import ContactsRecord, ContactsRecord_leadsource


def name(contact: ContactsRecord) -> str:
    return contact["lastname"]


def birthday(contact: ContactsRecord) -> Optional[str]:
    return contact["birthday"] or None


offered: ContactsRecord_leadsource = "Cold Call"
unknown: ContactsRecord_leadsource = "Nowhere"  # type: ignore[assignment]


def mistakes(contact: ContactsRecord) -> None:
    contact["lastnme"]  # type: ignore[typeddict-item]
    contact["birthday"].upper()  # type: ignore[union-attr]
