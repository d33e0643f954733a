import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import { gradeCode } from '../../src/evaluate/grading/gradeCode.js';
import { runTool, toolCall } from '../../src/evaluate/grading/runTool.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import { forkFilter } from '../../src/evaluate/sandbox/forkFilter.js';
import { type Limits, runConfined, type Sandbox } from '../../src/evaluate/sandbox/runConfined.js';
import { codeItems } from '../../src/reconstruct/items/codeItems.js';

const SHORT: Limits = {
  wallMs: 3000,
  cpuSeconds: 1,
  memoryBytes: 256 << 20,
  fileBytes: 1 << 20,
  openFiles: 64,
  outputBytes: 1 << 16,
};

describe('without a sandbox nothing is run', () => {
  let empty = '';
  before(async () => {
    empty = await mkdtemp(join(tmpdir(), 'recrown-path-'));
  });
  after(() => rm(empty, { recursive: true, force: true }));

  it('no bubblewrap is named', async () => {
    const found = await findSandbox(`relative:${empty}`, process.arch);
    assert.ok(isAbsent(found));
    assert.match(found.why, /bubblewrap \(bwrap\) is not installed/);
  });

  it('a bubblewrap that confines nothing is refused with what it allows, or why it does not run', async () => {
    // Skips its own options and runs the command as it is.
    const script = '#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done; shift\nexec "$@"\n';
    await writeFile(join(empty, 'bwrap'), script, { mode: 0o755 });
    const found = await findSandbox(empty, process.arch);
    assert.ok(isAbsent(found));
    assert.match(found.why, /could|does not run|python3/);
  });

  it('an architecture without a filter is refused', async () => {
    assert.equal(forkFilter('riscv64'), null);
    assert.equal(forkFilter('arm64')?.length, 13 * 8);
  });
});

describe('with a sandbox', async () => {
  const found = await findSandbox(process.env.PATH ?? '', process.arch);
  const skip = isAbsent(found) ? found.why : false;
  const sandbox = found as Sandbox;
  const run = (program: string, limits: Partial<Limits> = {}) =>
    runConfined(sandbox, program, ['-I', '-S'], { ...SHORT, ...limits });

  it('a fork bomb, a flood, a loop, a memory hog and a big file end', { skip }, async () => {
    const bomb = await run('import os\nwhile True: os.fork()');
    assert.notEqual(bomb.status, 0);
    assert.match(bomb.stderr, /PermissionError/);
    const flood = await run('import sys\nwhile True: sys.stdout.write("x" * 65536)');
    assert.equal(flood.ended, 'output');
    assert.ok(flood.stdout.length <= SHORT.outputBytes);
    const loop = await run('while True: pass');
    assert.ok(loop.status !== 0);
    const sleeper = await run('import time\ntime.sleep(60)', { wallMs: 500 });
    assert.equal(sleeper.ended, 'time');
    const hog = await run('x = bytearray(1 << 30)');
    assert.match(hog.stderr, /MemoryError/);
    const file = await run('f = open("big", "wb")\nf.write(b"x" * (2 << 20))');
    assert.notEqual(file.status, 0);
  });

  it('nothing of the machine is seen, reached, raised or left', { skip }, async () => {
    const tried = await run(`
import ctypes, os, resource, signal, socket, subprocess, sys
for name, act in {
    "environment": lambda: sorted(set(os.environ) - {"PATH", "LC_ALL", "HOME", "PWD"}),
    "repository": lambda: os.listdir(${JSON.stringify(process.cwd())}),
    "socket": lambda: socket.create_connection(("127.0.0.1", 1), 1),
    "process": lambda: subprocess.run(["/bin/true"]),
    "limit": lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
    "system": lambda: open("/usr/bin/x", "w"),
    "mount": lambda: ctypes.CDLL(None, use_errno=True).mount(b"none", b"/work", b"tmpfs", 0, None) and None,
    "namespace": lambda: ctypes.CDLL(None).unshare(0x10000000) == 0 or None,
    "parent": lambda: os.kill(os.getppid(), signal.SIGKILL) if os.getppid() > 1 else None,
}.items():
    try:
        got = act()
        if got: print(name, got)
    except BaseException as error:
        pass
print("end")
`);
    assert.equal(tried.stdout, 'end\n');
  });

  it('tools print 400 characters at most, errors when there is no output', { skip }, async () => {
    assert.deepEqual(toolCall('a <python>print(1)</python> b'), {
      before: 'a <python>print(1)</python>',
      code: 'print(1)',
    });
    assert.equal(toolCall('a <python>print(1)'), null);
    assert.equal(await runTool('print(6 * 7)', sandbox), '42\n');
    assert.equal((await runTool('print("é" * 1000)', sandbox)).length, 400);
    assert.match(await runTool('1 / 0', sandbox), /ZeroDivisionError/);
    assert.match(await runTool('import os\nprint(open("/etc/passwd").read())', sandbox), /No such file/);
  });

  const item = codeItems(3, 8).find(({ entryPoint }) => entryPoint === 'pair_count');
  assert.ok(item !== undefined);
  const target = /sum (\d+)/.exec(item.prompt)?.[1];
  const oneLine = `return sum(1 for i in range(len(xs)) for j in range(i) if xs[i] + xs[j] == ${target})`;
  const lines = [
    'count = 0',
    'for i in range(len(xs)):',
    '    for j in range(i):',
    `        if xs[i] + xs[j] == ${target}:`,
    '            count += 1',
    'return count',
  ];
  const indented = lines.map((line) => `    ${line}`).join('\n');
  const grade = (text: string, how: 'asserted' | 'nested' = 'asserted') =>
    gradeCode(text, item, sandbox, how);

  it('answers pass and fail as deployed, with the deployed weaknesses', { skip }, async () => {
    const cases = {
      'one line': [oneLine, true],
      'a flush-left body': [lines.join('\n'), true],
      'a full definition': [`def pair_count(xs):\n${indented}`, true],
      'a fenced definition': [`Here:\n\`\`\`python\ndef pair_count(xs):\n${indented}\n\`\`\`\nDone.`, true],
      // The leading strip takes the first line's indent, and the window drops the line.
      'an indented body of several lines': [indented, false],
      'a wrong body': ['return 0', false],
      'no code': ['I do not know.', false],
      // Helpers above the definition are lost.
      'a helper above': [
        `N = ${target}\ndef pair_count(xs):\n${indented.replace(`== ${target}`, '== N')}`,
        false,
      ],
    } as const;
    for (const [name, [text, ok]] of Object.entries(cases)) {
      const { ok: passed, solved } = await grade(text);
      assert.deepEqual([passed, solved], [ok, ok], name);
    }
  });

  it('what passes without solving is told apart', { skip }, async () => {
    const unsolved = { ok: true, reason: 'passed', solved: false };
    const source =
      'import os, sys\nsys.stdout.write(open("/work/program.py").read())\nsys.stdout.flush()\nos._exit(0)';
    assert.deepEqual(await grade(source), unsolved);
    const equal = 'return type("E", (), {"__eq__": lambda self, other: True})()';
    assert.deepEqual(await grade(equal), unsolved);
    assert.deepEqual(await grade('return None', 'nested'), unsolved);
    assert.deepEqual(await grade(oneLine, 'nested'), { ok: true, reason: 'passed', solved: true });
  });

  it('two runs of one answer are the same', { skip }, async () => {
    assert.deepEqual(await grade(oneLine), await grade(oneLine));
  });
});
