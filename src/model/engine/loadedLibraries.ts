import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const VENDOR = /^lib(?:cuda|cublas|cudnn|cufft|curand|nvrtc|nvidia|vulkan|VkLayer|GLX_)[^/]*\.so/;

/**
 * File names of the driver's and the vendor's libraries that this process has loaded, with the versions that their names
 * carry, in ascending order. Empty where the system does not tell.
 */
export function loadedLibraries(): string[] {
  let maps = '';
  try {
    maps = readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return [];
  }
  const names = maps.split('\n').map((line) => basename(line.slice(line.indexOf('/'))));
  return [...new Set(names.filter((name) => VENDOR.test(name)))].sort();
}
