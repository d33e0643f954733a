/** Names of the colour themes; `auto` is the screen's own choice. */
export const THEME_NAMES = ['auto', 'dark', 'light', 'cvd', 'none'] as const;
export type ThemeSetting = (typeof THEME_NAMES)[number];

/** The ways of copying. */
export const CLIPBOARD_WAYS = ['auto', 'osc52', 'native', 'off'] as const;
export type ClipboardWay = (typeof CLIPBOARD_WAYS)[number];

/** Keys that a person chose for one action: they replace its keys. */
export interface KeyBinding {
  /** Id of the action, for example `move.down`; checked against the table of keys by who binds them. */
  readonly command: string;
  /** Names of keys, for example `j`, `down`, `ctrl-d`; empty = the action has no key. */
  readonly keys: readonly string[];
  /** Where it stands, for error texts: `recrown.toml:12`. */
  readonly origin: string;
}

/** What a person set for the full-screen interface. */
export interface ScreenSettings {
  readonly theme: ThemeSetting;
  /** `UTC`, `local`, or an IANA name that this machine knows. */
  readonly timeZone: string;
  readonly clipboard: ClipboardWay;
  /** Sentences and new lines instead of drawn screens; also set by ACCESSIBLE=1. */
  readonly screenReader: boolean;
  readonly keys: readonly KeyBinding[];
}
