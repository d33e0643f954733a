import * as z from 'zod';
import { sha256Hex } from '../../domain/canonical.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import { printable } from '../../domain/printable.js';
import type { AuditErrorParts } from '../../errors/base.js';
import {
  EvaluatorAnswerError,
  EvaluatorEndedError,
  type EvaluatorError,
  EvaluatorOutputError,
  EvaluatorRaisedError,
  EvaluatorTimeError,
} from '../../errors/evaluator.js';
import { type ConfinedRun, type Limits, runConfined } from '../sandbox/runConfined.js';
import { DRIVER } from './driver.js';
import { knobs } from './knobs.js';
import { HELPERS, MAIN, type Reference } from './openReference.js';
import { failure } from './referenceAnswer.js';

/** Of one question to the evaluator; what it prints counts as output. */
const LIMITS: Limits = {
  wallMs: 60_000,
  cpuSeconds: 30,
  memoryBytes: 1 << 30,
  fileBytes: 1 << 20,
  openFiles: 64,
  outputBytes: 8 << 20,
};
/** Status of a process that the system ended, as it does at the limit of processor time. */
const KILLED = 128 + 9;
const SHOWN = 300;

/** Round whose evaluator is asked, and the task. */
export interface ReferenceRequest {
  /** Number of the seed block. */
  readonly block: bigint;
  readonly counts: ItemCounts;
  readonly task: 'items' | 'grade';
  /** Answers to be graded, one for each prompt of an axis. */
  readonly axes?: Readonly<Record<string, readonly string[]>>;
  /** Answers to be graded by the index of their item. */
  readonly capability?: readonly (readonly [index: number, text: string])[];
}

/**
 * Asks the evaluator once, in a new process of the sandbox. Whatever it gives beside one document of the form is an error.
 *
 * @throws EvaluatorError of the class that names what it did
 */
export async function askReference<Found>(
  { texts, sandbox, limits: own = {} }: Reference,
  { block, counts, task, axes = {}, capability = [] }: ReferenceRequest,
  form: z.ZodType<Found>,
  limits: Partial<Limits> = {},
): Promise<Found> {
  const held = Object.keys(texts);
  const asked = {
    ...{ task, axes, capability, main: MAIN, knobs: knobs(counts) },
    ways: { robustness: counts.robustness_ways, noise: counts.noise_ways },
    // The grader of programs starts processes, which nothing in the sandbox can.
    idle: HELPERS.filter((name) => !held.includes(name) || name === 'humaneval_sandbox.py').map((name) =>
      name.replace(/\.py$/, ''),
    ),
  };
  const body = JSON.stringify(asked);
  const nonce = sha256Hex(`${block}\n${body}`).slice(0, 32);
  // A block number can pass 2^53, so it is written and not stringified.
  const request = `{"seed":${block},"nonce":"${nonce}",${body.slice(1)}`;
  const files = Object.fromEntries(held.map((name) => [`evaluator/${name}`, texts[name] as Uint8Array]));
  const all = { ...LIMITS, ...own, ...limits };
  const run = await runConfined(sandbox, DRIVER, ['-I', '-S'], all, { 'request.json': request, ...files });
  mustHaveAnswered(run, all);
  return found(run.stdout, nonce, form);
}

function mustHaveAnswered({ status, ended, stdout, stderr }: ConfinedRun, limits: Limits): void {
  if (ended === 'output')
    throw fault(EvaluatorOutputError, 'prints or answers too much', `over ${limits.outputBytes} bytes`);
  if (ended === 'time')
    throw fault(EvaluatorTimeError, 'does not come to an end', `over ${limits.wallMs / 1000} s`);
  if (status === KILLED)
    throw fault(
      EvaluatorTimeError,
      'was killed',
      `as the system does after ${limits.cpuSeconds} s of processor time`,
    );
  if (status === 0 && stdout !== '') return;
  const said = printable(stderr.trim().slice(-SHOWN), SHOWN);
  throw fault(EvaluatorEndedError, 'ended before it answered', `status ${status}${said && `: ${said}`}`);
}

function found<Found>(text: string, nonce: string, form: z.ZodType<Found>): Found {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw unfit('what came back is not one JSON document', cause);
  }
  const mark = z.literal(nonce);
  const failed = z.strictObject({ nonce: mark, failed: failure }).safeParse(document);
  if (failed.success) {
    const { kind, step, text: why } = failed.data.failed;
    const told = printable(`${step}: ${why}`, SHOWN);
    if (kind === 'shape') throw unfit(told);
    if (kind === 'exit') throw fault(EvaluatorEndedError, 'ended before it answered', told);
    throw fault(EvaluatorRaisedError, 'raised an exception', told);
  }
  const read = z.strictObject({ nonce: mark, found: form }).safeParse(document);
  if (read.success) return read.data.found;
  const [issue] = read.error.issues;
  throw unfit(`${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'it does not fit'}`);
}

const unfit = (why: string, cause?: unknown): EvaluatorError =>
  fault(EvaluatorAnswerError, 'gives what is not in the form of its calls', printable(why, SHOWN), cause);

const fault = (
  Fault: new (parts: AuditErrorParts) => EvaluatorError,
  what: string,
  why: string,
  cause?: unknown,
): EvaluatorError =>
  new Fault({
    what: `the evaluator's code ${what}`,
    why,
    remedy: 'Give another checkout with --evaluator, or leave it out for our own wording.',
    cause,
  });
