import { Command as Commander, Option } from 'commander';
import { DECODE_MODES } from '../model/decode/DecodeRequest.js';
import { type Call, WATCH_DEFAULTS } from './call.js';
import { applySettings, type ConfigState } from './config/applySettings.js';
import type { ConfigPlace } from './config/findConfig.js';
import { settingOption } from './config/settingOption.js';
import type { GlobalOptions } from './context.js';
import { evaluatorOptions } from './evaluatorOptions.js';
import { examples } from './examples.js';
import { COMPARE_FAIL_ON, FAIL_ON } from './exit.js';
import { globalOptions } from './globalOptions.js';
import { itemOptions } from './itemOptions.js';
import {
  collect,
  collectForm,
  collectSwitch,
  compareFailOnList,
  duration,
  failOnList,
  placeCount,
  seconds,
  tokenCount,
  wholeNumber,
} from './optionValues.js';
import { archiveOptions, bytesOption, needEndpoint, worldOptions } from './recordOptions.js';
import { addShellCommands } from './shellCommands.js';
import { addViewCommands } from './viewCommands.js';

const formOption = (): Option =>
  new Option('--form <form>', 'implementation of the recurrences')
    .choices(['contrib', 'plain'])
    .default('contrib');

/** Chosen by name: a provider that does not work ends the command, and no other takes its place. */
const providerOption = (): Option => settingOption('provider');

/** The results are those of one after the other, so that it is no setting of a machine or a person. */
const batchOption = (): Option =>
  new Option('--batch <n>', 'sequences that are decoded together, with the tokens that each has alone')
    .argParser(placeCount)
    .default(1);

/** Options that may be repeated, where they are not given. */
const LISTS = { endpoint: [], captures: [], teacherUrl: [] } as const;

/** Where the program runs. */
export interface ProgramPlace extends Omit<ConfigPlace, 'file'> {
  readonly stdoutIsTTY: boolean;
}

/**
 * The command line as one table: options, help and examples of every command.
 * @param run receives the parsed call; commander itself never exits the process
 * @param place what options that the call leaves open are taken from
 */
export function createProgram(
  version: string,
  run: (call: Call, globals: GlobalOptions) => void,
  place: ProgramPlace,
): Commander {
  const program = new Commander('recrown');
  let config: ConfigState = { loaded: null, fault: null };
  const globals = (): GlobalOptions => ({
    ...globalOptions(program.opts(), place.env, {
      stdoutIsTTY: place.stdoutIsTTY,
      colorSource: program.getOptionValueSource('color'),
    }),
    config,
  });
  program.hook('preAction', (_, command) => {
    config = applySettings(program, command, place);
  });
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
    .addOption(settingOption('ascii'))
    .addOption(settingOption('color'))
    .addOption(settingOption('display'))
    .addOption(settingOption('snapshot'))
    .addOption(settingOption('snapshots'))
    .addOption(settingOption('replays'))
    .option(
      '--config <file>',
      'the configuration file (default: the nearest recrown.toml; env: RECROWN_CONFIG)',
    )
    .option('--no-config', 'read no configuration file')
    .addHelpText(
      'after',
      `${examples('audit 11648..11650', 'show 11650', 'open 11650', 'audit --help')}
RANGE: 11650, 11648..11650, block:8385120, 8382960..8385120. A bare number under 1,000,000 is a round.
Exit codes: 0 ok, 10 wrong crown, 11 inconclusive, 12 unverifiable; trouble 13 and 64 to 78 (docs/exit-codes.md).
`,
    );
  const sub = (spec: string, description: string): Commander =>
    program.command(spec).description(description).exitOverride().configureHelp({ showGlobalOptions: true });

  evaluatorOptions(
    worldOptions(
      archiveOptions(
        sub('audit [range]', 'judge the crowns of a range of rounds, recorded or from an archive node').alias(
          'replay',
        ),
      ),
    ).optionsGroup('Options:'),
  )
    .addOption(
      new Option('--fail-on <classes>', `verdicts that give a code above 0: ${FAIL_ON.join(', ')}`)
        .argParser(failOnList)
        .default(['wrong', 'inconclusive', 'unverifiable'], 'wrong,inconclusive,unverifiable'),
    )
    .addOption(settingOption('threads'))
    .addOption(providerOption())
    .addOption(settingOption('teacher_url'))
    .addOption(settingOption('teacher_model'))
    .addOption(
      new Option('--engine <kind>', 'run the models, or read the numbers of --scores')
        .choices(['onnx', 'recorded'])
        .default('onnx'),
    )
    .option('--scores <file>', 'recorded numbers, with --engine recorded')
    .option('--record-scores <file>', 'keep every number in a file that --engine recorded reads')
    .addOption(settingOption('eras'))
    .option('--resume <id>', 'go on with an interrupted audit')
    .option('--dry-run', 'what would be computed, with what memory and how long; opens no model', false)
    .option('--max-time <time>', 'stop at this time (90s, 30m, 2h); refuse what takes longer', duration)
    .option(
      '--fresh-text',
      'have the teacher write a new text where none was captured; it can support a crown, never prove a wrong one',
      false,
    )
    .addOption(batchOption())
    .option(
      '--what-if <switch>',
      'which crown a defect of the evaluator changes: a name, or all; may be repeated',
      collectSwitch,
      [],
    )
    .option(
      '--duel-only',
      'run the duel alone: no composite axis is computed, and no crown is confirmed',
      false,
    )
    .option('--fresh', 'start over even when an interrupted audit of the same inputs exists', false)
    .option(
      '--offline',
      'never open a connection: recorded snapshots only (so it is without --endpoint)',
      false,
    )
    .addHelpText(
      'after',
      examples(
        'audit 11648..11650 --snapshot snapshots/may',
        'audit 11650 --json > finding.json',
        'audit 11648..11650 --fail-on wrong',
        'audit 11648..11650 --endpoint wss://archive.example --endpoint wss://other.example',
        'audit 11648..11650 --dry-run --json',
        'audit 11648..11650 --max-time 30m',
        'audit 11648..11650 --what-if all',
        'audit 11650 --evaluator ../quasar-subnet --evaluator-commit 51d3200...',
        'audit 11650 --teacher-url http://localhost:8000 --teacher-model teacher',
        'audit 11650 --engine recorded --scores scores.bin',
        'audit --resume 7c1f09',
      ),
    )
    .action((range, options, command) => {
      needEndpoint(command);
      run({ command: 'audit', range, ...LISTS, ...options }, globals());
    });
  worldOptions(
    archiveOptions(sub('fetch <range>', 'record a range of rounds: chain, hub and corpus into a snapshot')),
  )
    .optionsGroup('Options:')
    .option('--dry-run', 'what would be read, in how many calls and about how long; asks nobody', false)
    .option('--out <dir>', 'folder of the snapshot (default: a name of its own under --snapshots)')
    .option('--name <name>', 'name of the snapshot (default: sn24-FIRST-LAST)')
    .addHelpText(
      'after',
      examples(
        'fetch 11648..11650 --endpoint wss://archive.example --dry-run',
        'fetch 11648..11650 --endpoint wss://archive.example --endpoint wss://other.example',
        'fetch 11650 --endpoint wss://archive.example --teacher OWNER/NAME@REVISION --parts manifests,corpus,weights --captures captures',
      ),
    )
    .action((range, options) => run({ command: 'fetch', range, ...LISTS, ...options }, globals()));
  sub('watch', 'keep what a validator serves only for a while: teacher text, rows, raw results')
    .requiredOption('--api <url>', "the validator's API")
    .requiredOption('--validator <hotkey>', 'whose API it is')
    .option('--out <dir>', 'folder of the captures (default: captures)')
    .option('--every <seconds>', 'pause between two rounds of requests', seconds, WATCH_DEFAULTS.every)
    .option('--once', 'one round of requests, then end', false)
    .addOption(settingOption('hub', { help: 'the hub whose manifests are kept' }))
    .addOption(bytesOption('end before the folder holds more', WATCH_DEFAULTS.maxBytes))
    .addHelpText(
      'after',
      examples('watch --api https://validator.example --validator 5F...', 'watch ... --once --json'),
    )
    .action((options) => run({ command: 'watch', ...options }, globals()));
  archiveOptions(
    sub('chain <block>', 'the chain state of one block, decoded: recorded, or from an archive node'),
  )
    .addHelpText('after', examples('chain 8382960 --json', 'chain 8382960 --endpoint wss://archive.example'))
    .action((block, options, command) => {
      needEndpoint(command);
      run({ command: 'chain', block, ...LISTS, ...options }, globals());
    });
  sub('rounds <range>', 'rounds with their blocks and every contender, in or out, with the reason')
    .addOption(settingOption('eras'))
    .addHelpText('after', examples('rounds 11648..11650', 'rounds 11650 --json'))
    .action((range, options) => run({ command: 'rounds', range, ...options }, globals()));
  sub('prompts', 'the prompts that a block hash draws from one parquet shard')
    .requiredOption('--block <n>', 'seed block', wholeNumber)
    .requiredOption('--block-hash <hash>', 'hash of the seed block')
    .addOption(settingOption('corpus'))
    .option('-n <count>', 'prompts to draw', wholeNumber, 300)
    .addHelpText(
      'after',
      examples('prompts --block 8382960 --block-hash 0x9f.. --corpus shard_06372.parquet --json'),
    )
    .action((options, command) => {
      if (options.corpus === undefined)
        command.error("error: required option '--corpus <file>' not specified");
      run({ command: 'prompts', ...options }, globals());
    });
  itemOptions(sub('items', 'what a round asks on the other axes: drawn from its block number alone'))
    .addHelpText(
      'after',
      examples(
        'items --seed 8383680',
        'items --seed 12345 --counts wide --json',
        'items --seed 8383680 --evaluator ./checkout --json',
      ),
    )
    .action((options) => run({ command: 'items', ...options }, globals()));
  sub('score', 'run one token sequence through a model folder (config.json and safetensors)')
    .requiredOption('--model <dir>', 'folder with config.json and *.safetensors')
    .requiredOption('--input <file>', 'JSON: {ids, rows, topIds?, logits?: true}')
    .addOption(formOption())
    .option('--layers', 'digest of the hidden state after each layer', false)
    .option('--layer-values <n>', 'the hidden state after this layer too, from 0', wholeNumber)
    .option('--drops', 'assignments that each layer of experts dropped', false)
    .option('--gates', 'mean gate of each latent memory', false)
    .addOption(settingOption('threads'))
    .addOption(providerOption())
    .addHelpText(
      'after',
      examples(
        'score --model ./model --input request.json --json',
        'score --model ./model --input request.json --layers --json > layers.json',
      ),
    )
    .action((options) => run({ command: 'score', ...options }, globals()));
  sub('decode', 'continue a prompt, or several, greedily with a model folder; no token stops it')
    .requiredOption('--model <dir>', 'folder with config.json and *.safetensors')
    .requiredOption('--input <file>', 'JSON: {prompt_ids}, or {prompts}, a list of such lists')
    .addOption(
      new Option('--mode <mode>', 'what a new token sees: the whole text, or what the model carries')
        .choices(DECODE_MODES)
        .makeOptionMandatory(),
    )
    .requiredOption('--max-new <n>', 'tokens to make', wholeNumber)
    .addOption(batchOption())
    .addOption(settingOption('threads'))
    .addOption(providerOption())
    .addHelpText(
      'after',
      examples(
        'decode --model ./model --input prompt.json --mode memory-only --max-new 64 --json',
        'decode --model ./model --input prompts.json --mode memory-only --max-new 64 --batch 8 --json',
      ),
    )
    .action((options) => run({ command: 'decode', ...options }, globals()));
  itemOptions(sub('axes', 'ask one model the items of the other axes and grade its answers'))
    .requiredOption('--model <dir>', 'folder with config.json and *.safetensors')
    .option('--teacher <dir>', 'folder with the teacher: its tokenizer, chat template and model')
    .option('--teacher-answers <file>', 'what the teacher said in an earlier run with --json')
    .addOption(
      new Option('--mode <mode>', 'how a new token is computed')
        .choices([...DECODE_MODES])
        .default('memory-only'),
    )
    .option('--axis <name>', 'only this axis; may be repeated', collect, [])
    .option(
      '--rollout-top-k <n>',
      'most tokens that an on-policy draw chooses from (default: any)',
      tokenCount,
    )
    .option('--think', 'run the think probe too, which is switched off as deployed', false)
    .addOption(batchOption())
    .addOption(settingOption('threads'))
    .addOption(providerOption())
    .addHelpText(
      'after',
      examples(
        'axes --model student --teacher teacher --seed 8383680 --json > one.json',
        'axes --model other --teacher teacher --teacher-answers one.json --seed 8383680',
        'axes --model student --teacher teacher --seed 8383680 --evaluator ./checkout --json',
      ),
    )
    .action(({ axis, ...options }) => run({ command: 'axes', only: axis, ...options }, globals()));
  sub('conformance <file>', 'check the rules against a file of test vectors')
    .addHelpText('after', examples('conformance test/vectors/decision-vectors.json'))
    .action((file) => run({ command: 'conformance', file }, globals()));
  sub('recompute <folder>', "every number of a validator's published files, from those files alone")
    .option('--round <id>', 'the round to compute (default: the newest one with rows)')
    .option(
      '--validator <hotkey>',
      'whose files they are: holds its row in --snapshot against its declared winner',
    )
    .addOption(settingOption('eras'))
    .addHelpText('after', examples('recompute ./state', 'recompute ./state --round 11650 --json'))
    .action((folder, options) => run({ command: 'recompute', folder, ...options }, globals()));
  sub('compare <a> <b> [range]', 'which crowns change between two eras, settings files or replays')
    .option('--replay <id>', 'take the recorded inputs from this replay')
    .addOption(
      new Option('--fail-on <findings>', `findings that give a code above 0: ${COMPARE_FAIL_ON.join(', ')}`)
        .argParser(compareFailOnList)
        .default(['outcome-change', 'unverifiable'], 'outcome-change,unverifiable'),
    )
    .addHelpText(
      'after',
      `${examples('compare P11 P11:floor-0.20 11648..11650', 'compare P11 ./proposed.json --fail-on outcome-change', 'compare 7c1f09 a09b1c --json')}
A side is an era (P9, P9:floor-0.20), a settings file, or the id of a sealed replay; both sides are of one kind.
`,
    )
    .action((a, b, range, options) => run({ command: 'compare', a, b, range, ...options }, globals()));
  sub('bisect <a> [b]', 'where two replays part: the first round, pass and prompt, and the layer')
    .option('--round <id>', 'this round only', wholeNumber)
    .option('--export', 'print the hash chain of A as a file for another auditor', false)
    .option('--layers', 'run the first prompt that differs here, and compare its layers', false)
    .option(
      '--form <form>',
      'with --layers: contrib or plain; repeat it to hold both forms against each other',
      collectForm,
    )
    .option('--against <file>', 'with --layers: what the other party got from score --layers --json')
    .addOption(settingOption('threads'))
    .addOption(providerOption())
    .addHelpText(
      'after',
      `${examples('bisect 7c1f09 a09b1c', 'bisect --export 7c1f09 > chain.json', 'bisect 7c1f09 ./theirs.json --round 11650 --json', 'bisect 7c1f09 ./theirs.json --layers --against ./layers.json --snapshot snapshots/may')}
A side is the id or path of a replay, or a file of --export. Ends with 0 when all is equal, with 11 when they part.
`,
    )
    .action((a, b, options) => run({ command: 'bisect', a, b, form: [], ...options }, globals()));
  addViewCommands(
    sub,
    (call, screen) => run(call, { ...globals(), ...(screen && { screen }) }),
    () => config.loaded?.keys ?? [],
  );
  sub('index', 'the DuckDB index of sealed replays: what it holds, or build it anew')
    .option('--rebuild', 'delete the index and read every sealed replay again', false)
    .addHelpText('after', examples('index', 'index --rebuild'))
    .action((options) => run({ command: 'index', ...options }, globals()));
  sub('doctor', 'what this machine offers: node, terminal, engine and its providers, snapshots, replays')
    .option(
      '--endpoint <url>',
      'an archive node: which chain, how far back, read proofs; may be repeated',
      collect,
    )
    .addOption(settingOption('network'))
    .addOption(
      settingOption('provider', {
        help: 'the provider that must work (default: the best of those that do)',
        noDefault: true,
      }),
    )
    .addHelpText(
      'after',
      examples(
        'doctor',
        'doctor --provider cuda',
        'doctor --json',
        'doctor --endpoint wss://archive.example',
      ),
    )
    .action((options) => run({ command: 'doctor', ...LISTS, ...options }, globals()));
  addShellCommands(program, sub, (call) => run(call, globals()));
  return program;
}
