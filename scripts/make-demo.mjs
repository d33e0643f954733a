// Makes a synthetic snapshot. Arguments: --seed N --plan FILE --out DIR (scripts/make-demo/README.md).
import { runScript } from './run-script.mjs';

await runScript('make-demo');
