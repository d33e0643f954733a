import { flatMap } from '../../../domain/flatMap.js';
import type { Uid } from '../../../domain/identity.js';
import { printable } from '../../../domain/printable.js';
import type { PublishedRound, PublishedRow } from '../../../domain/published.js';
import type { BreachCheck, BreachInput } from '../breachInput.js';

/**
 * C9: two UIDs committed two revisions of one repository name, and their rows hold the same KL, test and axes:
 * raw results are kept by name, so that one of the two was judged on the other's numbers.
 */
export const sharedResult: BreachCheck = {
  code: 'C9',
  title: 'Two revisions of one repository name were judged on one result',
  nature: 'defect',
  decidedFrom: 'published rows of the round; commitments or composite records',
  find: (input) =>
    flatMap(input.views, (view) => {
      return flatMap(sameResults(view.rows), (rows) => {
        const known = flatMap(rows, (row) => {
          const revision = revisionOf(row, view, input);
          return revision === null ? [] : [{ row, revision }];
        });
        // The same revision twice has the same result by right.
        if (new Set(known.map((one) => one.revision)).size < 2) return [];
        const crowned = known.find(({ row }) => row.uid === view.newKingUid);
        const last = crowned ?? known.at(-1);
        if (last === undefined) return [];
        return [
          {
            uid: last.row.uid,
            decisive: false,
            evidence: [
              `Validator ${view.validatorUid} published ${known.map(({ row, revision }) => `UID ${row.uid} (revision ${revision})`).join(', ')} of ${printable(last.row.model, 96)} with one KL ${last.row.kl}, one t_test and the same axes.`,
              'Raw results are kept by the name of the repository, so that two revisions in one round share one result; which one was scored is not in the rows.',
            ],
          },
        ];
      });
    }),
};

/** Groups of rows of different UIDs with one model name and one result, in the order of the rows. */
function sameResults(rows: readonly PublishedRow[]): PublishedRow[][] {
  const scored = rows.filter((row) => row.kl !== null && !row.isReference);
  return flatMap(
    flatMap(
      groupedBy(scored, (row) => `${row.kl} ${row.model}`),
      (group) => groupedBy(group, axesKey),
    ),
    withOneTest,
  ).filter((group) => group.length > 1);
}

const axesKey = ({ axes }: PublishedRow): string =>
  JSON.stringify(Object.entries(axes).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Groups of two or more UIDs with one key, the first row of each UID. */
function groupedBy(rows: readonly PublishedRow[], keyOf: (row: PublishedRow) => string): PublishedRow[][] {
  const groups = new Map<string, Map<Uid, PublishedRow>>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key) ?? new Map<Uid, PublishedRow>();
    if (!group.has(row.uid)) group.set(row.uid, row);
    groups.set(key, group);
  }
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group.values()]);
}

/** The king holds no test, so that it goes with every test of its group. */
function withOneTest(group: readonly PublishedRow[]): PublishedRow[][] {
  const kings = group.filter((row) => row.isKing).slice(0, 1);
  const tests = new Map<string, PublishedRow[]>();
  for (const row of group) {
    if (row.isKing) continue;
    const key = JSON.stringify(row.tTest);
    const same = tests.get(key) ?? [...kings];
    same.push(row);
    tests.set(key, same);
  }
  return [...tests.values()];
}

/** The revision that a row was evaluated with, by the commitment of its block, or by the validator's own record. */
function revisionOf(row: PublishedRow, view: PublishedRound, { spec }: BreachInput): string | null {
  const contenders = [spec.king, ...spec.challengers, ...spec.contenders.map((one) => one.contender)];
  const committed = contenders.find(
    (one) => one !== null && one.uid === row.uid && one.committedAt === row.committedAt,
  );
  if (committed !== undefined && committed !== null) return committed.revision;
  const record = view.composites.find(
    (one) => one.uid === row.uid && one.model === row.model && one.committedAt === row.committedAt,
  );
  const revision = row.committedAt === null ? null : (record?.revision ?? null);
  return revision !== null && /^[0-9a-f]{40}$/.test(revision) ? revision : null;
}
