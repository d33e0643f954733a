import { UnsupportedSubnetError } from '../chainErrors.js';
import type { StateReader } from '../stateReader.js';

/** A subnet whose weights of mechanism 0 are not its whole outcome. @param why the fact that shows it */
export const refuseSubnet = (reader: StateReader, why: string): UnsupportedSubnetError =>
  new UnsupportedSubnetError({
    what: `subnet ${reader.netuid} at block ${reader.block} cannot be judged by its weights`,
    why,
    remedy: 'Audit blocks at which the subnet has one mechanism and plain consensus.',
    facts: { block: reader.block, netuid: reader.netuid },
  });
