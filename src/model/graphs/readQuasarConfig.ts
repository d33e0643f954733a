import { ModelRefusedError } from '../../errors/model.js';
import { ALIASES, FIXED_KEYS, INERT_KEYS, REQUIRED_FIXED_KEYS } from './configKeys.js';
import { type LayerType, type QuasarConfig, widths } from './QuasarConfig.js';

const MAX_EXTENT = 1 << 24;

/** Whole numbers with their bounds; together with `FRACTIONS` and `PATTERN` the keys that change the mathematics. */
const COUNTS = {
  vocab_size: [2, MAX_EXTENT],
  d_model: [1, MAX_EXTENT],
  n_layers: [1, 1024],
  n_heads: [1, MAX_EXTENT],
  head_dim: [1, MAX_EXTENT],
  d_ff: [1, MAX_EXTENT],
  max_seq_len: [1, MAX_EXTENT],
  conv_size: [1, 64],
  memory_slots: [1, MAX_EXTENT],
  memory_dim: [1, MAX_EXTENT],
  dense_input_layers: [0, MAX_EXTENT],
  num_shared_experts: [0, 64],
  num_routed_experts: [0, 65536],
  top_k: [1, MAX_EXTENT],
  shared_expert_size: [1, MAX_EXTENT],
  routed_expert_size: [1, MAX_EXTENT],
} as const;
const FRACTIONS = [
  'rms_norm_eps',
  'rope_theta',
  'residual_scale',
  'expand_k',
  'expand_v',
  'bigmac_r',
] as const;
const PATTERN = ['quasar_layers', 'gated_layers', 'hybrid_layer_types'] as const;

type Count = keyof typeof COUNTS;
type Fraction = (typeof FRACTIONS)[number];

/**
 * Reads the config of a Quasar checkpoint. Every key is either used, fixed, an alias, or known to have no effect.
 *
 * @throws ModelRefusedError naming the key that is unknown, missing, contradictory or of another architecture.
 */
export function readQuasarConfig(document: unknown): QuasarConfig {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw refused('config.json', 'it is not an object');
  const keys = document as Readonly<Record<string, unknown>>;
  checkKnown(keys);
  checkFixed(keys);
  const count = (name: Count) => {
    const [least, most] = COUNTS[name];
    return readCount(keys, name, least, most);
  };
  const fraction = (name: Fraction) => readFraction(keys, name);
  const nLayers = count('n_layers');
  const config: QuasarConfig = {
    vocabSize: count('vocab_size'),
    dModel: count('d_model'),
    nLayers,
    nHeads: count('n_heads'),
    headDim: count('head_dim'),
    dFf: count('d_ff'),
    maxSeqLen: count('max_seq_len'),
    rmsNormEps: fraction('rms_norm_eps'),
    ropeTheta: fraction('rope_theta'),
    residualScale: fraction('residual_scale'),
    convSize: count('conv_size'),
    expandK: fraction('expand_k'),
    expandV: fraction('expand_v'),
    memorySlots: count('memory_slots'),
    memoryDim: count('memory_dim'),
    denseInputLayers: count('dense_input_layers'),
    numSharedExperts: count('num_shared_experts'),
    numRoutedExperts: count('num_routed_experts'),
    topK: count('top_k'),
    sharedExpertSize: count('shared_expert_size'),
    routedExpertSize: count('routed_expert_size'),
    bigmacR: fraction('bigmac_r'),
    layerTypes: readPattern(keys, nLayers),
  };
  checkAliases(keys);
  checkWidths(config);
  return config;
}

function checkKnown(keys: Readonly<Record<string, unknown>>): void {
  const used = new Set<string>([...Object.keys(COUNTS), ...FRACTIONS, ...PATTERN, 'rope_parameters']);
  const unknown = Object.keys(keys).filter(
    (key) =>
      !used.has(key) &&
      !Object.hasOwn(FIXED_KEYS, key) &&
      !Object.hasOwn(ALIASES, key) &&
      !INERT_KEYS.has(key),
  );
  if (unknown.length > 0)
    throw refused(unknown.slice(0, 8).join(', '), 'the graph does not know what it changes');
}

function checkFixed(keys: Readonly<Record<string, unknown>>): void {
  for (const key of REQUIRED_FIXED_KEYS) if (!Object.hasOwn(keys, key)) throw refused(key, 'it is missing');
  for (const [key, allowed] of Object.entries(FIXED_KEYS))
    if (Object.hasOwn(keys, key) && !allowed.includes(keys[key]))
      throw refused(
        key,
        `it is ${show(keys[key])}, the graph is built for ${allowed.map(show).join(' or ')} only`,
      );
}

function checkAliases(keys: Readonly<Record<string, unknown>>): void {
  for (const [alias, name] of Object.entries(ALIASES))
    if (Object.hasOwn(keys, alias) && keys[alias] !== keys[name])
      throw refused(alias, `it is ${show(keys[alias])} and contradicts ${name} = ${show(keys[name])}`);
  const rope = keys.rope_parameters ?? null;
  if (rope === null) return;
  const parts = rope as Readonly<Record<string, unknown>>;
  const plain =
    typeof rope === 'object' &&
    Object.keys(rope).every((key) => key === 'rope_theta' || key === 'rope_type') &&
    (parts.rope_theta ?? keys.rope_theta) === keys.rope_theta &&
    (parts.rope_type ?? 'default') === 'default';
  if (!plain) throw refused('rope_parameters', 'it asks for more than the plain rotation by rope_theta');
}

function checkWidths(config: QuasarConfig): void {
  const { glaKey, glaValue, bottleneck, expert, rotary } = widths(config);
  const { nHeads, headDim, topK, numRoutedExperts } = config;
  if (glaKey < 1 || glaKey % nHeads !== 0)
    throw refused('expand_k', `a key width of ${glaKey} does not divide into ${nHeads} heads`);
  if (glaValue < 1 || glaValue % nHeads !== 0)
    throw refused('expand_v', `a value width of ${glaValue} does not divide into ${nHeads} heads`);
  if (rotary < 2 || rotary % 2 !== 0 || rotary > headDim)
    throw refused(
      'head_dim',
      `${rotary} rotated channels (d_model / n_heads) do not fit a head of ${headDim}`,
    );
  if (numRoutedExperts === 0) return;
  if (topK > numRoutedExperts)
    throw refused('top_k', `${topK} experts cannot be chosen from ${numRoutedExperts}`);
  if (bottleneck < 1) throw refused('bigmac_r', `it leaves a bottleneck of ${bottleneck} channels`);
  if (expert < 1) throw refused('routed_expert_size', `it leaves experts of ${expert} channels`);
}

/** The cycle of the two layer kinds; a list of kinds beside it must say the same. */
function readPattern(keys: Readonly<Record<string, unknown>>, nLayers: number): LayerType[] {
  const quasar = readCount(keys, 'quasar_layers', 0, 1024);
  const gated = readCount(keys, 'gated_layers', 0, 1024);
  if (quasar + gated === 0) throw refused('quasar_layers', 'it and gated_layers are both 0');
  const types = Array.from(
    { length: nLayers },
    (_, i): LayerType => (i % (quasar + gated) < quasar ? 'quasar' : 'gla'),
  );
  const listed = keys.hybrid_layer_types ?? null;
  if (listed !== null && JSON.stringify(listed) !== JSON.stringify(types))
    throw refused(
      'hybrid_layer_types',
      `it contradicts quasar_layers = ${quasar} and gated_layers = ${gated}`,
    );
  return types;
}

function readCount(
  keys: Readonly<Record<string, unknown>>,
  name: string,
  least: number,
  most: number,
): number {
  const value = keys[name];
  if (value === undefined) throw refused(name, 'it is missing');
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw refused(name, `it is ${show(value)}, a whole number from ${least} to ${most} is expected`);
  return value;
}

function readFraction(keys: Readonly<Record<string, unknown>>, name: string): number {
  const value = keys[name];
  if (value === undefined) throw refused(name, 'it is missing');
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(Math.fround(value)))
    throw refused(name, `it is ${show(value)}, a number above 0 is expected`);
  return value;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 80);
}

function refused(key: string, why: string): ModelRefusedError {
  return new ModelRefusedError({
    what: `the model's config is refused: ${JSON.stringify(key)}`,
    why: `${key}: ${why}`,
    remedy: 'Score only checkpoints whose config.json describes the known Quasar architecture.',
    facts: { key },
  });
}
