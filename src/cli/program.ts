import { Command as Commander, InvalidArgumentError, Option } from 'commander';
import type { GlobalOptions } from './context.js';
import { FAIL_ON, type FailOn } from './exit.js';

/** One parsed call: what is to run, with its own options. */
export type Call =
  | {
      command: 'audit';
      range: string | undefined;
      failOn: FailOn[];
      threads: number;
      fresh: boolean;
      resume?: string;
    }
  | { command: 'chain'; block: string }
  | { command: 'rounds'; range: string }
  | { command: 'prompts'; block: number; blockHash: string; corpus: string; n: number }
  | { command: 'score'; model: string; input: string; threads: number }
  | { command: 'conformance'; file: string }
  | { command: 'show'; round: string; replay?: string }
  | { command: 'open'; what: string | undefined }
  | { command: 'index'; rebuild: boolean }
  | { command: 'doctor' };

const wholeNumber = (text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
};

const threadCount = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 1 || count > 64) throw new InvalidArgumentError('1 to 64');
  return count;
};

const failOnList = (text: string): FailOn[] => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(FAIL_ON as readonly string[]).includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`known are ${FAIL_ON.join(', ')}`);
  if (names.includes('never') && names.length > 1) throw new InvalidArgumentError('never stands alone');
  return names as FailOn[];
};

const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ recrown ${line}`).join('\n')}\n`;

/**
 * The command line as one table: options, help and examples of every command.
 * @param run receives the parsed call; commander itself never exits the process
 */
export function createProgram(version: string, run: (call: Call, globals: GlobalOptions) => void): Commander {
  const program = new Commander('recrown');
  const globals = (): GlobalOptions => globalOptions(program.opts());
  program
    .description(
      'Audits king-of-the-hill crowns of Bittensor subnet 24 (Quasar): reads the chain as it stood, rebuilds\n' +
        'prompts and revisions, runs the duel again, and says which crowns were wrong and why.\n' +
        'Read-only: nothing on chain can be changed by this program.',
    )
    .version(version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError(true)
    .option('--json', 'one JSON document on stdout; narration stays on stderr', false)
    .option('--quiet', 'no narration on stderr, errors only', false)
    .option('--ascii', 'only ASCII marks and lines', false)
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('--snapshot <dir>', 'the snapshot to read (default: the only one under --snapshots)')
    .option('--snapshots <dir>', 'folder that holds snapshots', process.env.RECROWN_SNAPSHOTS ?? 'snapshots')
    .option('--replays <dir>', 'folder of replays and their index', process.env.RECROWN_REPLAYS ?? 'replays')
    .addHelpText(
      'after',
      `${examples('audit 11648..11650', 'show 11650', 'open 11650', 'audit --help')}
RANGE: 11650, 11648..11650, block:8385120, 8382960..8385120. A bare number under 1,000,000 is a round.
Exit codes: 0 ok, 10 wrong crown, 11 inconclusive, 12 unverifiable; trouble 13 and 64 to 78 (docs/exit-codes.md).
`,
    );
  const sub = (spec: string, description: string): Commander =>
    program.command(spec).description(description).exitOverride().configureHelp({ showGlobalOptions: true });

  sub('audit [range]', 'judge the crowns of a range of rounds from a recorded snapshot')
    .option('--fail-on <classes>', `verdicts that give a code above 0: ${FAIL_ON.join(', ')}`, failOnList, [
      'wrong',
      'inconclusive',
      'unverifiable',
    ])
    .option('--threads <n>', 'threads of the engine; does not change a bit of the result', threadCount, 2)
    .option('--resume <id>', 'go on with an interrupted audit')
    .option('--fresh', 'start over even when an interrupted audit of the same inputs exists', false)
    .option('--endpoint <url>', 'an archive node (not part of this version)')
    .addHelpText(
      'after',
      examples(
        'audit 11648..11650 --snapshot snapshots/may',
        'audit 11650 --json > finding.json',
        'audit 11648..11650 --fail-on wrong',
        'audit --resume 7c1f09',
      ),
    )
    .action((range, options) => run({ command: 'audit', range, ...options }, globals()));
  sub('chain <block>', 'the chain state of one recorded block, decoded')
    .addHelpText('after', examples('chain 8382960 --json'))
    .action((block) => run({ command: 'chain', block }, globals()));
  sub('rounds <range>', 'rounds with their blocks and every contender, in or out, with the reason')
    .addHelpText('after', examples('rounds 11648..11650', 'rounds 11650 --json'))
    .action((range) => run({ command: 'rounds', range }, globals()));
  sub('prompts', 'the prompts that a block hash draws from one parquet shard')
    .requiredOption('--block <n>', 'seed block', wholeNumber)
    .requiredOption('--block-hash <hash>', 'hash of the seed block')
    .requiredOption('--corpus <file>', 'parquet shard with a column "text"')
    .option('-n <count>', 'prompts to draw', wholeNumber, 300)
    .addHelpText(
      'after',
      examples('prompts --block 8382960 --block-hash 0x9f.. --corpus shard_06372.parquet --json'),
    )
    .action((options) => run({ command: 'prompts', ...options }, globals()));
  sub('score', 'run one token sequence through a model folder (config.json and safetensors)')
    .requiredOption('--model <dir>', 'folder with config.json and *.safetensors')
    .requiredOption('--input <file>', 'JSON: {ids, rows, topIds?, logits?: true}')
    .option('--threads <n>', 'threads of the engine', threadCount, 2)
    .addHelpText('after', examples('score --model ./model --input request.json --json'))
    .action((options) => run({ command: 'score', ...options }, globals()));
  sub('conformance <file>', 'check the rules against a file of test vectors')
    .addHelpText('after', examples('conformance test/vectors/decision-vectors.json'))
    .action((file) => run({ command: 'conformance', file }, globals()));
  sub('show <round>', 'one audited round, from the index of replays')
    .option('--replay <id>', 'take the round from this replay')
    .addHelpText('after', examples('show 11650', 'show 11650 --json'))
    .action((round, options) => run({ command: 'show', round, ...options }, globals()));
  sub('open [what]', 'the full-screen view, at a round, block, uid or replay')
    .addHelpText('after', examples('open', 'open 11650', 'open weights'))
    .action((what) => run({ command: 'open', what }, globals()));
  sub('index', 'the DuckDB index of sealed replays: what it holds, or build it anew')
    .option('--rebuild', 'delete the index and read every sealed replay again', false)
    .addHelpText('after', examples('index', 'index --rebuild'))
    .action((options) => run({ command: 'index', ...options }, globals()));
  sub('doctor', 'what this machine offers: node, terminal, engine, snapshots, replays')
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .action(() => run({ command: 'doctor' }, globals()));
  return program;
}

function globalOptions(options: Record<string, unknown>): GlobalOptions {
  const always = options.color === 'always';
  const never = options.color === 'never' || process.env.NO_COLOR !== undefined;
  return {
    json: options.json === true,
    quiet: options.quiet === true,
    ascii: options.ascii === true || process.env.TERM === 'dumb',
    color: always || (!never && process.stdout.isTTY === true),
    snapshot: typeof options.snapshot === 'string' ? options.snapshot : null,
    snapshots: String(options.snapshots),
    replays: String(options.replays),
  };
}
