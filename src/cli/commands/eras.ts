import { certainty, eraList } from '../../report/eraList.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { readBoundaries } from '../readBoundaries.js';

/** Which rules hold when, how surely each beginning is known, and what changed. */
export async function eras(
  context: CommandContext,
  { eras: file }: { eras: string | undefined },
): Promise<number> {
  const listed = eraList(readBoundaries(file, context.cwd));
  if (context.options.json) {
    context.out(jsonLine({ schema: 1, eras: listed }));
    return EXIT.ok;
  }
  for (const { id, title, from, until, judged, changed } of listed) {
    context.out(
      `${id.padEnd(4)} ${String(from.block).padStart(9)} ${until === null ? '         ' : String(until - 1).padStart(9)}  ${judged ? 'judged    ' : 'not judged'}  ${certainty(from)}\n     ${title}\n`,
    );
    if (changed.length > 0) context.out(`     changed: ${changed.map((one) => one.part).join(', ')}\n`);
  }
  return EXIT.ok;
}
