import { homedir } from 'node:os';
import { createHub, type Hub } from '../../artifacts/hub/createHub.js';
import { cacheFolder } from '../../artifacts/hub/store/reuseCache.js';

/**
 * The hub with the person's token and their cache of its files, as the hub's own programs find them (`HF_TOKEN`,
 * `HF_HUB_CACHE`, `HF_HOME`, `XDG_CACHE_HOME`).
 */
export const openHub = ({
  url,
  cacheDir,
  signal,
  env,
}: {
  readonly url: string;
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Hub =>
  createHub({
    url,
    token: env.HF_TOKEN === undefined || env.HF_TOKEN === '' ? null : env.HF_TOKEN,
    cache: cacheDir,
    reuse: cacheFolder(env, homedir()),
    signal,
  });
