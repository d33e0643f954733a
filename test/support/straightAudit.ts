import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ROOT, recrown } from '../cli/process.js';
import { plantedIn } from '../replay/planted.js';

const DEMO = join(ROOT, 'snapshots/demo');

interface StraightAudit {
  /** The round of the demo that was audited. */
  readonly roundId: number;
  /** Its folder of replays, with the sealed replay alone: copied before a test writes there. */
  readonly replays: string;
  /** The file of its recorded scores. */
  readonly scores: string;
  readonly ended: Ended;
}

/**
 * The audit of the demo's first round by its duels, without an interruption, through the built program. One run of the
 * tests makes it once: whoever needs it first computes it, and of two that do at a time the first to end is kept.
 */
export function straightAudit(): StraightAudit {
  const roundId = plantedIn(DEMO).rounds[0]?.roundId ?? assert.fail('the demo has no round');
  const shared = process.env.RECROWN_SHARED ?? assert.fail('RECROWN_SHARED is not set');
  const place = join(shared, 'straight');
  if (!existsSync(place)) compute(roundId, shared, place);
  return {
    roundId,
    replays: join(place, 'replays'),
    scores: join(place, 'scores.bin'),
    ended: JSON.parse(readFileSync(join(place, 'ended.json'), 'utf8')) as Ended,
  };
}

function compute(roundId: number, shared: string, place: string): void {
  mkdirSync(shared, { recursive: true });
  const made = mkdtempSync(join(shared, 'straight-'));
  const where = ['--replays', join(made, 'replays'), '--snapshot', DEMO];
  const how = ['--duel-only', '--fail-on', 'never', '--record-scores', join(made, 'scores.bin')];
  const ended = recrown([...where, 'audit', String(roundId), ...how]);
  assert.equal(ended.code, 0, ended.stderr);
  writeFileSync(join(made, 'ended.json'), JSON.stringify(ended));
  try {
    renameSync(made, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(made, { recursive: true });
  }
}
