import type { Key } from 'ink';

const NAMES: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'esc',
  '\u007f': 'backspace',
  '\b': 'backspace',
  ' ': 'space',
};

const named = (key: Key): string | null => {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return key.shift ? null : 'tab';
  if (key.backspace || key.delete) return 'backspace';
  return null;
};

const ofCharacter = (char: string): string | null => {
  const name = NAMES[char];
  if (name !== undefined) return name;
  const code = char.codePointAt(0) ?? 0;
  if (code > 0 && code < 27) return `ctrl-${String.fromCharCode(code + 96)}`;
  if (code < 32 || (code > 126 && code < 160)) return null;
  return char;
};

/** The rest of a sequence that is no key of ours: the end of a paste, a mouse report. */
const LEAKED = /^\[[<?]?[\d;]+[~A-Za-z]$/;

/**
 * Names of the keys in one input event. Keys typed fast arrive together, so every character counts. Escape carries `meta`
 * here, and escape with a key right behind it arrives as that key with alt: it is taken as both.
 */
export const readKeys = (input: string, key: Key): string[] => {
  const name = named(key);
  if (name !== null) return [name];
  if (key.ctrl) return /^[a-z]$/.test(input) ? [`ctrl-${input}`] : [];
  if (LEAKED.test(input)) return [];
  return [...(key.meta ? '\u001b' : ''), ...input].map(ofCharacter).filter((char) => char !== null);
};
