import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Call } from '../../src/cli/call.js';
import { renderConfigDoc } from '../../src/cli/config/configDoc.js';
import { configExample } from '../../src/cli/config/configExample.js';
import { projectFolders } from '../../src/cli/config/findConfig.js';
import { linesOf } from '../../src/cli/config/linesOf.js';
import { type LoadedConfig, loadConfig } from '../../src/cli/config/loadConfig.js';
import { SETTINGS } from '../../src/cli/config/settings.js';
import type { GlobalOptions } from '../../src/cli/context.js';
import { nearest } from '../../src/cli/nearest.js';
import { createProgram } from '../../src/cli/program.js';
import { AuditError } from '../../src/errors/base.js';
import { ROOT, recrown } from './process.js';

const base = mkdtempSync(join(tmpdir(), 'recrown-config-'));
after(() => rmSync(base, { recursive: true, force: true }));

let count = 0;
/** A new folder that is a repository of its own, with a file in it. */
function folderWith(toml: string | Buffer | null, name = 'recrown.toml'): string {
  count += 1;
  const folder = join(base, String(count));
  mkdirSync(join(folder, '.git'), { recursive: true });
  if (toml !== null) writeFileSync(join(folder, name), toml);
  return folder;
}

type Env = Readonly<Record<string, string>>;

/** What a command of the program is called with. */
function called(
  cwd: string,
  argv: readonly string[],
  env: Env = {},
): Call & { readonly globals: GlobalOptions } {
  let call: (Call & { readonly globals: GlobalOptions }) | null = null;
  const program = createProgram(
    '0',
    (one, globals) => {
      call = { ...one, globals };
    },
    { cwd, env: { XDG_CONFIG_HOME: join(base, 'xdg'), ...env }, home: base, stdoutIsTTY: false },
  );
  program.parse([...argv], { from: 'user' });
  assert.ok(call !== null);
  return call;
}

const load = (folder: string, file?: string | false): LoadedConfig | null =>
  loadConfig({ cwd: folder, env: { XDG_CONFIG_HOME: join(base, 'xdg') }, home: base, file });

/** The three parts of the error that a file gives. */
function fault(toml: string | Buffer, file?: string): { what: string; why: string; remedy: string } {
  const folder = folderWith(toml);
  try {
    load(folder, file);
  } catch (error) {
    assert.ok(error instanceof AuditError, String(error));
    assert.equal(error.exitCode, 78);
    return { what: error.message.replace(folder, ''), why: error.why ?? '', remedy: error.remedy };
  }
  throw new assert.AssertionError({ message: `this was taken: ${toml}` });
}

describe('the order of values', () => {
  it('is flag, variable, file, default', () => {
    const folder = folderWith('threads = 3\nprovider = "cuda"\n');
    const threads = (argv: readonly string[], env: Env = {}) =>
      (called(folder, ['audit', '1', ...argv], env) as { threads: number }).threads;
    assert.equal(threads(['--no-config']), 2);
    assert.equal(threads([]), 3);
    assert.equal(threads([], { RECROWN_THREADS: '' }), 3, 'an empty variable counts as none');
    assert.equal(threads([], { RECROWN_THREADS: '5' }), 5);
    assert.equal(threads(['--threads', '7'], { RECROWN_THREADS: '5' }), 7);
    const doctor = called(folder, ['doctor']) as { provider?: string };
    assert.equal(doctor.provider, 'cuda');
    assert.equal((called(folder, ['doctor', '--no-config']) as { provider?: string }).provider, undefined);
  });

  it('replaces lists whole, and takes paths from the folder of the file', () => {
    const folder = folderWith('endpoint = ["ws://a", "ws://b"]\nreplays = "r"\nsnapshots = "~/s"\n');
    const inner = join(folder, 'x', 'y');
    mkdirSync(inner, { recursive: true });
    const audit = (...argv: string[]) =>
      called(inner, ['audit', '1', ...argv]) as unknown as { endpoint: string[]; globals: GlobalOptions };
    assert.deepEqual(audit().endpoint, ['ws://a', 'ws://b']);
    assert.deepEqual(audit('--endpoint', 'ws://c').endpoint, ['ws://c']);
    assert.equal(audit().globals.replays, join(folder, 'r'));
    assert.equal(audit().globals.snapshots, join(base, 's'));
    const env = { RECROWN_ENDPOINT: 'ws://d  ws://e', RECROWN_CAPTURES: 'one two:three' };
    const fetched = called(inner, ['fetch', '1'], env) as unknown as {
      endpoint: string[];
      captures: string[];
    };
    assert.deepEqual(fetched.endpoint, ['ws://d', 'ws://e']);
    assert.deepEqual(fetched.captures, ['one two', 'three']);
  });

  it('leaves a node of the file aside where the call says that none is asked', () => {
    const folder = folderWith('endpoint = ["ws://a"]\nteacher_model = "m"\nsnapshot = "s"\n');
    const bare = folderWith(
      'endpoint = ["ws://a"]\nteacher_url = ["http://t"]\nteacher_model = "m"\n',
      'own.toml',
    );
    const config = ['--config', join(bare, 'own.toml')];
    const audit = (cwd: string, ...argv: string[]) =>
      called(cwd, ['audit', '1', ...argv]) as unknown as Record<string, unknown> & { globals: GlobalOptions };
    assert.deepEqual(audit(bare, ...config).endpoint, ['ws://a']);
    for (const flags of [['--offline'], ['--dry-run'], ['--snapshot', 'x'], ['--resume', 'abcdef']])
      assert.deepEqual(audit(bare, ...config, ...flags).endpoint, [], flags[0]);
    assert.deepEqual(audit(bare, ...config).teacherUrl, ['http://t']);
    assert.equal(audit(bare, ...config).teacherModel, 'm');
    const recorded = audit(bare, ...config, '--engine', 'recorded', '--scores', 'f');
    assert.deepEqual([recorded.teacherUrl, recorded.teacherModel], [[], undefined]);
    assert.deepEqual(audit(folder).endpoint, [], 'a snapshot of the file goes before a node of the file');
    assert.equal(audit(folder).globals.snapshot, join(folder, 's'));
    assert.equal(audit(folder, '--snapshots', 'x').globals.snapshot, null);
    assert.equal(audit(folder).teacherModel, undefined, 'it means nothing without a server');
    assert.deepEqual((called(folder, ['doctor']) as { endpoint: readonly string[] }).endpoint, []);
  });

  it('refuses a variable that its flag would refuse', () => {
    const folder = folderWith(null);
    const wrong = (env: Env) => () => called(folder, ['audit', '1'], env);
    assert.throws(wrong({ RECROWN_THREADS: '0' }), /RECROWN_THREADS holds what .*1 to 64/);
    assert.throws(wrong({ RECROWN_PROVIDER: 'tpu' }), /Allowed choices are cpu, cuda, webgpu/);
    assert.throws(wrong({ RECROWN_ASCII: 'maybe' }), /1 or 0/);
    assert.equal(called(folder, ['audit', '1'], { RECROWN_ASCII: '0' }).globals.ascii, false);
    assert.equal(called(folder, ['audit', '1'], { RECROWN_ASCII: 'yes' }).globals.ascii, true);
  });

  it('fills what the full-screen view is told', () => {
    const folder = folderWith('theme = "cvd"\n[keys]\nmove.down = "n"\n"quit" = ["Q", "ctrl-x"]\n');
    const { screen } = called(folder, ['open'], { ACCESSIBLE: '1', RECROWN_CLIPBOARD: 'off' }).globals;
    assert.deepEqual(screen, {
      ...{ theme: 'cvd', timeZone: 'UTC', clipboard: 'off', screenReader: true },
      keys: [
        { command: 'move.down', keys: ['n'], origin: `${folder}/recrown.toml:3` },
        { command: 'quit', keys: ['Q', 'ctrl-x'], origin: `${folder}/recrown.toml:4` },
      ],
    });
    assert.throws(() => called(folder, ['open'], { RECROWN_TIME_ZONE: 'Moon/Base' }), /RECROWN_TIME_ZONE/);
  });

  it('gives a required file from the settings, and asks for it where nobody names one', () => {
    const argv = ['prompts', '--block', '1', '--block-hash', '0xa'];
    const named = called(folderWith('corpus = "c.parquet"\n'), argv) as { corpus: string };
    assert.match(named.corpus, /c\.parquet$/);
    assert.throws(() => called(folderWith(null), argv), /required option '--corpus/);
  });
});

describe('the place of the file', () => {
  it('is the nearest folder up to the repository or the home folder; elsewhere the current one alone', () => {
    const folder = folderWith(null);
    const inner = join(folder, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    assert.deepEqual(projectFolders(inner, '/nobody'), [inner, join(folder, 'a'), folder]);
    assert.deepEqual(projectFolders('/usr/lib/x', '/nobody'), ['/usr/lib/x']);
    assert.deepEqual(projectFolders('/h/me/x', '/h/me'), ['/h/me/x', '/h/me']);
  });

  it('is the person’s own where no project has one; a named one goes before both', () => {
    mkdirSync(join(base, 'xdg', 'recrown'), { recursive: true });
    const own = join(base, 'xdg', 'recrown', 'recrown.toml');
    writeFileSync(own, 'threads = 9\n');
    try {
      const empty = folderWith(null);
      assert.equal(load(empty)?.path, own);
      const project = folderWith('threads = 4\n');
      assert.equal(load(project)?.values.get('threads')?.value, 4);
      assert.equal(load(project, own)?.values.get('threads')?.value, 9);
      assert.equal(load(project, false), null);
      assert.equal(
        loadConfig({ cwd: project, env: { RECROWN_CONFIG: own }, home: base, file: undefined })?.path,
        own,
      );
      assert.throws(() => load(project, 'none.toml'), /there is no configuration file none\.toml/);
    } finally {
      rmSync(own);
    }
  });
});

describe('a file that cannot be taken', () => {
  for (const [name, toml, what, why] of [
    [
      'an unknown key',
      'snapshot = "a"\nthread = 2\n',
      /recrown\.toml:2: "thread" is no setting/,
      /"threads"/,
    ],
    ['a key like none', 'zzzzzzzzzzzz = 2\n', /:1: "zzzz.*is no setting/, /^$/],
    ['an unknown table', '\n[kesy]\na = "b"\n', /:2: \[kesy\] is no table/, /"keys"/],
    ['a wrong type', 'threads = "2"\n', /:1: the value of "threads"/, /a whole number/],
    ['a number out of bounds', 'threads = 65\n', /:1: the value of "threads"/, /1 to 64/],
    ['a fraction', 'threads = 2.5\n', /"threads"/, /whole number/],
    ['no member of the choices', 'provider = "tpu"\n', /"provider"/, /Allowed choices are cpu, cuda, webgpu/],
    ['a text for a list', '# c\nendpoint = "ws://a"\n', /:2: the value of "endpoint"/, /a list of texts/],
    ['a list of numbers', 'endpoint = [1]\n', /"endpoint"/, /a list of texts/],
    ['a text for a switch', 'ascii = "yes"\n', /"ascii"/, /true or false/],
    ['a table for a text', 'teacher.url = "x"\n', /:1: the value of "teacher"/, /a text in quotes/],
    ['an unknown zone', 'time_zone = "Moon/Base"\n', /"time_zone"/, /Europe\/Berlin/],
    ['an escape in a text', 'replays = "a\\u001b[2J"\n', /"replays"/, /no control characters/],
    ['a key twice', 'threads = 2\nthreads = 3\n', /recrown\.toml:2: /, /no TOML/],
    ['no TOML', 'threads 2\n', /recrown\.toml:1: /, /no TOML/],
    ['a deep nest', `theme = ${'['.repeat(100)}${']'.repeat(100)}\n`, /recrown\.toml/, /./],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0xfe]), /cannot be read/, /UTF-8/],
    ['65 KiB', `# ${'x'.repeat(66_000)}`, /cannot be read/, /65536/],
    ['keys that are no table', 'keys = "j"\n', /"keys" is a table/, /^$/],
    ['a key that is none', '[keys]\nquit = "\\u0000"\n', /:2: the keys of "quit"/, /printable ASCII/],
    ['no id of an action', '[keys]\n"Quit now" = "q"\n', /:2: the keys of "Quit now"/, /no id/],
    ['keys as a number', '[keys]\n\nquit = 3\n', /:3: the keys of "quit"/, /a text, or a list/],
    [
      'a server that gets a secret, in the project',
      'hub = "https://evil.example"\n',
      /:1: "hub" is not taken/,
      /key or token/,
    ],
  ] as const)
    it(`${name} is told with its line and remedy`, () => {
      const error = fault(toml);
      assert.match(error.what, what);
      assert.match(error.why, why);
      assert.ok(error.remedy.length > 10);
    });

  it('never holds a secret, and no secret is repeated', () => {
    for (const name of ['api_key', 'teacher_api_key', 'hf_token', 'HF_TOKEN', 'password', 'key'])
      for (const toml of [`${name} = "hush-hush"\n`, `${name} = {a = "hush-hush"}\n`]) {
        const error = fault(toml);
        assert.match(error.what, /:1: .* is not taken from a file/);
        assert.match(error.why, /RECROWN_TEACHER_API_KEY/);
        assert.doesNotMatch(JSON.stringify(error), /hush/);
      }
    for (const address of ['wss://me:hush@host', 'wss://host/?key=hush']) {
      const error = fault(`endpoint = ["${address}"]\n`);
      assert.match(error.why, /no user, password or query/);
      assert.doesNotMatch(JSON.stringify(error), /hush/);
    }
    assert.doesNotMatch(JSON.stringify(fault('threads = 2\nendpoint = ["hush-hush\n')), /hush/);
  });

  it('is a pipe or a folder, and neither is waited for', () => {
    const folder = folderWith(null);
    assert.equal(spawnSync('mkfifo', [join(folder, 'pipe')]).status, 0);
    assert.throws(() => load(folder, 'pipe'), { why: 'it is not a file' });
    assert.throws(() => load(folder, '.'), { why: 'it is not a file' });
  });

  it('takes servers from a file that the person names', () => {
    const folder = folderWith('hub = "https://mirror.example"\n');
    assert.equal(load(folder, 'recrown.toml')?.values.get('hub')?.value, 'https://mirror.example');
  });
});

it('lines are those of tables and entries, by dotted name', () => {
  const text = 'a = 1\n\n[t.u] # c\n"x.y" = 2\nz . w = [\n  "v = 1",\n]\n[[l]]\nk=3\n';
  assert.deepEqual(
    [...linesOf(text)],
    [
      ['a', 1],
      ['t.u', 3],
      ['t.u.x.y', 4],
      ['t.u.z.w', 5],
      ['l', 8],
      ['l.k', 9],
    ],
  );
});

it('the nearest word is a near one', () => {
  assert.equal(nearest('thraeds', ['theme', 'threads']), 'threads');
  assert.equal(nearest('SNAPSHOTS', ['snapshot', 'snapshots']), 'snapshots');
  assert.equal(nearest('zzzz', ['threads']), null);
});

describe('the example', () => {
  it('changes nothing as it is, and every line of it can be opened', () => {
    const none = load(folderWith(configExample()));
    assert.deepEqual([none?.values.size, none?.keys.length], [0, 0]);
    const open = configExample().replace(/^#(?=[a-z_]+ = |\[keys\]|")/gm, '');
    const all = load(folderWith(open, 'all.toml'), 'all.toml');
    assert.deepEqual(
      [...(all?.values.keys() ?? [])],
      SETTINGS.map((one) => one.name),
    );
    assert.deepEqual(
      all?.keys.map((one) => one.keys),
      [['j', 'down']],
    );
  });

  it('and the table make docs/config.md', () => {
    const page = join(ROOT, 'docs/config.md');
    if (process.env.RECROWN_WRITE_DOCS === '1') writeFileSync(page, renderConfigDoc());
    assert.equal(readFileSync(page, 'utf8'), renderConfigDoc());
  });

  it('and every option of the table is one of its commands', () => {
    const folder = folderWith(null);
    const program = createProgram('0', () => {}, { cwd: folder, env: {}, home: base, stdoutIsTTY: false });
    for (const { flag, commands, help } of SETTINGS)
      for (const name of commands === 'all' ? [null] : commands) {
        const owner = name === null ? program : program.commands.find((one) => one.name() === name);
        const option = owner?.options.find((one) => one.flags === flag);
        assert.ok(option !== undefined, `${name} has no ${flag}`);
        if (!['doctor', 'watch'].includes(name ?? ''))
          assert.ok(option.description.startsWith(help), `${name} ${flag}`);
      }
  });
});

describe('recrown config', () => {
  const env = { XDG_CONFIG_HOME: join(base, 'xdg-two'), RECROWN_ENDPOINT: 'wss://me:hush@node.example/hush' };

  it('writes an example once, says where it is, and shows values with their origins and no secret', () => {
    const folder = folderWith(null);
    const made = recrown(['config', 'init'], env, folder);
    assert.equal(made.code, 0, made.stderr);
    const path = join(folder, 'recrown.toml');
    assert.equal(readFileSync(path, 'utf8'), configExample());
    const again = recrown(['config', 'init'], env, folder);
    assert.equal(again.code, 64);
    assert.match(again.stderr, /never overwritten/);
    assert.equal(recrown(['config', 'path'], env, folder).stdout, `${path}\n`);
    writeFileSync(path, '\nthreads = 4\n[keys]\nquit = "Q"\n');
    const shown = recrown(['--ascii', 'config', 'show', '--json'], { ...env, HF_TOKEN: 'hush' }, folder);
    assert.equal(shown.code, 0, shown.stderr);
    assert.doesNotMatch(shown.stdout, /hush/);
    const { settings, keys, secrets, file } = JSON.parse(shown.stdout);
    const one = (name: string) => {
      const { value, origin } = settings.find((entry: { name: string }) => entry.name === name);
      return { value, origin };
    };
    assert.equal(file, path);
    assert.deepEqual(one('threads'), { value: 4, origin: { kind: 'file', path, line: 2 } });
    assert.deepEqual(one('ascii'), { value: true, origin: { kind: 'flag', flag: '--ascii' } });
    assert.deepEqual(one('endpoint'), {
      value: ['wss://node.example/***'],
      origin: { kind: 'env', variable: 'RECROWN_ENDPOINT' },
    });
    assert.deepEqual(one('cache'), { value: null, origin: { kind: 'default' } });
    assert.deepEqual(keys, [{ command: 'quit', keys: ['Q'], origin: `${path}:4` }]);
    assert.deepEqual(secrets.at(-1), { name: 'HF_TOKEN', set: true });
    const text = recrown(['config'], env, folder);
    assert.match(text.stdout, new RegExp(`^threads +4 +${path}:2$`, 'm'));
    assert.match(text.stdout, /^ascii +false +default$/m);
    assert.doesNotMatch(text.stdout, /hush/);
  });

  it('helps with a file that cannot be taken, which ends every other command with 78', () => {
    const folder = folderWith('threds = 4\n');
    const run = recrown(['rounds', '11643'], env, folder);
    assert.equal(run.code, 78);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, /error CONFIG: .*recrown\.toml:1: "threds".*\n.*"threads"\n.+\n$/);
    assert.equal(recrown(['config', 'show'], env, folder).code, 78);
    assert.equal(recrown(['config', 'path'], env, folder).code, 0);
    const own = recrown(['config', 'init', '--user'], env, folder);
    assert.equal(own.code, 0, own.stderr);
    assert.ok(existsSync(join(env.XDG_CONFIG_HOME, 'recrown', 'recrown.toml')));
  });
});
