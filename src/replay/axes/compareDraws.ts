import { canonicalJson } from '../../domain/canonical.js';
import type { ReferenceCheck, ReferenceDifference } from '../../domain/referenceCheck.js';
import type { Drawn } from '../../evaluate/reference/referenceAnswer.js';
import { itemKeys } from '../../reconstruct/items/itemKeys.js';
import type { RoundQuestions } from './RoundQuestions.js';

const INDICES = 'the evaluator gives texts, from which the drawn index cannot be told';
const UNCHECKED = ['capability_static_index', 'judge_index', 'chat_turns_index', 'think_index'].map(
  (axis) => ({ axis, why: INDICES }),
);
const UNREAD = 'the calls of its tests are not in a form that can be read';

/** Holds the draws of a round against those of an evaluator, entry by entry, and the number of prompts of every axis. */
export function compareDraws(
  { items, prompts }: RoundQuestions,
  theirs: Drawn,
): Pick<ReferenceCheck, 'checked' | 'differences' | 'unchecked'> {
  const ours = itemKeys(items);
  const differences: ReferenceDifference[] = [];
  const unchecked = [...UNCHECKED];
  let checked = 0;
  for (const [axis, list] of Object.entries(keysOf(theirs, items.capability.staticIndex.length))) {
    const known = sorted(axis, ours[axis] as readonly unknown[]);
    const isRead = axis !== 'code' && axis !== 'mbpp' ? true : !list.some((one) => hasNoCases(one));
    if (!isRead) unchecked.push({ axis, why: UNREAD });
    for (let index = 0; index < Math.max(known.length, list.length); index += 1) {
      const [mine, other] = [cut(known[index], isRead), cut(list[index], isRead)];
      checked += 1;
      if (canonicalJson(mine) !== canonicalJson(other))
        differences.push({ axis, index, ours: mine, theirs: other });
    }
  }
  for (const [axis, list] of Object.entries(theirs.prompts)) {
    const count = prompts[axis]?.length ?? 0;
    checked += 1;
    if (count !== list?.length)
      differences.push({ axis, index: null, ours: `${count} prompts`, theirs: `${list?.length} prompts` });
  }
  return { checked, differences, unchecked };
}

/** The evaluator's draws in the form of `itemKeys`, as far as it has them. */
function keysOf({ items, ways, capability }: Drawn, fixed: number): Record<string, readonly unknown[]> {
  const { code, mbpp, ifeval, long_context, procedural, ...plain } = items;
  const coded = (list: typeof code) =>
    list?.map(({ source, taskId, entryPoint, cases }) => [source, taskId, entryPoint, cases]);
  const asked = (bench: 'robustness' | 'noise') =>
    ways[bench] && items[bench]?.flatMap(() => ways[bench] as readonly string[]);
  const keys: Record<string, readonly unknown[] | undefined> = {
    ...plain,
    code: coded(code),
    mbpp: coded(mbpp),
    ifeval:
      ifeval &&
      sorted(
        'ifeval',
        ifeval.map(({ source, instructions }) => [
          source,
          instructions.map(({ id }) => id),
          instructions.map(({ args }) =>
            Object.entries(args).filter(([, value]) => typeof value === 'number'),
          ),
        ]),
      ),
    procedural: procedural?.map(([source, answer]) => [
      source,
      source === 'procedural/constraint' ? answer.replace(/\D/g, '') : answer,
    ]),
    long_context: long_context?.map((one) => [
      ...[one.answer, one.confusers, one.position, one.confuserPositions],
    ]),
    robustness_perturbations: asked('robustness'),
    noise_perturbations: asked('noise'),
    capability_procedural: capability?.slice(fixed).map(({ kind, answers }) => [kind, answers[0] ?? null]),
  };
  return Object.fromEntries(
    Object.entries(keys).filter((entry): entry is [string, readonly unknown[]] => entry[1] !== undefined),
  );
}

/** Entries of instruction items with the arguments of each check in the order of their names. */
function sorted(axis: string, list: readonly unknown[]): readonly unknown[] {
  if (axis !== 'ifeval') return list;
  return (list as readonly [string, string[], [string, number][][]][]).map(([source, ids, args]) => [
    source,
    ids,
    args.map((pairs) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
}

const hasNoCases = (entry: unknown): boolean => (entry as readonly unknown[])[3] === null;

const cut = (entry: unknown, isRead: boolean): unknown =>
  entry === undefined ? null : isRead ? entry : (entry as readonly unknown[]).slice(0, 3);
