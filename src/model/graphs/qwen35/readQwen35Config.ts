import { ModelRefusedError } from '../../../errors/model.js';
import type { Qwen35Config, Qwen35LayerType } from './Qwen35Config.js';
import {
  EMPTY_LIST_KEYS,
  FIXED_KEYS,
  OUTER_FIXED_KEYS,
  OUTER_INERT_KEYS,
  ROPE_KEYS,
  TEXT_INERT_KEYS,
} from './qwen35Keys.js';

type Keys = Readonly<Record<string, unknown>>;

const MAX_EXTENT = 1 << 24;
const COUNTS = {
  vocab_size: [2, MAX_EXTENT],
  hidden_size: [1, MAX_EXTENT],
  intermediate_size: [1, MAX_EXTENT],
  num_hidden_layers: [1, 1024],
  num_attention_heads: [1, MAX_EXTENT],
  num_key_value_heads: [1, MAX_EXTENT],
  head_dim: [2, MAX_EXTENT],
  max_position_embeddings: [1, MAX_EXTENT],
  linear_conv_kernel_dim: [1, 64],
  linear_num_key_heads: [1, MAX_EXTENT],
  linear_num_value_heads: [1, MAX_EXTENT],
  linear_key_head_dim: [1, MAX_EXTENT],
  linear_value_head_dim: [1, MAX_EXTENT],
} as const;
/** Keys that are read by rules of their own. */
const READ_KEYS = [
  'model_type',
  'rms_norm_eps',
  'layer_types',
  'full_attention_interval',
  'rope_parameters',
  'rope_scaling',
  'rope_theta',
  'partial_rotary_factor',
  'tie_word_embeddings',
] as const;
/** What the architecture takes when the config does not say it. */
const DEFAULTS = { ropeTheta: 10_000, partialRotary: 0.25, interval: 4 } as const;

/** Names under which a config asks for this architecture. */
export const QWEN35_MODEL_TYPES: readonly unknown[] = ['qwen3_5', 'qwen3_5_text'];

/**
 * Reads the config of a Qwen3.5 checkpoint: the text model alone (`qwen3_5_text`), or inside a document with a vision
 * part (`qwen3_5`, its `text_config`). Every key is either used, fixed, or known to have no effect.
 *
 * @throws ModelRefusedError naming the key that is unknown, missing, contradictory or of another architecture.
 */
export function readQwen35Config(document: unknown): Qwen35Config {
  const outer = asObject(document, 'config.json');
  const nested = outer.model_type === 'qwen3_5';
  const text = nested ? asObject(outer.text_config, 'text_config') : outer;
  if (text.model_type !== 'qwen3_5_text')
    throw refused('model_type', `it is ${show(text.model_type)}, the graph is built for "qwen3_5_text" only`);
  if (nested) {
    checkKnown(
      outer,
      ['model_type', 'text_config', 'tie_word_embeddings'],
      OUTER_FIXED_KEYS,
      OUTER_INERT_KEYS,
    );
    checkFixed(outer, OUTER_FIXED_KEYS);
  }
  checkKnown(text, [...Object.keys(COUNTS), ...READ_KEYS, ...EMPTY_LIST_KEYS], FIXED_KEYS, TEXT_INERT_KEYS);
  checkFixed(text, FIXED_KEYS);
  for (const key of EMPTY_LIST_KEYS)
    if (Object.hasOwn(text, key) && !(Array.isArray(text[key]) && text[key].length === 0))
      throw refused(key, `it is ${show(text[key])}, an empty list is expected`);
  const count = (name: keyof typeof COUNTS) => readCount(text, name, COUNTS[name]);
  const headDim = count('head_dim');
  const config: Qwen35Config = {
    vocabSize: count('vocab_size'),
    hiddenSize: count('hidden_size'),
    intermediateSize: count('intermediate_size'),
    maxSeqLen: count('max_position_embeddings'),
    rmsNormEps: readFraction(text, 'rms_norm_eps'),
    attentionHeads: count('num_attention_heads'),
    keyValueHeads: count('num_key_value_heads'),
    headDim,
    ...readRotation(text, headDim),
    linearKeyHeads: count('linear_num_key_heads'),
    linearValueHeads: count('linear_num_value_heads'),
    linearKeyDim: count('linear_key_head_dim'),
    linearValueDim: count('linear_value_head_dim'),
    convSize: count('linear_conv_kernel_dim'),
    layerTypes: readLayerTypes(text, count('num_hidden_layers')),
    tied: readTied(outer, text),
    nested,
  };
  checkHeads(config);
  return config;
}

function checkKnown(keys: Keys, used: readonly string[], fixed: Keys, inert: ReadonlySet<string>): void {
  const unknown = Object.keys(keys).filter(
    (key) => !used.includes(key) && !Object.hasOwn(fixed, key) && !inert.has(key),
  );
  if (unknown.length > 0)
    throw refused(unknown.slice(0, 8).join(', '), 'the graph does not know what it changes');
}

function checkFixed(keys: Keys, fixed: Readonly<Record<string, readonly unknown[]>>): void {
  for (const [key, allowed] of Object.entries(fixed))
    if (Object.hasOwn(keys, key) && !allowed.includes(keys[key]))
      throw refused(
        key,
        `it is ${show(keys[key])}, the graph is built for ${allowed.map(show).join(' or ')} only`,
      );
}

function checkHeads(config: Qwen35Config): void {
  const { attentionHeads, keyValueHeads, linearKeyHeads, linearValueHeads } = config;
  if (attentionHeads % keyValueHeads !== 0)
    throw refused(
      'num_key_value_heads',
      `${attentionHeads} query heads do not share ${keyValueHeads} evenly`,
    );
  if (linearValueHeads % linearKeyHeads !== 0)
    throw refused(
      'linear_num_key_heads',
      `${linearValueHeads} value heads do not share ${linearKeyHeads} evenly`,
    );
}

/** The list of layer kinds, or every n-th layer with full attention where no list is given. */
function readLayerTypes(text: Keys, layers: number): Qwen35LayerType[] {
  const interval = Object.hasOwn(text, 'full_attention_interval')
    ? readCount(text, 'full_attention_interval', [1, 1024])
    : DEFAULTS.interval;
  const listed = text.layer_types ?? null;
  if (listed === null)
    return Array.from({ length: layers }, (_, i) =>
      (i + 1) % interval === 0 ? 'full_attention' : 'linear_attention',
    );
  if (!Array.isArray(listed) || listed.length !== layers)
    throw refused('layer_types', `it is no list of ${layers} entries, one a layer`);
  for (const type of listed)
    if (type !== 'linear_attention' && type !== 'full_attention')
      throw refused('layer_types', `it names the unknown kind ${show(type)}`);
  return listed as Qwen35LayerType[];
}

/** The rotation is stated in `rope_parameters`, in `rope_scaling` or beside them; places that contradict are refused. */
function readRotation(text: Keys, headDim: number): Pick<Qwen35Config, 'ropeTheta' | 'rotary'> {
  const places: Keys[] = [text];
  for (const key of ['rope_parameters', 'rope_scaling'] as const) {
    if ((text[key] ?? null) === null) continue;
    const part = asObject(text[key], key);
    const kind = part.rope_type ?? part.type ?? 'default';
    const known = Object.keys(part).every((name) => ROPE_KEYS.has(name));
    if (!known || (kind !== 'default' && kind !== 'mrope'))
      throw refused(key, 'it asks for more than the plain rotation by rope_theta');
    places.push(part);
  }
  const stated = (name: 'rope_theta' | 'partial_rotary_factor', fallback: number) => {
    const values = places
      .filter((place) => Object.hasOwn(place, name))
      .map((place) => readFraction(place, name));
    if (new Set(values).size > 1) throw refused(name, `it is stated as ${values.join(' and as ')}`);
    return values[0] ?? fallback;
  };
  const factor = stated('partial_rotary_factor', DEFAULTS.partialRotary);
  const rotary = Math.trunc(headDim * factor);
  if (factor > 1 || rotary < 2 || rotary % 2 !== 0)
    throw refused(
      'partial_rotary_factor',
      `${rotary} rotated channels do not fit a head of ${headDim} in pairs`,
    );
  return { ropeTheta: stated('rope_theta', DEFAULTS.ropeTheta), rotary };
}

function readTied(outer: Keys, text: Keys): boolean | null {
  const values = [...new Set([outer.tie_word_embeddings, text.tie_word_embeddings])].filter(
    (value) => value !== undefined,
  );
  for (const value of values)
    if (typeof value !== 'boolean')
      throw refused('tie_word_embeddings', `it is ${show(value)}, true or false is expected`);
  if (values.length > 1)
    throw refused('tie_word_embeddings', 'the text model and the document around it contradict each other');
  return (values[0] as boolean | undefined) ?? null;
}

function asObject(value: unknown, key: string): Keys {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused(key, 'it is not an object');
  return value as Keys;
}

function readCount(keys: Keys, name: string, [least, most]: readonly [number, number]): number {
  const value = keys[name];
  if (value === undefined) throw refused(name, 'it is missing');
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw refused(name, `it is ${show(value)}, a whole number from ${least} to ${most} is expected`);
  return value;
}

function readFraction(keys: Keys, name: string): number {
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
    remedy: 'Use a checkpoint whose config.json describes the known dense Qwen3.5 text architecture.',
    facts: { key },
  });
}
