import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The committed replay of the demo: its file name, its id and its text. */
export function sealedDemo(root: string): {
  readonly name: string;
  readonly id: string;
  readonly text: string;
} {
  const folder = join(root, 'replays/sn24');
  const name = readdirSync(folder).find((one) => /^11643-11646-[0-9a-f]{6}\.replay\.jsonl$/.test(one));
  if (name === undefined) throw new Error(`no replay of the demo lies in ${folder}: npm run reseal-demo`);
  return { name, id: name.slice(12, 18), text: readFileSync(join(folder, name), 'utf8') };
}
