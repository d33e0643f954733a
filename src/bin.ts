/** The process: arguments, signals and the exit code. Nothing else in src ends the process. */
import { writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { CommanderError, type Command as Program } from 'commander';
import type { Call } from './cli/call.js';
import type { CommandContext, GlobalOptions } from './cli/context.js';
import { errorText, exitCodeOfError, internalErrorText } from './cli/errorText.js';
import { EXIT } from './cli/exit.js';
import { createProgram } from './cli/program.js';
import { AuditError } from './errors/base.js';
import { IoError } from './errors/store.js';

const stopped = new AbortController();

/** First signal: finish the running batch, or give it up when it takes long, and stop. Second: stop now. */
function onSignal(name: 'SIGINT' | 'SIGTERM'): void {
  if (stopped.signal.aborted) process.exit(name === 'SIGINT' ? EXIT.sigint : EXIT.sigterm);
  stopped.abort(name);
}

function fail(error: unknown): never {
  writeErr(error instanceof AuditError ? errorText(error) : internalErrorText(error));
  process.exit(exitCodeOfError(error));
}

/** Synchronous, so that nothing is lost when the process ends right after; a closed pipe is not an error. */
function writeErr(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // stderr is gone: the exit code still tells.
  }
}

function contextOf(options: GlobalOptions): CommandContext {
  return {
    cwd: process.cwd(),
    argv: process.argv.slice(2),
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: options.quiet ? () => {} : writeErr,
    stdoutIsTTY: process.stdout.isTTY === true,
    stderrIsTTY: process.stderr.isTTY === true && !options.quiet && options.log !== true,
    stdinIsTTY: process.stdin.isTTY === true,
    columns: process.stdout.columns || 100,
    rows: process.stdout.rows || 0,
    signal: stopped.signal,
    options,
  };
}

async function dispatch(call: Call, context: CommandContext, program: Program): Promise<number> {
  switch (call.command) {
    case 'audit':
      return (await import('./cli/commands/audit.js')).audit(context, call);
    case 'fetch':
      return (await import('./cli/commands/fetch.js')).fetch(context, call);
    case 'watch':
      return (await import('./cli/commands/watch.js')).watch(context, call);
    case 'chain':
      return (await import('./cli/commands/chain.js')).chain(context, call);
    case 'rounds':
      return (await import('./cli/commands/rounds.js')).rounds(context, call);
    case 'prompts':
      return (await import('./cli/commands/prompts.js')).prompts(context, call);
    case 'items':
      return (await import('./cli/commands/items.js')).items(context, call);
    case 'axes':
      return (await import('./cli/commands/axes.js')).axes(context, call);
    case 'score':
      return (await import('./cli/commands/score.js')).score(context, call);
    case 'decode':
      return (await import('./cli/commands/decode.js')).decode(context, call);
    case 'conformance':
      return (await import('./cli/commands/conformance.js')).conformance(context, call);
    case 'recompute':
      return (await import('./cli/commands/recompute.js')).recompute(context, call);
    case 'compare':
      return (await import('./cli/commands/compare.js')).compare(context, call);
    case 'bisect':
      return (await import('./cli/commands/bisect.js')).bisect(context, call);
    case 'show':
      return (await import('./cli/commands/show.js')).show(context, call);
    case 'open':
      return (await import('./cli/commands/open.js')).open(context, call);
    case 'crowns':
      return (await import('./cli/commands/crowns.js')).crowns(context);
    case 'eras':
      return (await import('./cli/commands/eras.js')).eras(context, call);
    case 'progress':
      return (await import('./cli/commands/progress.js')).progress(context, call);
    case 'pairs':
      return (await import('./cli/commands/pairs.js')).pairs(context, call);
    case 'index':
      return (await import('./cli/commands/indexReplays.js')).indexReplays(context, call);
    case 'doctor':
      return (await import('./cli/commands/doctor.js')).doctor(context, call);
    case 'config':
      return (await import('./cli/commands/config.js')).config(context, call);
    case 'completion':
      return (await import('./cli/commands/completion.js')).completion(context, call, program);
    case '__complete':
      return (await import('./cli/commands/completeNames.js')).completeNames(context, call);
  }
}

async function main(argv: string[]): Promise<number> {
  let parsed: { call: Call; options: GlobalOptions } | undefined;
  const program = createProgram(
    RECROWN_VERSION,
    (call, options) => {
      parsed = { call, options };
    },
    { cwd: process.cwd(), env: process.env, home: homedir(), stdoutIsTTY: process.stdout.isTTY === true },
  );
  const bare = argv.length === 0;
  if (bare && process.stdout.isTTY !== true) {
    writeErr(program.helpInformation());
    return EXIT.usage;
  }
  try {
    program.parse(bare ? ['open'] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (parsed === undefined) return EXIT.usage;
  const code = await dispatch(parsed.call, contextOf(parsed.options), program);
  // A probe over its time is not waited for, and would keep the process alive.
  if (parsed.call.command === 'doctor') process.stdout.write('', () => process.exit(code));
  return code;
}

process.on('SIGINT', () => onSignal('SIGINT'));
process.on('SIGTERM', () => onSignal('SIGTERM'));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  fail(
    new IoError({
      what: 'standard output cannot be written',
      why: error.message,
      remedy: 'make room, or send the output elsewhere; finished work is kept',
      cause: error,
    }),
  );
});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, fail);
