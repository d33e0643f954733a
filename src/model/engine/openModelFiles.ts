import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { ModelFiles } from '../../domain/engine.js';
import { ModelRefusedError } from '../../errors/model.js';
import { IoError } from '../../errors/store.js';
import type { Architecture, BuildGraph } from '../graphs/Architecture.js';
import { readArchitecture } from '../graphs/readArchitecture.js';
import { parseStrictJson, StrictJsonFault } from '../json/parseStrictJson.js';
import type { WeightSource } from '../onnx/GraphBuilder.js';
import { readHeader } from '../safetensors/readHeader.js';
import { watchFiles } from './watchFiles.js';

const MAX_CONFIG_BYTES = 1 << 20;

/** A checkpoint whose config and tensors fit the architecture; no weight was read. */
export interface CheckedModel {
  readonly architecture: Architecture;
  readonly build: BuildGraph;
  /** The real folder (no symbolic link in it) to which the locations of `weights` are relative. */
  readonly folder: string;
  readonly weights: ReadonlyMap<string, WeightSource>;
  /** @throws ModelChangedError when a weight file is no longer the one whose header was read */
  readonly checkUnchanged: () => Promise<void>;
}

/**
 * Opens a checkpoint by its config and safetensors headers alone.
 *
 * @throws ModelRefusedError, SafetensorsError, IoError
 */
export async function openModelFiles(files: ModelFiles): Promise<CheckedModel> {
  const architecture = readArchitecture(await readConfig(files.configPath));
  if (files.weightPaths.length === 0)
    throw refused('the model has no safetensors file', 'Give at least one *.safetensors file.');
  // The runtime refuses external data behind a symbolic link, as in a hub cache: name the real file.
  const paths = await Promise.all(files.weightPaths.map(real));
  const folder = paths.map((path) => dirname(path)).reduce(commonFolder);
  // Before the headers are read, so that a later change of a file cannot go unseen.
  const checkUnchanged = await watchFiles(paths);
  const weights = new Map<string, WeightSource>();
  for (const path of paths) {
    const { tensors } = await readHeader(path);
    const location = relative(folder, path).split(sep).join('/');
    for (const [name, entry] of tensors) {
      if (weights.has(name))
        throw refused(
          `the tensor ${JSON.stringify(name)} stands in two weight files`,
          'Use one set of weight files.',
        );
      weights.set(name, { location, ...entry });
    }
  }
  return { architecture, build: architecture.fit(weights), folder, weights, checkUnchanged };
}

async function readConfig(path: string): Promise<unknown> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MAX_CONFIG_BYTES)
      throw refused(`the config ${path} has ${size} bytes, the limit is ${MAX_CONFIG_BYTES}`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ModelRefusedError) throw error;
    throw unreadable(path, error as Error);
  }
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof StrictJsonFault)) throw error;
    throw new ModelRefusedError({
      what: `the config ${path} is not plain JSON`,
      why: error.message,
      remedy: 'Use the config.json as its author published it, or treat the model as refused.',
      facts: { path },
    });
  }
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw unreadable(path, error as Error);
  }
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (folder !== b && !b.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    folder = dirname(folder);
  return folder;
}

function unreadable(path: string, cause: Error): IoError {
  return new IoError({
    what: `cannot read the model file ${path}`,
    why: cause.message,
    remedy: 'Check the path and its permissions.',
    facts: { path },
    cause,
  });
}

function refused(what: string, remedy = 'Treat the model as refused.'): ModelRefusedError {
  return new ModelRefusedError({ what, remedy });
}
