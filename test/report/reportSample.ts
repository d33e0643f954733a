// Reports of the committed replay of the demo, and of a round in which every text that others write is hostile.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AxisEntry, JournalView } from '../../src/domain/journal.js';
import type { PromptTexts } from '../../src/domain/promptTexts.js';
import { chainsOf } from '../../src/replay/chainsOf.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { reportOf } from '../../src/report/reportOf.js';
import type { ReportView } from '../../src/report/reportView.js';
import { challenger, plan, round, scores, start, validator } from '../tui/sample.js';
import { viewOf } from '../tui/world.js';

const REPLAYS = join(process.env.RECROWN_ROOT ?? process.cwd(), 'replays');

export const demoView = (): JournalView => {
  const folder = join(REPLAYS, 'sn24');
  const [name] = readdirSync(folder).filter((one) => one.endsWith('.replay.jsonl'));
  return readReplayView(join(folder, String(name)));
};

export const demoRound = (view: JournalView, verdict: string): ReportView => {
  const found = view.results.find((result) => result.verdict === verdict);
  if (found === undefined) throw new Error(`the demo has no round that is ${verdict}`);
  return reportOf([view], [found.roundId], chainsOf);
};

/** All rounds of the demo and one after them that nobody audited. */
export const demoRange = (view: JournalView): ReportView => {
  const last = view.start.spec.rounds.at(-1) ?? 0;
  return reportOf([view], [...view.start.spec.rounds, last + 1]);
};

export const HOSTILE = [
  '<script>document.title="owned"</script>',
  '"><img src=http://127.0.0.1:9/x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '\u001b]52;c;aGk=\u0007\u001b[2J\u009b31m',
  '\u202egnp.exe\u2066\u200b\u200f',
  'javascript:alert(1) data:text/html;base64,PHNjcmlwdD4=',
  '[click](javascript:alert(1)) ![x](http://evil.example/x.png)',
  '=HYPERLINK("http://evil.example") |\' /C calc\'!A0',
  '+1+1 @SUM(A1) -2+3',
  '</style></svg></title></textarea>]]><!--',
  'a|b\\|c `code` ``two`` *bold* _it_ ~~s~~ # head',
  'https://evil.example www.evil.example me@evil.example',
  '&lt;b&gt; &#60;script&#62; &amp;',
  'line\r\nbreak\ttab\u2028sep\u0000nul\ud800half\ufffe',
  'x'.repeat(10_000),
] as const;

/** A round whose every free text is `text`. */
const hostileRound = (roundId: number, text: string) => {
  const own = challenger(240, -0.00405, {
    repo: text,
    gates: [
      { name: text, measured: text, comparator: 'is', threshold: text, ok: false },
      { name: 'paired_lcb', measured: -0.00405, comparator: '>', threshold: 0, ok: false },
    ],
  });
  return round(roundId, 'wrong-crown', {
    eraId: 'P11',
    otherEras: [text],
    summary: text,
    causeNote: text,
    reasons: [text],
    challengers: [own],
    contenders: [
      {
        uid: 7,
        hotkey: text,
        in: false,
        role: null,
        reason: text,
        plans: 'none',
        prechecks: [],
        contender: null,
      },
    ],
    decisions: [{ setting: text, winnerUid: 181, reason: text, expected: [[181, 65535]] }],
    validators: [{ ...validator(3, 100, 'differs'), hotkey: text, note: text }],
    breaches: [{ code: 'A1', nature: 'breach', title: text, uid: 240, decisive: true, evidence: [text] }],
    quality: {
      ...{ wording: 'own', mode: text, counts: 'default', share: 0.5, counted: false, crowns: [181] },
      ...{ why: text, contenders: [], gates: [], notReplayed: [{ axis: text, why: text }] },
    },
    unsettled: { uid: 240, gate: text, likelihoodRatio: 2, promptsNeeded: 900 },
  });
};

const PROMPTS = Array.from({ length: 160 }, (_, index) => ({
  index,
  sha256: index.toString(16).padStart(64, '0'),
  tokens: 'b'.repeat(64),
}));

/** The same text in place of every prompt. */
export const hostileTexts = (text: string): PromptTexts => ({
  snapshot: text,
  shard: 7,
  prompts: PROMPTS.map(({ index, sha256 }) => ({ index, sha256, row: 5, text, codePoints: text.length })),
});

/** An axis whose name, questions and answers are hostile. */
const hostileAxis = (roundId: number, text: string): AxisEntry => ({
  type: 'axis',
  roundId,
  uid: 240,
  mode: text,
  wording: 'own',
  sandboxed: true,
  record: {
    axis: text,
    n: 2,
    correct: 1,
    passFrac: 0.5,
    meanTokens: 3,
    meanTokensCorrect: 3,
    items: [true, false].map((ok) => ({
      ...{ source: text, prompt: text, answer: text, gold: text, pred: text },
      ...{ ok, tokens: 3, failed: !ok, solved: ok, way: text },
    })),
  },
});

/** Every text of the replay, not of its rounds alone. */
export const hostileView = (text: string): JournalView => {
  const begin = start();
  const engine = begin.fingerprint;
  return viewOf(
    [
      {
        ...begin,
        id: text.slice(0, 300),
        spec: { ...begin.spec, snapshot: { ...begin.spec.snapshot, name: text }, rounds: [9001, 9002] },
        fingerprint: engine === null ? null : { ...engine, cpu: text, engine: text },
        teacher: { engine: 'openai', model: text, version: text, hosts: [text], digest: '0'.repeat(64) },
      },
      ...[9001, 9002].flatMap((roundId) => [
        plan(roundId),
        ...[181, 240].map((uid) => scores(roundId, uid, 160)),
        {
          type: 'teacher' as const,
          roundId,
          capture: 'c'.repeat(64),
          from: 0,
          count: 160,
          sha256: '1'.repeat(64),
          prompts: PROMPTS,
        },
        hostileAxis(roundId, text),
      ]),
      { type: 'round', result: hostileRound(9001, text) },
      { type: 'round', result: hostileRound(9002, text) },
      { type: 'seal', digest: '0'.repeat(64), verdicts: {} },
    ],
    '/r/hostile',
  );
};
