import type { Boundary, Coordination } from './defineEra.js';
import { PROTOCOL_1, PROTOCOL_2_EARLY } from './roundBlocks.js';

/** An era that is known by its range only: its rule text is not held, so its rounds are shown and not judged. */
interface UnheldEra {
  readonly id: string;
  readonly title: string;
  readonly from: Boundary;
  readonly source: string;
  /** null = no coordination of rounds is known. */
  readonly coordination: Coordination | null;
}

const REPOSITORY = 'SILX-LABS/QUASAR-SUBNET';

/** Eras before the first one whose rule text is held, in order. */
export const UNHELD_ERAS: readonly UnheldEra[] = [
  {
    id: 'P0',
    title: 'Import of the parent project; rounds without coordination',
    from: {
      block: 8_062_909,
      earliest: 8_062_909,
      latest: 8_062_909,
      basis: 'inferred',
      why: "The parent's last block that is known, of 2026-04-27: nothing of this subnet's own is older.",
    },
    source: `${REPOSITORY}@322b91d, b2d0ccb, 11a2e61`,
    coordination: null,
  },
  {
    id: 'P1',
    title: 'Coordination protocol 1',
    from: {
      block: 8_120_509,
      earliest: 8_091_709,
      latest: 8_192_509,
      basis: 'guess',
      why: 'Taken to be of early or mid May 2026.',
    },
    source: `${REPOSITORY} (commit not held)`,
    coordination: PROTOCOL_1,
  },
  {
    id: 'P2',
    title: 'Single evaluation: crown by the composite with a margin of 3 %',
    from: {
      block: 8_170_909,
      earliest: 8_091_709,
      latest: 8_221_309,
      basis: 'guess',
      why: 'Known only to follow P1 and to precede P3.',
    },
    source: `${REPOSITORY}@a46bad5`,
    coordination: PROTOCOL_1,
  },
  {
    id: 'P3',
    title: 'Coordination protocol 2',
    from: {
      block: 8_214_109,
      earliest: 8_206_909,
      latest: 8_221_309,
      basis: 'documented',
      why: 'Documented for 2026-05-18; the block is counted from the date, a day more or less.',
    },
    source: `${REPOSITORY}@387db21`,
    coordination: PROTOCOL_2_EARLY,
  },
];

/** Where king of the hill was replaced by another mechanism. */
export const MECHANISM_END: Omit<UnheldEra, 'coordination'> = {
  id: 'END',
  title: 'King of the hill replaced by another mechanism',
  from: {
    block: 8_487_709,
    earliest: 8_480_509,
    latest: 8_502_109,
    basis: 'documented',
    why: 'Documented for 2026-06-25 and 2026-06-26; the block of the switch is not known.',
  },
  source: `${REPOSITORY}@b17c451, f95c1a9`,
};
