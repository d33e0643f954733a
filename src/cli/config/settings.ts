import { PROVIDERS } from '../../domain/engine.js';
import { CLIPBOARD_WAYS, THEME_NAMES } from '../../domain/screenSettings.js';
import { HUB_URL } from '../call.js';
import { threadCount, timeZone } from '../optionValues.js';

/** One long-lived option: a line of `recrown.toml`, a variable of the environment, and a flag. */
export interface Setting {
  /** Key in the file. */
  readonly name: string;
  /** `whole` is a whole number, `switch` true or false, `list` texts in order. */
  readonly form: 'text' | 'list' | 'whole' | 'switch';
  /** What a text names: a path of the file is taken from the file's own folder; an address is shown without its secrets. */
  readonly of?: 'path' | 'address';
  readonly choices?: readonly string[];
  /** Text to value; throws commander's InvalidArgumentError. */
  readonly parse?: (text: string) => unknown;
  /** Null: nothing, the command decides. */
  readonly fallback: string | number | boolean | readonly string[] | null;
  readonly env: string;
  readonly flag: string;
  /** Commands that have the flag; `all` for those that stand before the command. */
  readonly commands: 'all' | readonly string[];
  /** Options whose presence in the call leaves the environment's and the file's value aside. */
  readonly without?: readonly string[];
  /** An option of the same command that must be set for the environment's and the file's value to count. */
  readonly along?: string;
  /** Servers that get a secret of the environment: not taken from a file that merely lies in a folder. */
  readonly ownFileOnly?: true;
  readonly help: string;
  /** A value for the example file. */
  readonly example: string | number | boolean | readonly string[];
}

const ENGINE = ['audit', 'score', 'decode', 'axes', 'bisect'] as const;
const ARCHIVE = ['audit', 'fetch', 'chain'] as const;

/** Every setting: option help, `config show`, `config init`, docs/config.md and the checks of the file are made from this table. */
export const SETTINGS: readonly Setting[] = [
  {
    name: 'snapshot',
    form: 'text',
    of: 'path',
    fallback: null,
    env: 'RECROWN_SNAPSHOT',
    flag: '--snapshot <dir>',
    commands: 'all',
    without: ['endpoint', 'snapshots'],
    help: 'the snapshot to read (default: the only one under --snapshots)',
    example: 'snapshots/may',
  },
  {
    name: 'snapshots',
    form: 'text',
    of: 'path',
    fallback: 'snapshots',
    env: 'RECROWN_SNAPSHOTS',
    flag: '--snapshots <dir>',
    commands: 'all',
    help: 'folder that holds snapshots',
    example: 'snapshots',
  },
  {
    name: 'replays',
    form: 'text',
    of: 'path',
    fallback: 'replays',
    env: 'RECROWN_REPLAYS',
    flag: '--replays <dir>',
    commands: 'all',
    help: 'folder of replays and their index',
    example: 'replays',
  },
  {
    name: 'color',
    form: 'text',
    choices: ['auto', 'always', 'never'],
    fallback: 'auto',
    env: 'RECROWN_COLOR',
    flag: '--color <when>',
    commands: 'all',
    help: 'colours',
    example: 'never',
  },
  {
    name: 'ascii',
    form: 'switch',
    fallback: false,
    env: 'RECROWN_ASCII',
    flag: '--ascii',
    commands: 'all',
    help: 'only ASCII marks and lines',
    example: true,
  },
  {
    name: 'display',
    form: 'text',
    choices: ['auto', 'log'],
    fallback: 'auto',
    env: 'RECROWN_DISPLAY',
    flag: '--display <kind>',
    commands: 'all',
    help: 'progress: one line that is rewritten on a terminal, or a log that only grows',
    example: 'log',
  },
  {
    name: 'theme',
    form: 'text',
    choices: THEME_NAMES,
    fallback: 'auto',
    env: 'RECROWN_THEME',
    flag: '--theme <name>',
    commands: ['open'],
    help: 'colours of the full-screen view',
    example: 'cvd',
  },
  {
    name: 'time_zone',
    form: 'text',
    parse: timeZone,
    fallback: 'UTC',
    env: 'RECROWN_TIME_ZONE',
    flag: '--time-zone <zone>',
    commands: ['open'],
    help: 'UTC, local, or a name such as Europe/Berlin',
    example: 'Europe/Berlin',
  },
  {
    name: 'clipboard',
    form: 'text',
    choices: CLIPBOARD_WAYS,
    fallback: 'auto',
    env: 'RECROWN_CLIPBOARD',
    flag: '--clipboard <way>',
    commands: ['open'],
    help: 'how a value is copied: through the terminal (osc52), by a program of this machine (native), or not at all',
    example: 'osc52',
  },
  {
    name: 'screen_reader',
    form: 'switch',
    fallback: false,
    env: 'RECROWN_SCREEN_READER',
    flag: '--screen-reader',
    commands: ['open'],
    help: 'sentences and new lines instead of drawn screens',
    example: true,
  },
  {
    name: 'provider',
    form: 'text',
    choices: PROVIDERS,
    fallback: 'cpu',
    env: 'RECROWN_PROVIDER',
    flag: '--provider <name>',
    commands: [...ENGINE, 'doctor'],
    help: 'where models are computed; nothing else is taken in its place',
    example: 'cuda',
  },
  {
    name: 'threads',
    form: 'whole',
    parse: threadCount,
    fallback: 2,
    env: 'RECROWN_THREADS',
    flag: '--threads <n>',
    commands: ENGINE,
    help: 'threads of the engine; on the cpu they change no bit',
    example: 8,
  },
  {
    name: 'endpoint',
    form: 'list',
    of: 'address',
    fallback: [],
    env: 'RECROWN_ENDPOINT',
    flag: '--endpoint <url>',
    commands: ARCHIVE,
    without: ['offline', 'dryRun', 'snapshot', 'resume'],
    help: 'archive node (ws, wss, http, https); repeat it: two must agree on every block',
    example: ['wss://archive.one', 'wss://archive.two'],
  },
  {
    name: 'network',
    form: 'text',
    fallback: 'finney',
    env: 'RECROWN_NETWORK',
    flag: '--network <name>',
    commands: [...ARCHIVE, 'doctor'],
    help: 'finney, test, or a genesis hash',
    example: 'finney',
  },
  {
    name: 'proofs',
    form: 'text',
    choices: ['auto', 'none'],
    fallback: 'auto',
    env: 'RECROWN_PROOFS',
    flag: '--proofs <when>',
    commands: ARCHIVE,
    help: 'storage read proofs',
    example: 'none',
  },
  {
    name: 'cache',
    form: 'text',
    of: 'path',
    fallback: null,
    env: 'RECROWN_CACHE',
    flag: '--cache <dir>',
    commands: ARCHIVE,
    help: 'what was fetched before (default: .cache under --snapshots)',
    example: 'cache',
  },
  {
    name: 'captures',
    form: 'list',
    of: 'path',
    fallback: [],
    env: 'RECROWN_CAPTURES',
    flag: '--captures <dir>',
    commands: ['audit', 'fetch'],
    help: 'a folder that recrown watch filled; may be repeated',
    example: ['captures'],
  },
  {
    name: 'teacher',
    form: 'text',
    fallback: null,
    env: 'RECROWN_TEACHER',
    flag: '--teacher <repo@revision>',
    commands: ['audit', 'fetch'],
    help: 'the teacher, pinned to 40 hex digits',
    example: 'OWNER/NAME@0123456789abcdef0123456789abcdef01234567',
  },
  {
    name: 'hub',
    form: 'text',
    of: 'address',
    fallback: HUB_URL,
    env: 'RECROWN_HUB',
    flag: '--hub <url>',
    commands: ['audit', 'fetch', 'watch'],
    ownFileOnly: true,
    help: 'the hub of models and corpus',
    example: HUB_URL,
  },
  {
    name: 'teacher_url',
    form: 'list',
    of: 'address',
    fallback: [],
    env: 'RECROWN_TEACHER_URL',
    flag: '--teacher-url <url>',
    commands: ['audit'],
    without: ['offline', 'scores'],
    ownFileOnly: true,
    help: "a server in the form of vLLM for the teacher's numbers, its key in RECROWN_TEACHER_API_KEY; may be repeated",
    example: ['http://localhost:8000'],
  },
  {
    name: 'teacher_model',
    form: 'text',
    fallback: null,
    env: 'RECROWN_TEACHER_MODEL',
    flag: '--teacher-model <name>',
    commands: ['audit'],
    along: 'teacherUrl',
    help: 'the name under which the servers offer the teacher',
    example: 'teacher',
  },
  {
    name: 'corpus',
    form: 'text',
    of: 'path',
    fallback: null,
    env: 'RECROWN_CORPUS',
    flag: '--corpus <file>',
    commands: ['prompts'],
    help: 'parquet shard with a column "text"',
    example: 'corpus/shard_06372.parquet',
  },
  {
    name: 'eras',
    form: 'text',
    of: 'path',
    fallback: null,
    env: 'RECROWN_ERAS',
    flag: '--eras <file>',
    commands: ['audit', 'rounds', 'recompute', 'eras'],
    help: 'JSON with first blocks of eras that you know: {"P9": 8370000}',
    example: 'eras.json',
  },
];
