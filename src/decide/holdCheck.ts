import { clearsFloor, type Quality } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';

/** Whether an incumbent may keep the crown without a winner: not disqualified, above the floor, on enough axes. */
export const holds = (disqualified: boolean, quality: Quality, policy: Policy): boolean =>
  !disqualified &&
  clearsFloor(quality.value, policy.qualityFloor, policy.qualityTolerance) &&
  quality.axes >= policy.minQualityAxes;
