// Writes a synthetic Quasar checkpoint of full size. Argument: the folder (scripts/make-full-size/main.ts).
import { runScript } from './run-script.mjs';

await runScript('make-full-size');
