/** Another provider than the asked one computed in a run. */
export class PlacementFault extends Error {}
