import type { RepositoryPart } from '../../src/artifacts/snapshot/writeSnapshot.js';

/** Files that a canary creates in the working folder when somebody runs it. */
export const CANARY_MARKERS = [
  'recrown-canary-payload',
  'recrown-canary-setup',
  'recrown-canary-pickle',
  'recrown-canary-template',
] as const;

/**
 * Files of a miner's repository that leave a marker when they are executed, unpickled or rendered: a program that
 * only reads and hashes them leaves none.
 */
export function canaryFiles(): RepositoryPart[] {
  const [payload, setup, pickle, template] = CANARY_MARKERS;
  return [
    { path: 'payload.py', bytes: `open('${payload}', 'w').close()\n` },
    { path: 'setup.py', bytes: `open('${setup}', 'w').close()\n` },
    { path: 'training_state.pkl', bytes: `cbuiltins\nopen\n(S'${pickle}'\nS'w'\ntR.` },
    {
      path: 'chat_template.jinja',
      bytes: `{{ cycler.__init__.__globals__.__builtins__.open('${template}', 'w').close() }}\n`,
    },
  ];
}
