/** The only subnet of this version. */
export const AUDITED_NETUID = 24;
