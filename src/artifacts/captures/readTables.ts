import type { JsonValue } from '../published/parsePythonJson.js';
import type { PublishedValue } from '../published/publishedValue.js';
import type { ServedFile } from './convertServed.js';
import { jsonText } from './jsonText.js';

/** `hotkey:block`, and what older entries may hold in its place: a hotkey or a UID alone. */
const DQ_KEY = /^([1-9A-HJ-NP-Za-km-z]{46,49}(:(0|[1-9]\d{0,9}))?|0|[1-9]\d{0,4})$/;
const UID_TEXT = /^(0|[1-9]\d{0,4})$/;

/** `disqualified.json`, an object of `hotkey:block` -> reason, at the top of an answer or under one key. */
export function readDisqualified(body: PublishedValue): ServedFile {
  const found = atTopOrUnderOneKey(body, reasonsIn);
  if (found === null) throw body.refuse('an object of hotkey:block and reason, here or under one key,');
  return { name: 'disqualified.json', text: jsonText(new Map(found)), block: null };
}

/**
 * `evaluated_uids.json`, a list of UIDs (as numbers, numeric texts, or objects with a whole number `uid`), at the top of an
 * answer or under one key; ascending, for what the list is sorted by is not known.
 */
export function readEvaluated(body: PublishedValue): ServedFile {
  const found = atTopOrUnderOneKey(body, uidsIn);
  if (found === null) throw body.refuse('a list of UIDs, here or under one key,');
  const uids = [...new Set(found)].sort((a, b) => a - b);
  return { name: 'evaluated_uids.json', text: jsonText(uids), block: null };
}

/** What has the shape: the answer, else its one member; an empty member counts where no other one has the shape. */
function atTopOrUnderOneKey<T>(
  body: PublishedValue,
  read: (value: JsonValue | undefined) => readonly T[] | null,
): readonly T[] | null {
  const top = read(body.value);
  if (top !== null || !(body.value instanceof Map)) return top;
  const members = [...(body.value as ReadonlyMap<string, JsonValue>).values()].flatMap((value) => {
    const found = read(value);
    return found === null ? [] : [found];
  });
  const filled = members.filter((one) => one.length > 0);
  const fitting = filled.length > 0 ? filled : members;
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function reasonsIn(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] | null {
  if (!(value instanceof Map)) return null;
  const reasons = [...(value as ReadonlyMap<string, JsonValue>)];
  return reasons.every(([key, reason]) => DQ_KEY.test(key) && typeof reason === 'string') ? reasons : null;
}

function uidsIn(value: JsonValue | undefined): readonly number[] | null {
  if (!Array.isArray(value)) return null;
  const uids = (value as readonly JsonValue[]).map(uidOf);
  return uids.every((uid) => uid !== null) ? uids : null;
}

function uidOf(value: JsonValue): number | null {
  const named = value instanceof Map ? value.get('uid') : value;
  const uid = typeof named === 'string' && named === value && UID_TEXT.test(named) ? Number(named) : named;
  return typeof uid === 'number' && Number.isInteger(uid) && uid >= 0 && uid <= 0xffff ? uid : null;
}
