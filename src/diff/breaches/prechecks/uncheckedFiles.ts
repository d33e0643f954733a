import { isAbsent } from '../../../domain/absent.js';
import type { PrecheckFinding } from '../../../domain/round.js';
import type { RepositoryManifest } from '../../../domain/snapshot.js';
import type { BreachCheck, FoundBreach } from '../breachInput.js';

/** Bytes per parameter under which some tensor has fewer than 16 bits; the hub's count leaves some room. */
const LEAST_BYTES = 1.9;

/**
 * E5: the crowned model is one that the prechecks mean to refuse and let pass, because they read its config and not
 * its tensors, and because a chat template that cannot be read passes (rule: prechecks, docs/methodology.md).
 */
export const uncheckedFiles: BreachCheck = {
  code: 'E5',
  title: 'The crowned model passed a precheck that did not look at its files',
  nature: 'defect',
  decidedFrom: 'recorded manifest of the crowned model',
  find: ({ crowned, spec, policy, findRepository }) => {
    if (crowned === null || policy.precheckLine === 'P2') return [];
    const decision = spec.contenders.find((one) => one.uid === crowned);
    const seated = [...(spec.king === null ? [] : [spec.king]), ...spec.challengers];
    const contender = seated.find((one) => one.uid === crowned) ?? decision?.contender ?? null;
    const manifest = contender === null ? null : findRepository(contender.repo, contender.revision);
    if (contender === null || manifest === null || isAbsent(manifest)) return [];
    const prechecks = decision?.prechecks ?? [];
    const found = [...narrowTensors(manifest, prechecks), ...noTemplate(manifest, prechecks)];
    const evidence = [`Looked at: ${contender.repo} at ${contender.revision}, of UID ${crowned}.`, ...found];
    return found.length === 0 ? [] : ([{ uid: crowned, decisive: false, evidence }] satisfies FoundBreach[]);
  },
};

const statusOf = (rule: number, prechecks: readonly PrecheckFinding[]) =>
  prechecks.find((one) => one.rule === rule)?.status ?? null;

function narrowTensors(manifest: RepositoryManifest, prechecks: readonly PrecheckFinding[]): string[] {
  const bytes = manifest.files
    .filter((file) => file.path.endsWith('.safetensors'))
    .reduce((sum, file) => sum + file.size, 0);
  const count = manifest.safetensorsTotal ?? 0;
  const narrow = bytes > 0 && count > 0 && bytes < LEAST_BYTES * count;
  // Rule 14 says what the config declares: without it, a declared quantisation would be refused by the rule itself.
  if (!narrow || statusOf(14, prechecks) !== 'pass') return [];
  return [
    `Its safetensors files hold ${bytes} bytes for ${count} parameters, ${(bytes / count).toFixed(2)} bytes each: some tensors have fewer than 16 bits.`,
    'Its config declares no quantisation (rule 14), which is all that the evaluator reads.',
  ];
}

function noTemplate(manifest: RepositoryManifest, prechecks: readonly PrecheckFinding[]): string[] {
  const missing = !manifest.files.some((file) => file.path === 'tokenizer_config.json');
  if (!missing || statusOf(18, prechecks) === 'fail') return [];
  return [
    'It has no tokenizer_config.json: the check of the chat template (rule 18) ends without one and lets the model pass.',
  ];
}
