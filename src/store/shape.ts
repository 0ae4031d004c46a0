/**
 * The shape of the stored Incident: raise it whenever a field of Incident comes, goes or changes its meaning, and
 * projections of an older shape are folded again from their events when they are next read.
 */
export const SHAPE = 6;
