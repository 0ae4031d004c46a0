/** The quarantine is found without looking through all deliveries: what is in it is rare. */
export const QUARANTINE = `
create index deliveries_quarantined on tocsin.deliveries (received_at, id) where state = 'quarantined';
`;
