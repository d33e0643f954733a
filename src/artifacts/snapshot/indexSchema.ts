import type { ZodType } from 'zod';
import * as z from 'zod';
import { HUB_STATES } from '../../domain/hub.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { SnapshotIndex } from '../../domain/snapshot.js';

/** Largest number of entries in one list of an index. */
const MANY = 100_000;

const HASH = /^0x[0-9a-f]{64}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const REVISION = /^[0-9a-f]{40}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const REPO = /^\w[\w.-]*(\/\w[\w.-]*)?$/;
const SS58 = /^[1-9A-HJ-NP-Za-km-z]{40,60}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
/** One line or a paragraph: no control characters but the newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const PROSE = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/;

/**
 * The shape of `snapshot.json`: strict objects, bounded texts and lists. Built on first use.
 * Relations between entries are checked by `checkIndex`.
 */
export function indexSchema(): ZodType<SnapshotIndex> {
  built ??= buildSchema();
  return built;
}

let built: ZodType<SnapshotIndex> | null = null;

/** Names of an operator's item counts. */
const COUNTS = [
  ...['math', 'code', 'reasoning', 'knowledge', 'ifeval', 'aime', 'mbpp', 'tool_use', 'self_consistency'],
  ...[
    'arc',
    'truthful',
    'long_context',
    'procedural',
    'robustness',
    'noise',
    'robustness_ways',
    'noise_ways',
  ],
  ...['capability_fixed', 'capability_drawn'],
] as readonly (keyof ItemCounts)[];
/** More items of one axis than any operator asks. */
const MOST_ITEMS = 200;

const operatorCounts = () =>
  z.strictObject(
    Object.fromEntries(COUNTS.map((name) => [name, z.number().int().min(0).max(MOST_ITEMS)])) as Record<
      keyof ItemCounts,
      ReturnType<typeof z.number>
    >,
  );

function buildSchema(): ZodType<SnapshotIndex> {
  const count = z.number().int().nonnegative();
  const u16 = count.max(0xffff);
  const u32 = count.max(0xffffffff);
  const prose = (max: number) => z.string().max(max).regex(PROSE);
  const name = z.string().max(200).regex(NAME);
  const repo = z.string().max(200).regex(REPO);
  const revision = z.string().regex(REVISION);
  const hash = z.string().regex(HASH);
  const instant = z.string().regex(INSTANT);
  const ref = z.strictObject({ sha256: z.string().regex(SHA256), size: count });
  const list = <T extends ZodType>(item: T) => z.array(item).max(MANY);
  const profile = z.strictObject({
    name,
    eraId: name,
    architecture: z.record(z.string().max(200), z.unknown()),
    vocabSize: count,
    minWeightBytes: count,
    maxWeightBytes: count,
    chatTemplateSha256: z.string().regex(SHA256).optional(),
    axes: z.strictObject({ counts: operatorCounts(), maxTokens: count.min(1).max(4096) }).optional(),
  });
  const schema = z.strictObject({
    schema: z.literal(2),
    kind: z.literal('recrown-snapshot'),
    name,
    description: prose(4000),
    synthetic: z.boolean(),
    recordedBy: prose(200),
    recordedAt: instant,
    endpoints: z.array(prose(300)).max(64),
    netuid: u16,
    network: z.strictObject({ name, genesisHash: hash }),
    profile: profile.nullable(),
    teacher: z.strictObject({ repo, revision }).nullable(),
    runtimes: list(z.strictObject({ specVersion: u32, metadata: ref })),
    blocks: list(z.strictObject({ number: u32, hash, specVersion: u32, record: ref, proof: ref.optional() })),
    repositories: list(z.strictObject({ repo, revision, manifest: ref })),
    unresolved: list(
      z.strictObject({
        repo: z.string().max(2000),
        revision: z.string().max(2000),
        state: z.enum(HUB_STATES),
        why: prose(2000),
      }),
    ),
    corpus: list(
      z.strictObject({
        dataset: repo,
        shard: u32,
        path: prose(400),
        revision: revision.optional(),
        file: ref,
      }),
    ),
    published: list(
      z.strictObject({
        validatorUid: u16,
        validatorHotkey: z.string().regex(SS58),
        roundId: u32,
        name,
        capturedAt: instant,
        file: ref,
      }),
    ),
    documents: list(z.strictObject({ path: z.string().max(400), file: ref })),
    digest: z.string().regex(SHA256),
    seal: z.string().regex(SHA256),
  });
  return schema as unknown as ZodType<SnapshotIndex>;
}
