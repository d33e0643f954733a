import type { Uid } from '../domain/identity.js';

/** True of a UID that a subnet of `nUids` has; 0 is one. */
export const uidInRange = (uid: number | null | undefined, nUids: number): uid is Uid =>
  uid !== null && uid !== undefined && Number.isInteger(uid) && uid >= 0 && uid < nUids;
