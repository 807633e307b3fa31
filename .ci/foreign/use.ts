import type { ContactsRecord, DateText, Modules, RecordId } from "./crm";

export function id(contact: ContactsRecord): RecordId {
  return contact.id;
}

export function birthday(contact: ContactsRecord): DateText | undefined {
  return contact.birthday === null || contact.birthday === "" ? undefined : contact.birthday;
}

export function source(contact: ContactsRecord): string {
  // What the picklist offers is proposed, and anything else is taken.
  return contact.leadsource === "Cold Call" ? "us" : (contact.leadsource ?? "nobody");
}

export function of<M extends keyof Modules>(module: M, rows: readonly Modules[M][]): string {
  return `${rows.length} of ${module}`;
}

export const known: RecordId = "12x7";
export const day: DateText = "2000-02-29";
// @ts-expect-error A record id has a number on each side.
export const wrong: RecordId = "12y7";
// @ts-expect-error There is no such module.
of("Contcts", []);

export function mistakes(contact: ContactsRecord): void {
  // @ts-expect-error There is no such field.
  contact.lastnme;
  // @ts-expect-error It may be null.
  contact.birthday.length;
  // @ts-expect-error It is no text of a date.
  contact.birthday = "yesterday";
}
