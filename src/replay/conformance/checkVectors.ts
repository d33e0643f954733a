import * as z from 'zod';
import { UsageError } from '../../errors/input.js';
import { findDifference, type Tolerance } from './findDifference.js';
import type { VectorKind, VectorKinds } from './vectorKind.js';

const MOST_LEVELS = 100;

const tolerance = z.number().min(0).default(0);
const vector = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.unknown(),
  expected: z.unknown(),
  tolerance_relative: tolerance,
  tolerance_absolute: tolerance,
});
const vectorFile = z.looseObject({ schema: z.literal(1), vectors: z.array(vector) });
type Vector = z.infer<typeof vector>;

export interface VectorFailure {
  readonly id: string;
  readonly kind: string;
  readonly expected: unknown;
  /** What came out instead, or `{error}`; floats that JSON cannot carry are "inf", "-inf", "NaN". */
  readonly actual: unknown;
  /** Where it differs first, or what the input lacks. */
  readonly reason: string;
}

export interface ConformanceReport {
  readonly schema: 1;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly VectorFailure[];
}

/**
 * Runs the vectors of one file and compares each result with the expected keys. Vectors of unknown kinds are
 * skipped; a malformed input is a failure of its vector.
 * @throws UsageError when the document is not in the schema of vector files
 */
export function checkVectors(document: unknown, kinds: VectorKinds): ConformanceReport {
  const file = read(document);
  let [passed, skipped] = [0, 0];
  const failures: VectorFailure[] = [];
  for (const each of file.vectors) {
    const kind = Object.hasOwn(kinds, each.kind) ? kinds[each.kind] : undefined;
    if (kind === undefined) {
      skipped++;
      continue;
    }
    const failure = checkVector(each, kind, document as Record<string, unknown>);
    if (failure === null) passed++;
    else failures.push(failure);
  }
  return { schema: 1, passed, failed: failures.length, skipped, failures };
}

function read(document: unknown): z.infer<typeof vectorFile> {
  if (levels(document) > MOST_LEVELS) throw refused(`it is nested deeper than ${MOST_LEVELS} levels`);
  const parsed = vectorFile.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refused(`${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'not understood'}`);
  }
  const incomplete = parsed.data.vectors.find(
    (each) => each.input === undefined || each.expected === undefined,
  );
  if (incomplete !== undefined)
    throw refused(`vector ${JSON.stringify(incomplete.id)} lacks input or expected`);
  return parsed.data;
}

function checkVector(
  each: Vector,
  kind: VectorKind,
  document: Record<string, unknown>,
): VectorFailure | null {
  const failure = (actual: unknown, reason: string): VectorFailure => ({
    id: each.id,
    kind: each.kind,
    expected: each.expected,
    actual: jsonValue(actual),
    reason,
  });
  let actual: unknown;
  try {
    actual = kind(each.input, document);
  } catch (error) {
    const message = messageOf(error);
    return failure({ error: message }, message);
  }
  const allowed: Tolerance = { relative: each.tolerance_relative, absolute: each.tolerance_absolute };
  const difference = findDifference(each.expected, actual, allowed);
  if (difference === null) return null;
  const [wanted, got] = [difference.expected, difference.actual].map((value) => shortText(jsonValue(value)));
  return failure(actual, `${difference.path || 'result'}: expected ${wanted}, got ${got}`);
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return `malformed input: ${error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ')}`;
  return error instanceof Error ? error.message : String(error);
}

/** The value as JSON can carry it. */
function jsonValue(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonValue(item)]));
  return value === undefined ? null : value;
}

const shortText = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};

/** Greatest depth of nesting, found without recursion. */
function levels(document: unknown): number {
  let layer = [document];
  let depth = 0;
  while (layer.length > 0 && depth <= MOST_LEVELS) {
    depth++;
    layer = layer.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return depth;
}

const refused = (why: string): UsageError =>
  new UsageError({
    what: 'the file holds no test vectors of schema 1',
    why,
    remedy: 'Give a file {"schema": 1, "vectors": [{"id", "kind", "input", "expected"}]} (docs/formats.md).',
  });
