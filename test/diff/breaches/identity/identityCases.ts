import type { ChainState, HotkeyCommitments } from '../../../../src/domain/chainState.js';
import type { RepositoryManifest } from '../../../../src/domain/snapshot.js';
import { hotkeyOf, round, stateAt } from '../../chainCases.js';

export const payloadOf = (uid: number, more: object = {}): string =>
  JSON.stringify({ model: `owner${uid}/model`, revision: String(uid % 10).repeat(40), ...more });

/** A commitment of one entry, or of several where the last one counts. */
export const commitment = (
  uid: number,
  blocks: readonly number[],
  text = payloadOf(uid),
): HotkeyCommitments => ({
  hotkey: hotkeyOf(uid),
  uid,
  entries: blocks.map((block) => ({ block, text, lengthPrefixed: true, strictText: text })),
  chosen: blocks.length === 0 ? null : blocks.length - 1,
});

export const cutoffWith = (...commitments: HotkeyCommitments[]): ChainState =>
  stateAt(round.cutoffBlock, { validators: {}, more: { commitments } });

/** Recorded repositories with their safetensors files, by repository. */
export const repositories =
  (files: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  (repo: string, revision: string): RepositoryManifest | { absent: 'missing'; why: string } => {
    const own = files[repo];
    if (own === undefined) return { absent: 'missing', why: `The snapshot does not hold ${repo}.` };
    return {
      repo,
      revision,
      private: false,
      disabled: false,
      gated: false,
      safetensorsTotal: null,
      files: Object.entries(own).map(([path, digit]) => ({
        path,
        size: 100,
        sha256: digit.repeat(64),
        held: false,
      })),
    };
  };

/** Payloads that no honest writer writes. */
const HOSTILE_TEXTS = [
  '',
  'null',
  '[]',
  '"model"',
  '{"model":1,"revision":{},"block":-1e400,"hotkey":[]}',
  '{"__proto__":{"block":1},"model":"a/b","block":1.5}',
  `{"model":"${'x'.repeat(5000)}"}`,
  '{'.repeat(3000),
];
export const hostileCutoff = cutoffWith(
  ...HOSTILE_TEXTS.map((text, at) => commitment(at, [at], text)),
  { ...commitment(20, [5]), chosen: 7 },
  commitment(20, [6]),
  commitment(20, []),
);
