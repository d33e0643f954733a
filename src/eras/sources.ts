/** Parts of the evaluator that the places of constants name. */
export const CONFIG = 'config/quasar.json';
export const SERVICE = 'validator service (round processing)';
export const SINGLE = 'single_eval.py';
export const PLANNER = 'coordination planner';
