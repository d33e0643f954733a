import type { Era } from './defineEra.js';
import { P4 } from './p4.js';
import { P5 } from './p5.js';
import { P6 } from './p6.js';
import { P7 } from './p7.js';
import { P8 } from './p8.js';
import { P9 } from './p9.js';
import { P10 } from './p10.js';
import { P11 } from './p11.js';
import { P12 } from './p12.js';

/** Every era whose rule text is held, in order: each ends where the next one begins. */
export const HELD_ERAS: readonly Era[] = [P4, P5, P6, P7, P8, P9, P10, P11, P12];
