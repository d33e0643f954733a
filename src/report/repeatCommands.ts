import type { ReportView } from './reportView.js';

/** A command that repeats a part of the report. */
export interface RepeatCommand {
  readonly what: string;
  readonly command: string;
}

/** A name that a shell takes as it is; anything else is left for the person to fill in. */
const shellWord = (text: string, otherwise: string): string =>
  /^[\w][\w.-]{0,99}$/.test(text) ? text : otherwise;

/** The commit is a part of the replay's id as it was told. */
const evaluatorFlags = (commit: string | null): string =>
  `--evaluator CHECKOUT${commit === null ? '' : ` --evaluator-commit ${shellWord(commit, 'COMMIT')}`}`;

/**
 * How another person repeats what a report says, the cheapest way first. The whole audit is repeated, not one round of
 * it: the noise band stands for all rounds of one audit.
 */
export const repeatCommands = ({ rounds }: ReportView): readonly RepeatCommand[] => {
  const found = rounds.find((round) => round.replay !== null)?.replay;
  const [first, last] = [rounds[0]?.roundId ?? 0, rounds.at(-1)?.roundId ?? 0];
  const shown = first === last ? `${first}` : `${first}..${last}`;
  if (found === undefined || found === null)
    return [{ what: 'Nobody has audited this. The audit is', command: `recrown audit ${shown}` }];
  const { spec, teacher } = found.start;
  const id = shellWord(found.id, 'ID');
  const audited = spec.rounds.length === 1 ? `${spec.rounds[0]}` : `${spec.rounds[0]}..${spec.rounds.at(-1)}`;
  const options = [
    `--snapshot snapshots/${shellWord(spec.snapshot.name, 'NAME')}`,
    ...(teacher === undefined
      ? ['--offline']
      : [`--teacher-url URL --teacher-model ${shellWord(teacher.model, 'NAME')}`]),
    ...(spec.boundaries === undefined ? [] : ['--eras ERAS.json']),
    ...(spec.evaluator === undefined ? [] : [evaluatorFlags(spec.evaluator.commit)]),
  ];
  return [
    {
      what: 'Compute every number again, from the recorded chain on. The same inputs, program and engine give the same replay id',
      command: `recrown audit ${audited} ${options.join(' ')} --fresh`,
    },
    {
      what: 'Hold your replay against this one; it names the first prompt and model at which they part',
      command: `recrown bisect ${id} YOURS`,
    },
    {
      what: 'Every number of this report for programs',
      command: `recrown show ${shown} --replay ${id} --format json`,
    },
  ];
};
