import { type Absent, isAbsent } from '../../domain/absent.js';

/** More bytes than this are not looked at: a chat template has a few thousand. */
const MAX_BYTES = 1024 * 1024;
const CONFIG = 'tokenizer_config.json';
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const JINJA = 'chat_template.jinja';

/** The chat template that the evaluator reads; null where it finds none or fails on reading, both of which pass. */
interface TemplateText {
  readonly text: string | null;
  /** From which file, or why there is none. */
  readonly why: string;
}

/** What rule 18 asks of a repository. */
interface TemplateFiles {
  readonly lists: (path: string) => boolean;
  readonly readFile: (path: string) => Uint8Array | Absent;
}

const none = (why: string): TemplateText => ({ text: null, why });

/**
 * The template of `tokenizer_config.json`, a list as Python's `json.dumps` writes it, else that of
 * `chat_template.jinja`.
 * @returns Absent when bytes that would decide are not held, or Python may read them in another way
 */
export function templateText(files: TemplateFiles): TemplateText | Absent {
  if (!files.lists(CONFIG)) return none(`It lists no ${CONFIG}, and the evaluator's failure on it passes`);
  const config = decode(files, CONFIG);
  if (config === null) return none(`Its ${CONFIG} is not UTF-8, and the evaluator's failure on it passes`);
  if (typeof config !== 'string') return config;
  let document: unknown;
  try {
    document = JSON.parse(config);
  } catch {
    return /NaN|Infinity/.test(config)
      ? unknown(`${CONFIG} may hold numbers that only Python reads`)
      : none(`Its ${CONFIG} is not JSON, and the evaluator's failure on it passes`);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return none(`Its ${CONFIG} is not an object, and the evaluator's failure on it passes`);
  const template = Object.hasOwn(document, 'chat_template')
    ? (document as Record<string, unknown>).chat_template
    : null;
  if (Array.isArray(template)) {
    const text = template.length === 0 ? null : pythonDumps(template);
    return text === null
      ? unknown('how Python writes this list of templates is not known')
      : { text, why: CONFIG };
  }
  if (typeof template === 'string' && template !== '')
    return LONE_SURROGATE.test(template)
      ? none('Its chat template is no UTF-8 text, and the evaluator fails on it, which passes')
      : { text: template, why: CONFIG };
  if (isTrue(template))
    return none('Its chat template is no text, and the evaluator fails on it, which passes');
  return fromJinja(files);
}

function fromJinja(files: TemplateFiles): TemplateText | Absent {
  if (!files.lists(JINJA)) return none('It has no chat template, which passes');
  const text = decode(files, JINJA);
  if (text === null) return none(`Its ${JINJA} is not UTF-8, and the evaluator's failure on it passes`);
  if (typeof text !== 'string') return text;
  if (text.includes('\r')) return unknown(`whether ${JINJA} was read with its carriage returns is not known`);
  return text === '' ? none('Its chat template is empty, which passes') : { text, why: JINJA };
}

const unknown = (why: string): Absent => ({ absent: 'unknown', why });

function decode(files: TemplateFiles, path: string): string | null | Absent {
  const bytes = files.readFile(path);
  if (isAbsent(bytes)) return bytes;
  if (bytes.length > MAX_BYTES) return unknown(`${path} is larger than ${MAX_BYTES} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Python's truth of a JSON value that is neither a list nor a text. */
const isTrue = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};

const dumpsText = (text: string): string =>
  `"${text.replace(
    /["\\]|[^\x20-\x7e]/g,
    (unit) => ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}"`;

/** Python's `json.dumps` with its defaults; null where JavaScript lost what Python would write (numbers, order of keys). */
export function pythonDumps(value: unknown, depth = 0): string | null {
  if (depth > 100 || typeof value === 'number') return null;
  if (typeof value === 'string') return dumpsText(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  const parts = Array.isArray(value)
    ? value.map((one) => pythonDumps(one, depth + 1))
    : Object.entries(value as object).map(([key, one]) => {
        const text = /^\d+$/.test(key) ? null : pythonDumps(one, depth + 1);
        return text === null ? null : `${dumpsText(key)}: ${text}`;
      });
  if (parts.includes(null)) return null;
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}
