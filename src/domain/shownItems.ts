import { isAbsent } from './absent.js';
import type { AxisEntry, ProbeEntry } from './journal.js';
import type { Probes } from './probeRecord.js';

/** One thing that a contender was asked, of an axis or a probe. */
export interface ShownItem {
  readonly source: string;
  readonly prompt: string;
  readonly answer: string;
  /** What was read from the answer, or what the teacher said of it. */
  readonly pred: string;
  /** Empty where no answer is the right one. */
  readonly gold: string;
  /** Null where an answer is not right or wrong. */
  readonly ok: boolean | null;
  /** Mark of 1 to 5, or nats a token of a continuation; null where neither is given. */
  readonly score: number | null;
  readonly tokens: number;
  readonly failed: boolean;
  readonly solved: boolean | null;
  readonly way: string | null;
}

const NOTHING = {
  pred: '',
  gold: '',
  ok: null,
  score: null,
  failed: false,
  solved: null,
  way: null,
} as const;

/** Every item of an axis or a probe, in the order of asking. */
export function shownItems(entry: AxisEntry | ProbeEntry): readonly ShownItem[] {
  if (entry.type === 'axis')
    return entry.record.items.map((item) => ({
      ...item,
      ...{ score: null, solved: item.solved ?? null, way: item.way ?? null },
    }));
  const { chat, judge, chatTurns, onPolicy } = entry.probes;
  return [
    ...(chat === undefined || isAbsent(chat) ? [] : chat.answers).map((item) => ({
      ...NOTHING,
      ...{
        source: 'chat',
        prompt: item.prompt,
        answer: item.answer,
        tokens: item.tokens,
        failed: item.failed,
      },
    })),
    ...talks('judge', judge),
    ...talks('talk', chatTurns),
    ...(onPolicy === undefined || isAbsent(onPolicy) ? [] : onPolicy.perRollout).map((item) => ({
      ...NOTHING,
      ...{ source: 'rollout', prompt: item.prompt, answer: item.text, score: item.rkl, tokens: item.tokens },
    })),
  ];
}

const talks = (source: string, probe: Probes['judge'] | undefined): ShownItem[] =>
  (probe === undefined || isAbsent(probe) ? [] : probe.items).map(({ asked, answers, said, score }) => ({
    ...NOTHING,
    ...{ source, prompt: asked.join('\n'), answer: answers.join('\n'), tokens: 0 },
    ...{ pred: said ?? '', score, failed: said === null },
  }));
