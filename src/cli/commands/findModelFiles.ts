import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFiles } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';

/**
 * The files of a model folder: config.json with `model.safetensors` alone when it is there, otherwise every *.safetensors.
 *
 * @throws UsageError when the folder holds no model
 */
export async function findModelFiles(folder: string): Promise<ModelFiles> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw noModel(folder, (error as Error).message);
  }
  if (!names.includes('config.json')) throw noModel(folder, 'it has no config.json');
  const weights = names.includes('model.safetensors')
    ? ['model.safetensors']
    : names.filter((name) => name.endsWith('.safetensors')).sort();
  if (weights.length === 0) throw noModel(folder, 'it has no *.safetensors file');
  return {
    configPath: join(folder, 'config.json'),
    weightPaths: weights.map((name) => join(folder, name)),
  };
}

function noModel(folder: string, why: string): UsageError {
  return new UsageError({
    what: `${folder} is not a model folder`,
    why,
    remedy: 'Give a folder that holds config.json and *.safetensors with --model.',
    facts: { folder },
  });
}
