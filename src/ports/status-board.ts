/** The status board is where the pager's vendor tells those who subscribed to an incident how it stands. */

/** Throws PortError, and answers or throws within its deadline. */
export interface StatusBoard {
  update(vendorIncidentId: string, text: string): Promise<void>;
}
