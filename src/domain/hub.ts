/**
 * What the hub says of a repository at a revision that it does not give. Each one leads to `unverifiable`, none to a crash.
 * `gone`: no such repository (or private and hidden). `private`: 401 or 403 without gating. `gated`: access must be asked for.
 * `disabled`: taken down by the hub. `renamed`: the hub answers with another repository's name. `rewritten`: the repository
 * is there and this commit is not (history rewritten, or never there). `not-pinned`: the commitment names a branch or tag.
 * `bad-name`: what the commitment names cannot be a repository. `unlisted-digest`: the hub lists a file without a digest.
 * `unsound`: the listing holds what no listing of a commit can.
 * `pointer`: a file holds an LFS pointer in place of its bytes. `too-large`: over a limit on files, sizes or names.
 * `unreachable`: the hub did not answer; nothing is known.
 */
export const HUB_STATES = [
  'gone',
  'private',
  'gated',
  'disabled',
  'renamed',
  'rewritten',
  'not-pinned',
  'bad-name',
  'unlisted-digest',
  'unsound',
  'pointer',
  'too-large',
  'unreachable',
] as const;
export type HubState = (typeof HUB_STATES)[number];
