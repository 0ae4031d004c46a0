/** Names by which a delivery is known again, whichever road it comes. */

/** A note is one thing, told by a webhook or found by reading. */
export function noteVendorId(vendorIncidentId: string, noteId: string): string {
  return `note:${vendorIncidentId}:${noteId}`;
}

export function isNoteId(vendorId: string): boolean {
  return vendorId.startsWith('note:');
}
