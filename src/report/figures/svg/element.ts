import { xmlText } from '../../formats/xmlText.js';

export type Attributes = Readonly<Record<string, string | number>>;

const attribute = (value: string | number): string =>
  typeof value === 'number' ? String(Number(value.toFixed(2))) : xmlText(value);

/**
 * One element as text.
 * @param inner markup that was built here; text goes through `label`
 */
export const element = (name: string, attributes: Attributes, inner = ''): string => {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(value)}"`)
    .join('');
  return inner === '' ? `<${name}${list}/>` : `<${name}${list}>${inner}</${name}>`;
};

/** A line of text; `end` and `middle` say which part of it stands at `x`. */
export const label = (
  text: string,
  x: number,
  y: number,
  classes = 'f-ink',
  anchor: 'start' | 'middle' | 'end' = 'start',
): string =>
  element(
    'text',
    { x, y, class: classes, ...(anchor === 'start' ? {} : { 'text-anchor': anchor }) },
    xmlText(text, 400),
  );

/** A straight line. */
export const line = (x1: number, y1: number, x2: number, y2: number, classes: string): string =>
  element('line', { x1, y1, x2, y2, class: classes });

/** A filled box; one with any extent is never thinner than a hair. */
export const box = (x: number, y: number, width: number, height: number, classes: string): string =>
  width <= 0 || height <= 0
    ? ''
    : element('rect', { x, y, width: Math.max(0.6, width), height: Math.max(0.6, height), class: classes });
