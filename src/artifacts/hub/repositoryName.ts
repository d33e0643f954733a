/**
 * The hub's rules for `owner/name`: ASCII letters, digits, `-`, `_`, `.`; each part at most 96 characters and starting and
 * ending with a letter, digit or `_`; neither `--` nor `..`; no `.git` at the end. Case is kept: the hub ignores it.
 */
const PART = /^(?=.{1,96}$)\w(?:[\w.-]*\w)?$/;

/** First steps of the hub's own addresses: no owner has such a name. */
const RESERVED = new Set(['api', 'models', 'datasets', 'spaces', 'buckets', 'kernels']);

/** True when a text can be the name of a repository with an owner; anything else is never sent to the hub. */
export const isRepositoryName = (text: string): boolean => {
  const [owner = '', name = '', ...more] = text.split('/', 3);
  return (
    more.length === 0 &&
    !RESERVED.has(owner.toLowerCase()) &&
    PART.test(owner) &&
    PART.test(name) &&
    !/--|\.\./.test(text) &&
    !text.endsWith('.git')
  );
};

/**
 * A path of a repository as part of an address; null when it cannot be one: an empty, `.` or `..` step (which an address
 * would resolve away; git allows none of them), a NUL, or half a character.
 */
export function addressOfPath(path: string): string | null {
  const steps = path.split('/');
  if (/[\p{Cs}\0]/u.test(path)) return null;
  if (steps.some((step) => step === '' || step === '.' || step === '..')) return null;
  return steps.map((step) => encodeURIComponent(step)).join('/');
}
