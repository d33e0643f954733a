import { parseRevision, type Revision } from '../domain/revision.js';

/** Longest payload that is looked at, in UTF-16 units; the chain stores at most 1024 encrypted bytes. */
const LONGEST_PAYLOAD = 4096;
const LONGEST_NAME = 200;
/** `owner/name` as the hub spells repositories. */
const REPOSITORY = /^\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/;

export type Commitment =
  | { readonly ok: true; readonly repo: string; readonly revision: Revision }
  | { readonly ok: false; readonly reason: string; readonly repo: string | null };

/**
 * Reads the payload of a revealed commitment: a JSON object with the string `model` and, for a commitment that can be
 * replayed, a 40-digit `revision`. `block` and `hotkey` inside the payload are ignored: the chain's own win
 * (rule: commitments, docs/methodology.md). Hostile text comes back only cleaned and cut.
 */
export function readCommitment(text: string): Commitment {
  const out = (reason: string, repo: string | null = null): Commitment => ({ ok: false, reason, repo });
  if (text.length > LONGEST_PAYLOAD) return out(`The payload is longer than ${LONGEST_PAYLOAD} characters.`);
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch {
    return out('The payload is not JSON.');
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return out('The payload is JSON but not an object.');
  const model = own(payload, 'model');
  if (typeof model !== 'string') return out('The payload names no model.');
  if (model.length > LONGEST_NAME || !REPOSITORY.test(model) || model.includes('..'))
    return out(`The model ${quoted(model)} is not a repository name.`);
  const revision = own(payload, 'revision') ?? 'main';
  if (typeof revision !== 'string') return out('The revision is not a text.', model);
  const pinned = parseRevision(revision);
  if (pinned === null)
    return out(
      `The revision ${quoted(revision)} is not 40 hex digits: it names files that can change.`,
      model,
    );
  return { ok: true, repo: model, revision: pinned };
}

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

/** Untrusted text as one short printable ASCII word. */
const quoted = (text: string): string =>
  `"${text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')}${text.length > 40 ? '...' : ''}"`;
