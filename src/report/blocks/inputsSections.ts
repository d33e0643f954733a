import { identityOf } from '../../domain/engine.js';
import type { RoundResult } from '../../domain/verdict.js';
import type { ReportReplay, ReportRound } from '../reportView.js';
import { trustMeaning } from '../trustMeaning.js';
import type { Block, Cell, Section } from './block.js';
import { code, count, number, plain } from './cells.js';

type Fact = readonly [name: string, cell: Cell];

const TEXT_MODES: Readonly<Record<string, string>> = {
  pinned: 'pinned: both sides on the teacher text that was captured when the round ran',
  fresh: 'fresh: teacher text made again, not that of the round',
  recompute: 'recompute: stored numbers only, no model was run',
};

const roundFacts = (result: RoundResult): Fact[] => [
  ['seed block', count(result.seedBlock)],
  ...(result.seedTime === undefined ? [] : [['start', plain(result.seedTime)] as const]),
  ['its hash', code(result.seedHash ?? 'not recorded')],
  ['commitments until block', count(result.cutoffBlock)],
  ['weights from block', count(result.activationBlock)],
  [
    'rules',
    plain(
      `era ${result.eraId ?? 'not known'}${result.otherEras.length === 0 ? '' : `; also possible: ${result.otherEras.join(', ')}`}`,
    ),
  ],
  [
    'prompts',
    plain(
      result.prompts === null
        ? 'not drawn'
        : `${result.prompts.drawn} drawn from shard ${result.prompts.shard}, ${result.prompts.scored} scored`,
    ),
  ],
  [
    'teacher text',
    plain(result.tokenMode === null ? 'none' : (TEXT_MODES[result.tokenMode] ?? result.tokenMode)),
  ],
  ['chain facts', plain(trustMeaning(result.trust))],
  ['coverage', plain(`${Math.round(result.coverage * 100)}% of the decisive weight was executed again`)],
  [
    'noise floor',
    plain(
      result.noise === null
        ? 'not measured'
        : `${result.noise.noiseNats.toExponential(2)} nats per position, king against king on ${result.noise.n} prompts`,
    ),
  ],
];

const snapshotFacts = ({ start }: ReportReplay): Fact[] => [
  ['snapshot', code(start.spec.snapshot.name)],
  ['its digest', code(start.spec.snapshot.digest)],
  [
    'endpoints',
    plain(start.spec.snapshot.agreed ? 'two or more agreed on every block' : 'one, or not all agreed'),
  ],
];

/** What the round was judged from, and how well it is known. */
export const inputsSection = ({ replay, chains }: ReportRound, result: RoundResult): Section => {
  const passes: Block[] =
    chains.length === 0
      ? [
          {
            kind: 'text',
            text: 'The replay recorded no hash chain: no model was run, or it is of an older version.',
          },
        ]
      : [
          {
            kind: 'table',
            columns: [
              { title: 'pass' },
              { title: 'revision' },
              { title: 'teacher text' },
              { title: 'prompts', isNumber: true },
              { title: 'head of its chain' },
            ],
            rows: chains.map((pass) => [
              plain(`${pass.role}${pass.uid === null ? '' : ` u${pass.uid}`} (${pass.form})`),
              code(pass.revision?.slice(0, 12) ?? 'not told'),
              code(pass.capture.slice(0, 12)),
              number(String(pass.prompts)),
              code(pass.head),
            ]),
          },
        ];
  return {
    id: 'inputs',
    title: 'Inputs and trust',
    blocks: [
      { kind: 'facts', rows: [...roundFacts(result), ...(replay === null ? [] : snapshotFacts(replay))] },
      { kind: 'heading', text: 'Hash chain of every pass over the prompts' },
      ...passes,
    ],
  };
};

/** What computed the numbers. */
export const engineSection = ({ id, sealed, start }: ReportReplay): Section => {
  const { fingerprint: engine, teacher, spec } = start;
  const test = engine?.selfTest;
  const rows: Fact[] = [
    ['replay', code(`${id}${sealed ? '' : ' (not sealed: it may still change)'}`)],
    ['recrown', code(`${spec.recrown.version}, source ${spec.recrown.source}`)],
    ...(engine === null
      ? [['engine', plain('no model was run')] as const]
      : ([
          ['engine', code(`${engine.engine}, onnxruntime ${engine.onnxruntime}, ${engine.provider}`)],
          ['digest', code(engine.digest)],
          ['processor', code(`${engine.cpu}, ${engine.arch}, ${engine.threads} threads`)],
          ...(engine.accelerator?.devices ?? []).map((device) => ['device', code(device)] as const),
          [
            'measured',
            plain(
              test === undefined
                ? 'not measured: an older engine'
                : `${identityOf(engine) === null ? 'was not seen to repeat its bits' : 'repeats its bits'}, ${test.tf32 ? 'rounds products to 10 bits' : 'no reduced precision'}, largest error ${test.largestError.toExponential(2)} against float64`,
            ),
          ],
        ] satisfies Fact[])),
    ...(teacher === undefined
      ? []
      : [
          [
            'teacher',
            code(`${teacher.model} on ${teacher.hosts.join(', ')}, version ${teacher.version ?? 'not told'}`),
          ] as const,
        ]),
  ];
  return { id: 'engine', title: 'What computed it', blocks: [{ kind: 'facts', rows }] };
};
