import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { arithmeticVariables } from './childEnvironment.js';
import type { LibraryFacts } from './messages.js';

/** Version, providers and digests of the native files of this platform, as the engine process finds them. */
export function describeLibrary({
  env,
  listSupportedBackends,
}: Pick<typeof import('onnxruntime-node'), 'env' | 'listSupportedBackends'>): LibraryFacts {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const bin = join(dirname(dirname(entry)), 'bin');
  const nativeFiles: string[] = [];
  for (const api of readdirSync(bin).filter((name) => name.startsWith('napi-'))) {
    const folder = join(bin, api, process.platform, process.arch);
    for (const name of readdirSync(folder)) {
      const digest = createHash('sha256').update(readFileSync(join(folder, name)));
      nativeFiles.push(`${name} ${digest.digest('hex')}`);
    }
  }
  return {
    version: env.versions.node ?? env.versions.common,
    nativeFiles: nativeFiles.sort(),
    providers: listSupportedBackends().map(({ name }) => name),
    // biome-ignore lint/style/noProcessEnv: this is the environment of the engine process itself
    environment: arithmeticVariables(process.env),
  };
}
