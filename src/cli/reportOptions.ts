import { type Command as Commander, Option } from 'commander';
import { REPORT_FORMATS } from '../report/reportView.js';

const EXAMPLES = [
  'show 11650',
  'show 11650 --json',
  'show 11650 --out round.html',
  'show 11600..11650 --format md',
  'show 11600..11650 --out crowns.csv --force',
  'show 11600..11650 --format junit --out crowns.xml',
];

/** The options of a report, with examples. */
export const reportOptions = (command: Commander): Commander =>
  command
    .option('--replay <id>', 'take the rounds from this replay')
    .addOption(
      new Option(
        '--format <format>',
        'form of the report (default: by the ending of --out, else text)',
      ).choices(REPORT_FORMATS),
    )
    .option('--out <file>', 'write it to this file, whole or not at all; - is stdout', '-')
    .option('--force', 'replace the file of --out', false)
    .addHelpText('after', `\nExamples:\n${EXAMPLES.map((line) => `  $ recrown ${line}`).join('\n')}\n`);
