import { resolve } from 'node:path';
import { NotRecordedError } from '../../errors/artifact.js';
import { UsageError } from '../../errors/input.js';
import { readReport } from '../../replay/readReport.js';
import { writeReport } from '../../replay/writeReport.js';
import { renderReport } from '../../report/renderReport.js';
import { formatOfName } from '../../report/reportFileName.js';
import type { ReportFormat } from '../../report/reportView.js';
import type { ShowOptions } from '../call.js';
import { choiceOf } from '../choiceOf.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { roundsIn } from '../roundsIn.js';

/** Prints or writes what sealed replays say about one round, or about a range. */
export async function show(context: CommandContext, options: ShowOptions): Promise<number> {
  const { replays, ascii } = context.options;
  const format = formatOf(options, context.options.json);
  const rounds = roundsIn(options.round, 'show');
  const view = await readReport(replays, rounds, options.replay, choiceOf(context));
  if (view === null) throw notRecorded(rounds, replays, options.replay);
  if (options.out === '-') {
    context.out(renderReport(view, format, ascii));
    return EXIT.ok;
  }
  const path = resolve(context.cwd, options.out);
  const bytes = writeReport(view, format, { path, force: options.force, ascii });
  context.err(`wrote ${options.out}: ${format}, ${bytes} bytes\n`);
  return EXIT.ok;
}

function formatOf({ format, out, force }: ShowOptions, asksJson: boolean): ReportFormat {
  if (asksJson && format !== undefined && format !== 'json')
    throw new UsageError({
      what: `--json and --format ${format} ask for two things`,
      why: 'one report is written in one format',
      remedy: `leave --json away, or --format ${format}`,
    });
  if (force && out === '-')
    throw new UsageError({
      what: '--force is used with --out FILE only',
      why: 'stdout replaces no file',
      remedy: 'add --out FILE, or leave --force away',
    });
  if (format !== undefined) return format;
  if (asksJson) return 'json';
  if (out === '-') return 'text';
  const byName = formatOfName(out);
  if (byName !== null) return byName;
  throw new UsageError({
    what: `the name ${out.slice(0, 80)} does not tell a format`,
    why: 'endings that do: txt, md, html, svg, json, csv, xml (JUnit)',
    remedy: 'add --format',
  });
}

function notRecorded(
  rounds: readonly number[],
  replays: string,
  replay: string | undefined,
): NotRecordedError {
  const [first, last] = [rounds[0], rounds.at(-1)];
  const what =
    first === last
      ? `round ${first} is in no sealed replay under ${replays}`
      : `none of the rounds ${first} to ${last} is in a sealed replay under ${replays}`;
  return new NotRecordedError({
    what,
    why: replay === undefined ? 'nobody has audited it there yet' : `replay ${replay} does not hold it`,
    remedy: `run: recrown audit ${first === last ? first : `${first}..${last}`}`,
  });
}
