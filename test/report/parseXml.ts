/** An element as it stands in a document. */
export interface ParsedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ParsedElement[];
  /** Text directly inside, with entities resolved. */
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const decode = (text: string): string => {
  if (/[<>]/.test(text)) throw new Error(`bare angle bracket in ${text.slice(0, 80)}`);
  return text.replace(/&([^;]{0,8})(;|$)/g, (whole, name: string, end) => {
    const char = ENTITIES[name];
    if (char === undefined || end !== ';') throw new Error(`no entity: ${whole}`);
    return char;
  });
};

const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/**
 * Reads a well-formed document and nothing else: every bracket, quote and entity must be in its place.
 * @param open elements that have no end, as in HTML
 */
export function parseXml(source: string, open: readonly string[] = []): ParsedElement {
  const root: ParsedElement = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const top = stack.at(-1) as ParsedElement;
    const isRaw = top.name === 'style';
    const text = source.slice(at, next < 0 ? undefined : next);
    top.text += isRaw ? text : decode(text);
    if (next < 0) break;
    const skipped = /^<(\?xml [^<>]*\?|!DOCTYPE html)>/.exec(source.slice(next, next + 100));
    if (skipped !== null && stack.length === 1) {
      at = next + skipped[0].length;
      continue;
    }
    TAG.lastIndex = next;
    const tag = TAG.exec(source);
    if (tag === null) throw new Error(`no tag: ${source.slice(next, next + 80)}`);
    const [whole, end, name = '', list = '', closed] = tag;
    at = next + whole.length;
    if (end === '/') {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      stack.pop();
      continue;
    }
    const attributes = Object.fromEntries(
      [...list.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, decode(value)]),
    );
    const element: ParsedElement = { name, attributes, children: [], text: '' };
    top.children.push(element);
    if (closed !== '/' && !open.includes(name)) stack.push(element);
  }
  if (stack.length !== 1) throw new Error(`<${stack.at(-1)?.name}> is not closed`);
  return root;
}

/** The element and all under it. */
export const allOf = (element: ParsedElement): ParsedElement[] => [
  element,
  ...element.children.flatMap(allOf),
];

/** Elements that HTML leaves open. */
export const VOID = ['meta', 'link', 'img', 'br', 'hr', 'input'] as const;
