import type { Hub, HubTrouble } from './createHub.js';
import { addressOfPath, isRepositoryName } from './repositoryName.js';

/** A file of a repository of the hub, at a commit. */
export interface HubFile {
  readonly kind: 'models' | 'datasets';
  /** `owner/name`. */
  readonly repo: string;
  /** 40 hex digits. */
  readonly revision: string;
  /** As the repository spells it: hostile text. */
  readonly path: string;
}

/** Where the hub gives a file; a state when what is named can be no file of a repository at a commit. */
export function hubFileUrl(hub: Hub, file: HubFile): string | HubTrouble {
  const trouble = checkPinned(file.repo, file.revision);
  if (trouble !== null) return trouble;
  const address = addressOfPath(file.path);
  if (address === null)
    return {
      state: 'bad-name',
      why: `${JSON.stringify(file.path.slice(0, 100))} of ${file.repo} can be no file of a repository`,
    };
  const prefix = file.kind === 'datasets' ? 'datasets/' : '';
  return `${hub.url}/${prefix}${file.repo}/resolve/${file.revision}/${address}`;
}

/** Null when both can be sent to the hub: a repository's name, and a commit of 40 hex digits. */
export function checkPinned(repo: string, revision: string): HubTrouble | null {
  if (!isRepositoryName(repo))
    return {
      state: 'bad-name',
      why: `${JSON.stringify(repo.slice(0, 100))} is not the name of a repository (owner/name)`,
    };
  if (/^[0-9a-f]{40}$/.test(revision)) return null;
  return {
    state: 'not-pinned',
    why: `${JSON.stringify(revision.slice(0, 100))} is a branch, a tag or a short hash of ${repo}, not a commit of 40 hex digits`,
  };
}

/** What is shown of a file in errors and states. */
export const nameOf = (file: HubFile): string =>
  `${JSON.stringify(file.path.slice(0, 100))} of ${file.repo} at ${file.revision.slice(0, 12)}`;
