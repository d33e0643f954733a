import { join } from 'node:path';
import type { JournalView } from '../../src/domain/journal.js';
import { animatedSvg } from './animatedSvg.js';
import { playSession, type Step } from './playSession.js';

export const SESSION_PATH = 'docs/pictures/session.svg';

const STEPS: readonly Step[] = [
  {
    keys: ['j'],
    caption: 'every round with its verdict',
    shows: /> #11645 .*✗ wrong crown/,
  },
  {
    keys: ['enter'],
    caption: 'the duel again: claim and replay lie on different sides of 0',
    shows: /\[1 Duel\][\s\S]*FAIL {2}paired_lcb/,
  },
  {
    keys: ['2'],
    caption: 'both divergences, prompt by prompt',
    shows: /\[2 Prompts\][\s\S]*── Text: \d+ characters/,
  },
  { keys: ['5'], caption: 'what was published, and where the replay differs', shows: /\[5 Claim\]/ },
  { keys: ['w'], caption: 'what each validator set, against the rule', shows: /> Weights/ },
  {
    keys: [':', ...'re'],
    caption: 'goes to a round, UID, hotkey, era or screen, or runs any action',
    shows: /: re_[\s\S]*reigns/,
  },
];

/** Shown by what draws no animation, and to those who asked for less motion. */
const STILL = 1;

/**
 * A session over the replay of the demo as one animated SVG: its rounds, the wrong crown, tabs, weights, the palette.
 * @param root folder of the repository
 * @throws UsageError when the demo no longer shows what the steps name
 */
export const sessionPicture = async (demo: JournalView, root: string): Promise<string> =>
  animatedSvg(await playSession(demo, join(root, 'snapshots/demo'), STEPS), {
    title: 'recrown open, on the synthetic demo',
    still: STILL,
    secondsEach: 5,
  });
