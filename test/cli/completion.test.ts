import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commandTable } from '../../src/cli/completion/commandTable.js';
import { createProgram } from '../../src/cli/program.js';
import { ROOT, recrown } from './process.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
/** Would leave a trace if any shell ran it. */
const TRAP = "sn24-7-9 $(touch ran) `touch ran` 'q";

const folder = mkdtempSync(join(tmpdir(), 'recrown-completion-'));
const scripts = new Map<string, string>();
before(() => {
  const bin = join(folder, 'recrown');
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/recrown.js')}' "$@"\n`);
  chmodSync(bin, 0o755);
  const replays = join(folder, 'replays', 'sn24');
  mkdirSync(replays, { recursive: true });
  for (const name of [
    '11643-11645-0a1b2c.replay.jsonl',
    '3d4e5f.journal',
    'x$(touch ran)-0a1b2c.replay.jsonl',
  ])
    writeFileSync(join(replays, name), '');
  for (const name of ['demo', TRAP, 'line\nbreak', 'esc\u001b[2J', 'no-snapshot'])
    mkdirSync(join(folder, 'snapshots', name), { recursive: true });
  for (const name of ['demo', TRAP, 'line\nbreak', 'esc\u001b[2J'])
    writeFileSync(join(folder, 'snapshots', name, 'snapshot.json'), '');
  for (const shell of SHELLS) {
    const { code, stdout, stderr } = recrown(['completion', shell], {}, folder);
    assert.equal(code, 0, stderr);
    scripts.set(shell, stdout);
    writeFileSync(join(folder, `recrown.${shell}`), stdout);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a real bash is given for each line, whose last word is the one that is typed. */
function completed(lines: readonly (readonly string[])[]): string[][] {
  const calls = lines.map((words) => `try ${words.map((word) => `'${word}'`).join(' ')}`).join('\n');
  const script = `set -u; source ./recrown.bash
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _recrown; printf '%s\\t' "\${COMPREPLY[@]}"; echo; }
${calls}`;
  const run = spawnSync('bash', ['--norc', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  });
  assert.equal(run.stderr, '');
  return run.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').filter((word) => word !== ''));
}

describe('recrown completion', () => {
  for (const shell of SHELLS)
    it(`is a script that ${shell} takes`, (test) => {
      const checked = spawnSync(shell, ['-n', join(folder, `recrown.${shell}`)], { encoding: 'utf8' });
      if (checked.error !== undefined) return test.skip(`${shell} is not installed`);
      assert.deepEqual([checked.status, checked.stderr], [0, '']);
    });

  it('holds every command and flag of the program in every script', () => {
    const program = createProgram('0', () => {}, { cwd: folder, env: {}, home: folder, stdoutIsTTY: false });
    const table = commandTable(program);
    assert.deepEqual(
      table.find((one) => one.path === '')?.subcommands,
      program.commands.map((one) => one.name()).filter((name) => name !== '__complete'),
    );
    const flags = new Set(table.flatMap((one) => one.options.flatMap((option) => option.flags)));
    assert.ok(flags.size > 50);
    for (const flag of flags) {
      assert.ok(scripts.get('bash')?.includes(`'${flag}'`), flag);
      assert.ok(scripts.get('zsh')?.includes(`'${flag}'`), flag);
      const fish = flag.startsWith('--') ? `-l ${flag.slice(2)} ` : `-s ${flag.slice(1)} `;
      assert.ok(scripts.get('fish')?.includes(fish), flag);
    }
    for (const script of scripts.values()) assert.doesNotMatch(script, /'__complete'/, 'it is hidden');
  });

  it('gives the words of a line in a real bash', () => {
    const lines: [readonly string[], readonly string[]][] = [
      [['recrown', 'au'], ['audit']],
      [
        ['recrown', '--quiet', 'comp'],
        ['compare', 'completion'],
      ],
      [
        ['recrown', 'audit', '--pro'],
        ['--proofs', '--provider'],
      ],
      [
        ['recrown', 'audit', '--provider', ''],
        ['cpu', 'cuda', 'webgpu'],
      ],
      [['recrown', 'audit', '--provider', 'cu'], ['cuda']],
      [
        ['recrown', 'audit', '--color', '=', 'a'],
        ['auto', 'always'],
      ],
      [
        ['recrown', '--color', '='],
        ['auto', 'always', 'never'],
      ],
      [
        ['recrown', 'show', '--color', 'never', '1164'],
        ['11645', '11644', '11643'],
      ],
      [['recrown', 'audit', '11643.'], ['11643..11645']],
      [
        ['recrown', 'show', '11643', '--replay', ''],
        ['0a1b2c', '3d4e5f'],
      ],
      [['recrown', 'audit', '--resume', ''], ['3d4e5f']],
      [
        ['recrown', 'compare', 'P1'],
        ['P10', 'P11', 'P12'],
      ],
      [
        ['recrown', 'config', ''],
        ['show', 'path', 'init'],
      ],
      [['recrown', 'config', 'init', '--us'], ['--user']],
      [['recrown', 'completion', 'z'], ['zsh']],
      [['recrown', 'open', 'we'], ['weights']],
      [['recrown', 'conformance', 'recrown.z'], ['recrown.zsh']],
      [['recrown', '--replays', 're'], ['replays']],
      [['recrown', '--replays', 'nowhere', 'show', ''], []],
      [['recrown', 'audit', '--max-time', ''], []],
    ];
    const found = completed(lines.map(([words]) => words));
    for (const [index, [words, wanted]] of lines.entries())
      assert.deepEqual(found[index], wanted, words.join(' '));
  });

  it('quotes hostile names, leaves out what a line cannot hold, and runs none', () => {
    const [snapshots = []] = completed([['recrown', 'audit', '--snapshot', '']]);
    assert.equal(snapshots.length, 2, snapshots.join('\n'));
    const told = spawnSync('bash', ['-c', `printf '%s' ${snapshots.find((one) => one.includes('touch'))}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(told.stdout, `snapshots/${TRAP}`, 'the shell reads back the very name');
    const names = recrown(['__complete', 'snapshots', '--', 'audit'], {}, folder).stdout;
    assert.deepEqual(names.trimEnd().split('\n'), ['snapshots/demo', `snapshots/${TRAP}`]);
    assert.equal(spawnSync('test', ['-e', join(folder, 'ran')]).status, 1, 'something ran a name');
  });

  it('takes the folders of the line, of the environment and of the file, and trouble gives no names', () => {
    const there = join(folder, 'replays');
    const ask = (args: readonly string[], env = {}, cwd = join(folder, 'snapshots')) =>
      recrown(['__complete', 'replays', '--', ...args], env, cwd);
    assert.equal(ask(['show', '--replays', there]).stdout, '0a1b2c\n3d4e5f\n');
    assert.equal(ask(['show', `--replays=${there}`]).stdout, '0a1b2c\n3d4e5f\n');
    assert.equal(ask(['show'], { RECROWN_REPLAYS: there }).stdout, '0a1b2c\n3d4e5f\n');
    for (const args of [
      ['--replays'],
      ['--replays', join(there, 'sn24')],
      ['--replays', join(folder, 'recrown')],
    ]) {
      const { code, stdout, stderr } = ask(args);
      assert.deepEqual([code, stdout, stderr], [0, '', '']);
    }
    const unknown = recrown(['__complete', 'secrets']);
    assert.equal(unknown.code, 64);
  });

  it('refuses a shell that it does not know', () => {
    const run = recrown(['completion', 'tcsh']);
    assert.equal(run.code, 64);
    assert.match(run.stderr, /Allowed choices are bash, zsh, fish/);
  });
});
