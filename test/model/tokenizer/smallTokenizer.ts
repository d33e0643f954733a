import { trainBpe } from '../../../scripts/make-demo/text/trainBpe.js';
import { readTokenizer } from '../../../src/model/tokenizer/readTokenizer.js';

const WORDS = `the miller carries the barley to the mill and the baker carries the bread to the market .
The river isn't deep , we'll wade ; they've waded before . Where the water runs over the stones it sings !
ein Müller trägt Gerste zur Mühle ; la rivière n'est pas profonde ; el niño cruza el río mañana .
река течёт , मैं नदी पार करता हूँ , 川は静かに流れる , แม่น้ำไหล , 한강은 흐른다 , النهر يجري .
    if (water < 12) {\n        return water + 34567;\n    }\n\n\n\n	tabs	and  runs   of    space\r\n\r\n
mill mills miller milling market markets river rivers stone stones 2026 1024 8192 ... !!! --- ===`;

/** Text of a small `tokenizer.json` of Qwen3.5's kind, trained on the words above. */
export const SMALL_JSON = trainBpe([WORDS.repeat(3)], 640);

export const smallTokenizer = () => readTokenizer(new TextEncoder().encode(SMALL_JSON));

/** The parsed document with another value at a path of keys; `undefined` removes the key. */
export function changed(path: readonly (string | number)[], value: unknown): Uint8Array {
  const document = JSON.parse(SMALL_JSON) as Record<string | number, unknown>;
  let at = document;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) as string] = value;
  return new TextEncoder().encode(JSON.stringify(document));
}
