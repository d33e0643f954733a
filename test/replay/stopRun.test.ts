import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/domain/engine.js';
import type { StartRecord } from '../../src/domain/journal.js';
import { InterruptedError } from '../../src/errors/interrupt.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { afterGrace } from '../../src/replay/afterGrace.js';
import { type EvaluateInput, evaluateRound } from '../../src/replay/evaluateRound.js';
import { createJournal } from '../../src/replay/journal/createJournal.js';
import { localTeacher } from '../../src/replay/teacher/localTeacher.js';
import type { Tools } from '../../src/replay/tools.js';
import { type Synthetic, writeSynthetic } from '../model/synthetic.js';

const ROUND = 11650;
const START: StartRecord = {
  type: 'start',
  schema: 1,
  id: 'abcdef',
  spec: {
    recrown: { version: '0', source: 's' },
    snapshot: { name: 'n', digest: 'd', agreed: false },
    netuid: 24,
    rounds: [ROUND],
    engine: null,
  },
  synthetic: true,
  profile: null,
  fingerprint: null,
};
/** Two batches; one sequence of the second one is longer than all others. */
const SEQUENCES = Array.from({ length: 20 }, (_, i) => ({
  drawIndex: i,
  promptSha256: '',
  ids: Array.from({ length: i === 18 ? 12 : 8 }, (_, t) => (i * 31 + t * 7) % 200),
  promptLength: 3,
}));

let folder: string;
let engine: OnnxEngine;
let model: Synthetic;
let king: Synthetic;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-stop-'));
  engine = await createEngine({ threads: 1 });
  model = writeSynthetic({ vocab_size: 200 });
  king = writeSynthetic({ vocab_size: 200 }, 'BF16');
});
after(async () => {
  await engine.close();
  model.remove();
  king.remove();
  rmSync(folder, { recursive: true });
});

const input = (): EvaluateInput => ({
  roundId: ROUND,
  texts: [{ capture: 'c', sequences: SEQUENCES }],
  teacher: model.files,
  king: {
    contender: {
      uid: 7,
      hotkey: 'h',
      revision: { repo: 'o/m', commit: 'a'.repeat(40) },
      committedAt: 1,
    } as unknown as NonNullable<EvaluateInput['king']>['contender'],
    files: king.files,
  },
  challengers: [],
  modes: ['tail_bucket'],
});

/** The real engine, whose run of the long sequence does not end before it is aborted. */
const stuck = (onStuck: () => void): Engine => ({
  ...engine,
  load: async (files, form) => {
    const loaded = await engine.load(files, form);
    return {
      score: async (request, signal) => {
        if (request.ids.length === 12 && files === king.files) {
          onStuck();
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        }
        return loaded.score(request, signal);
      },
      release: loaded.release,
    };
  },
});

function toolsOf(name: string, used: Engine, signal: AbortSignal): Tools {
  return {
    snapshot: { index: { teacher: null } },
    journal: createJournal(join(folder, name), START, false),
    engine: async () => used,
    teacher: localTeacher(async () => used),
    onEvent: () => undefined,
    signal,
    resumeCommand: 'recrown audit --resume abcdef',
  } as unknown as Tools;
}

describe('a stop in the midst of a long run', () => {
  it('does not wait for it, keeps the journal, and the same work goes on afterwards', async () => {
    const straight = toolsOf('straight', engine, new AbortController().signal);
    const expected = (await evaluateRound(input(), straight)).kl(7, 'c', 'contrib', 'tail_bucket');
    straight.journal.close();

    const stop = new AbortController();
    const tools = toolsOf(
      'stopped',
      stuck(() => stop.abort('SIGTERM')),
      stop.signal,
    );
    await assert.rejects(evaluateRound(input(), tools), (error: unknown) => {
      assert.ok(error instanceof InterruptedError);
      assert.equal(error.exitCode, 143);
      assert.match(error.remedy, /recrown audit --resume abcdef/);
      return true;
    });
    const scores = tools.journal.recordsOf(ROUND).filter((record) => record.type === 'scores');
    assert.deepEqual(
      scores.map((record) => record.type === 'scores' && record.kl.length),
      [16],
    );
    tools.journal.close();

    const again = toolsOf('stopped', engine, new AbortController().signal);
    assert.deepEqual((await evaluateRound(input(), again)).kl(7, 'c', 'contrib', 'tail_bucket'), expected);
    assert.equal(expected?.length, SEQUENCES.length);
    again.journal.close();
  });
});

describe('the grace of a stop', () => {
  it('begins with the stop, passes its reason on, and ends with the work', async () => {
    const first = new AbortController();
    const [waits, ended] = [afterGrace(first.signal, 5), afterGrace(first.signal, 5)];
    ended.end();
    assert.equal(waits.signal.aborted, false);
    first.abort('SIGINT');
    assert.equal(waits.signal.aborted, false);
    await new Promise((resolve) => waits.signal.addEventListener('abort', resolve));
    assert.equal(waits.signal.reason, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(ended.signal.aborted, false);
    const late = afterGrace(first.signal, 5);
    await new Promise((resolve) => late.signal.addEventListener('abort', resolve));
  });
});
