// Draws the pictures of the README from the sealed replay of the demo (npm run make-pictures). Needed whenever the demo
// was sealed again or a screen changed.
import { runScript } from './run-script.mjs';

await runScript('make-pictures', []);
