import { UsageError } from '../../errors/input.js';
import type { NumbersOptions } from '../call.js';

/** @throws UsageError when options on where an audit's numbers come from contradict each other */
export function checkNumbers(
  options: NumbersOptions & {
    readonly offline: boolean;
    readonly dryRun: boolean;
    readonly freshText: boolean;
  },
): void {
  const { engine, scores, recordScores, teacherUrl, teacherModel, offline, dryRun, freshText } = options;
  const refuse = (what: string, remedy: string): UsageError => new UsageError({ what, remedy });
  if (engine === 'recorded' && scores === undefined)
    throw refuse('--engine recorded needs a file', 'name it with --scores FILE');
  if (engine !== 'recorded' && scores !== undefined)
    throw refuse('--scores is used with --engine recorded only', 'add --engine recorded, or leave it away');
  if (scores !== undefined && (teacherUrl.length > 0 || recordScores !== undefined))
    throw refuse(
      '--engine recorded contradicts --teacher-url and --record-scores',
      'leave them away: recorded numbers are only read',
    );
  if (scores !== undefined && freshText)
    throw refuse(
      '--engine recorded contradicts --fresh-text',
      'leave one of them away: recorded numbers write no text',
    );
  if (scores !== undefined && dryRun)
    throw refuse('--dry-run plans what models cost, recorded numbers run none', 'leave one of them away');
  if (teacherModel !== undefined && teacherUrl.length === 0)
    throw refuse(
      '--teacher-model is used with --teacher-url only',
      'add --teacher-url URL, or leave it away',
    );
  if (offline && teacherUrl.length > 0)
    throw refuse('--offline and --teacher-url contradict each other', 'leave one of them away');
}
