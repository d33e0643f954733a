import type { Provider } from '../../domain/engine.js';
import { AuditError } from '../../errors/base.js';
import { ProviderError } from '../../errors/model.js';

const INSTALL = 'ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js';
const ELSE = 'or choose another provider: recrown doctor names those that work here';

/**
 * What is missing for a provider, and how to get it. Nothing else is chosen in its place.
 *
 * @param cause what its self-test met, or a sentence
 * @param platform `process.platform` and `process.arch` of the machine
 */
export function providerRefused(
  provider: Provider,
  cause: unknown,
  platform = `${process.platform} ${process.arch}`,
): ProviderError {
  const why = reasonOf(cause);
  return new ProviderError({
    what: `the provider ${provider} does not work here`,
    why,
    remedy: remedyOf(provider, why, platform),
    facts: { provider, platform },
    cause,
  });
}

/** The runtime puts the place in its own source before what a person can use. */
function reasonOf(cause: unknown): string {
  const told = cause instanceof AuditError ? (cause.why ?? cause.message) : cause;
  const text = told instanceof Error ? told.message : String(told);
  return text.replace(/^\/onnxruntime_src\/.* was false\. /s, '');
}

function remedyOf(provider: Provider, why: string, platform: string): string {
  if (provider === 'cpu') return 'Reinstall ONNX Runtime for this platform: npm ci.';
  if (provider === 'webgpu')
    return platform.startsWith('linux')
      ? `Install the Vulkan loader (libvulkan1) and the Vulkan driver of a GPU, ${ELSE}.`
      : `Install the driver of a GPU with Direct3D 12, Metal or Vulkan, ${ELSE}.`;
  if (platform !== 'linux x64')
    return `The package of ONNX Runtime brings CUDA for Linux x64 only: choose webgpu, ${ELSE}.`;
  if (/not loaded|shared library|cannot open shared object|libonnxruntime_providers/i.test(why))
    return `Install the CUDA part of ONNX Runtime with "${INSTALL}" (it downloads from nuget.org), CUDA 12 and cuDNN 9, ${ELSE}.`;
  return `Check the driver and the device with nvidia-smi, CUDA 12 and cuDNN 9, ${ELSE}.`;
}
