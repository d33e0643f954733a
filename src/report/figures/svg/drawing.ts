/** Width of every figure, in its own units. */
export const WIDTH = 720;

/** What a figure draws under its title: markup from (0, 0) on, and how much height it takes. */
export interface Drawing {
  readonly body: string;
  readonly height: number;
}
